// When to ask the API next. Pure; everything in milliseconds.
import type { Health } from "../api/types";

const FASTEST_MS = 2_000;
const SLOWEST_MS = 10_000;
const FIRST_DATA_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** What a server asks for is believed up to here; one that asks for a day may be mistaken. */
const LONGEST_RETRY_AFTER_MS = 300_000;
// A snapshot needs a moment from the source to the live view.
const AFTER_POLL_SECONDS = 1;

export interface Situation {
  failures: number;
  /** Seconds that the server asked to wait, if it did. */
  retryAfter: number | null;
  hasData: boolean;
  /** The last answer differed from the one before: the rest of its snapshot may follow. */
  hasChanged: boolean;
  health: Health | null;
}

export function nextDelay(situation: Situation): number {
  const { failures, retryAfter, hasData, hasChanged, health } = situation;
  if (failures > 0) return backOff(failures, retryAfter);
  if (!hasData) return FIRST_DATA_MS;
  if (hasChanged) return FASTEST_MS;
  const nextPollAt = health?.components.source.next_poll_at ?? null;
  if (!health || nextPollAt === null) return SLOWEST_MS;
  const due = (nextPollAt + AFTER_POLL_SECONDS - health.time) * 1_000;
  return Math.max(FASTEST_MS, Math.min(SLOWEST_MS, due));
}

function backOff(failures: number, retryAfter: number | null): number {
  const own = Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** (failures - 1));
  return Math.max(own, Math.min(LONGEST_RETRY_AFTER_MS, (retryAfter ?? 0) * 1_000));
}
