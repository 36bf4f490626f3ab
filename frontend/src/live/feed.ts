// Is the feed alive, and how old is what is shown? Wall clock is used here and nowhere else.
import type { Health } from "../api/types";
import { formatDuration } from "../lib/format";
import type { LiveState } from "./store";

type Components = Health["components"];
type Source = Components["source"];

/** Seconds since the source was last asked with success, by the server's own clock. */
export function secondsSincePoll({ health }: LiveState, now: number): number | null {
  const lastPollAt = health?.body.components.source.last_poll_at ?? null;
  if (!health || lastPollAt === null) return null;
  return health.body.time - lastPollAt + (now - health.arrivedAt) / 1000;
}

/** Seconds until the source is asked again; negative when overdue. */
export function secondsUntilPoll({ health }: LiveState, now: number): number | null {
  const nextPollAt = health?.body.components.source.next_poll_at ?? null;
  if (!health || nextPollAt === null) return null;
  return nextPollAt - health.body.time - (now - health.arrivedAt) / 1000;
}

export interface Notice {
  tone: "info" | "warning" | "alarm";
  title: string;
  detail: string;
}

/** What the reader must know before trusting the map; null when all is well. */
export function noticeOf(state: LiveState, now: number): Notice | null {
  if (state.trouble) return troubleNotice(state, now);
  if (!state.health)
    return { tone: "info", title: "Connecting", detail: "Asking the API for the sky." };
  const { components } = state.health.body;
  return sourceNotice(components.source) ?? partsNotice(components);
}

function troubleNotice({ trouble, sky }: LiveState, now: number): Notice | null {
  if (!trouble) return null;
  const shown = sky
    ? `The map shows the last sky, received ${formatDuration((now - sky.arrivedAt) / 1000)} ago.`
    : "There is nothing to show yet.";
  const retry = `Next try in ${formatDuration((trouble.retryAt - now) / 1000)}.`;
  return { tone: "alarm", title: trouble.message, detail: `${shown} ${retry}` };
}

const SOURCE_NOTICES = {
  ok: null,
  starting: { tone: "info", title: "The feed is starting" },
  ended: { tone: "info", title: "The recording has ended" },
  late: { tone: "warning", title: "The feed is late" },
  down: { tone: "alarm", title: "The feed is down" },
} as const;

function sourceNotice({ status, late_reason, detail }: Source): Notice | null {
  const notice = SOURCE_NOTICES[status];
  return notice && { ...notice, detail: late_reason || detail };
}

function partsNotice({ broker, live_view, lakehouse }: Components): Notice | null {
  const broken = Object.entries({ Broker: broker, "Live view": live_view, Lakehouse: lakehouse })
    .filter(([, part]) => part.status === "down" || part.status === "late")
    .map(([name, part]) => `${name} is ${part.status}: ${part.detail}`);
  if (broken.length === 0) return null;
  return { tone: "warning", title: "Part of the tracker is not well", detail: broken.join(" · ") };
}
