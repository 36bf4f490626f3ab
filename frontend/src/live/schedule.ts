// When to ask the API next. Pure; everything in milliseconds.
import type { Health } from "../api/types";

const FASTEST_MS = 2_000;
const SLOWEST_MS = 10_000;
const FIRST_DATA_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
// A snapshot needs a moment from the source to the live view.
const AFTER_POLL_SECONDS = 1;

export interface Situation {
  failures: number;
  hasData: boolean;
  /** The last answer differed from the one before: the rest of its snapshot may follow. */
  hasChanged: boolean;
  health: Health | null;
}

export function nextDelay({ failures, hasData, hasChanged, health }: Situation): number {
  if (failures > 0) return Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** (failures - 1));
  if (!hasData) return FIRST_DATA_MS;
  if (hasChanged) return FASTEST_MS;
  const nextPollAt = health?.components.source.next_poll_at ?? null;
  if (!health || nextPollAt === null) return SLOWEST_MS;
  const due = (nextPollAt + AFTER_POLL_SECONDS - health.time) * 1_000;
  return Math.max(FASTEST_MS, Math.min(SLOWEST_MS, due));
}
