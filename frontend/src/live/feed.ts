// Is the feed alive, how old is what is shown, and what must the reader know before trusting it?
// Wall clock is used here and nowhere else.
import type { FailureKind } from "../api/http";
import type { Health } from "../api/types";
import type { TextKey } from "../i18n/en";
import type { Translate } from "../i18n/text";
import { activeFilters } from "./filters";
import { isolatedOf, type LiveState, type Trouble } from "./store";

type Components = Health["components"];

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

/** Seconds between two polls, as the source plans them; null while that is not known. */
export function pollInterval({ health }: LiveState): number | null {
  const { next_poll_at, last_poll_at } = health?.body.components.source ?? {};
  if (next_poll_at == null || last_poll_at == null) return null;
  return Math.max(1, Math.round(next_poll_at - last_poll_at));
}

/** Polls go on, but the sky stays the same for two intervals. */
export function isFrozen(state: LiveState, now: number): boolean {
  const { live, health } = state;
  const interval = pollInterval(state);
  if (!live || interval === null || health?.body.components.source.status !== "ok") return false;
  const secondsSince = (then: number) => (now - then) / 1000;
  const patience = 2 * interval + ARRIVAL_SECONDS;
  // A page that has just been opened has no two intervals of its own to look back on.
  return (
    secondsSince(live.arrivedAt) > patience ||
    secondsSince(live.takenAt) > patience + SOURCE_SECONDS
  );
}

/** From a poll to the page: consume, and this page's own round. */
const ARRIVAL_SECONDS = 5;
/** What a source gives may be this old already: OpenSky's time goes in steps of 10 s. */
const SOURCE_SECONDS = 15;

export interface Notice {
  tone: "info" | "warning" | "alarm";
  title: string;
  detail: string;
  /** Offered as a button beside it. */
  action?: "live" | "clear";
}

/** What the reader must know before trusting the map; null when all is well. */
export function noticeOf(
  state: LiveState,
  now: number,
  t: Translate,
  duration: (seconds: number) => string,
): Notice | null {
  const say = { state, now, t, duration };
  return (
    troubleNotice(say) ??
    connectingNotice(say) ??
    sourceNotice(say) ??
    frozenNotice(say) ??
    skyNotice(say) ??
    partsNotice(say)
  );
}

interface Saying {
  state: LiveState;
  now: number;
  t: Translate;
  duration: (seconds: number) => string;
}

const FAILURES: Record<FailureKind, readonly [TextKey, TextKey]> = {
  offline: ["offline", "offlineDetail"],
  unreachable: ["unreachable", "unreachableDetail"],
  timeout: ["timeout", "timeoutDetail"],
  gateway: ["gateway", "gatewayDetail"],
  rate_limited: ["rateLimited", "rateLimitedDetail"],
  unavailable: ["unavailable", "unavailableDetail"],
  not_found: ["httpStatus", "httpStatusDetail"],
  status: ["httpStatus", "httpStatusDetail"],
  malformed: ["malformed", "malformedDetail"],
};

function troubleNotice({ state, now, t, duration }: Saying): Notice | null {
  const { trouble, sky } = state;
  if (!trouble) return null;
  const [title, detail] = FAILURES[trouble.error.kind];
  const params = { status: trouble.error.status ?? "" };
  const shown = sky
    ? t("shownSince", { age: duration((now - sky.takenAt) / 1000) })
    : t("shownNothing");
  const next = t("nextTry", { time: duration((trouble.retryAt - now) / 1000) });
  return {
    tone: "alarm",
    title: t(title, params),
    detail: [reasonOf(trouble) ?? t(detail), shown, next].join(" "),
  };
}

/** The server's own words, where it has some. */
function reasonOf({ error }: Trouble): string | null {
  return error.kind === "status" || error.kind === "unavailable" ? error.detail : null;
}

function connectingNotice({ state, t }: Saying): Notice | null {
  if (state.health) return null;
  return { tone: "info", title: t("connecting"), detail: t("connectingDetail") };
}

const SOURCE_NOTICES = {
  ok: null,
  starting: ["info", "feedStarting"],
  ended: ["info", "feedEnded"],
  late: ["warning", "feedLate"],
  down: ["alarm", "feedDown"],
} as const;

function sourceNotice({ state, t }: Saying): Notice | null {
  const source = state.health?.body.components.source;
  const notice = source && SOURCE_NOTICES[source.status];
  if (!notice) return null;
  const [tone, title] = notice;
  return { tone, title: t(title), detail: source.late_reason || source.detail };
}

function frozenNotice({ state, now, t, duration }: Saying): Notice | null {
  if (!state.live || !isFrozen(state, now)) return null;
  const age = duration((now - state.live.takenAt) / 1000);
  const interval = duration(pollInterval(state) ?? 0);
  const detail = t("feedFrozenDetail", { age, interval });
  return { tone: "warning", title: t("feedFrozen"), detail };
}

function skyNotice({ state, t }: Saying): Notice | null {
  const { sky, visible, settings } = state;
  if (!sky) return null;
  if (sky.stale) return { tone: "warning", title: t("skyStale"), detail: sky.stale };
  const { count } = sky.aircraft;
  if (count === 0 && sky.snapshotTime !== null)
    return { tone: "info", title: t("skyEmpty"), detail: t("skyEmptyDetail") };
  const isFiltered = isolatedOf(state) !== null || activeFilters(settings.filters).length > 0;
  if (count > 0 && visible.count === 0 && isFiltered) {
    const detail = t("nothingFitsDetail", { n: count });
    return { tone: "info", title: t("nothingFits"), detail, action: "clear" };
  }
  return null;
}

function partsNotice({ state, t }: Saying): Notice | null {
  const parts = state.health?.body.components;
  const broken = parts ? brokenParts(parts, t) : [];
  if (broken.length === 0) return null;
  return { tone: "warning", title: t("partsBroken"), detail: broken.join(" · ") };
}

function brokenParts({ broker, live_view, lakehouse }: Components, t: Translate): string[] {
  const named = [
    ["pipelineBroker", broker],
    ["pipelineLiveView", live_view],
    ["pipelineLakehouse", lakehouse],
  ] as const;
  return named
    .filter(([, { status }]) => status === "down" || status === "late")
    .map(([name, { status, detail }]) => t("partIs", { part: t(name), status, detail }));
}
