// Keeps the store up to date: one question at a time, paused while nobody looks.
import type { ApiClient } from "../api/client";
import { ApiError } from "../api/http";
import type { Health } from "../api/types";
import { timed } from "./bench";
import { nextDelay } from "./schedule";
import type { SkyClient } from "./skyClient";
import type { SkyAnswer } from "./skyReader";
import { replaceSky, setHealth, setTrouble, type LiveStore } from "./store";

/** The page as the poller sees it; the tests bring their own. */
export interface Page {
  now(): number;
  isHidden(): boolean;
  /** Visible again, or connected again. */
  onWake(listener: () => void): () => void;
  after(delayMs: number, task: () => void): () => void;
}

export type PollClient = Pick<ApiClient, "fetchHealth"> & Pick<SkyClient, "fetchSky">;

/** Until the next cycle, where this page itself has failed. */
const AFTER_SLIP_MS = 10_000;

export function startPolling(store: LiveStore, client: PollClient, page: Page): () => void {
  let cancelTimer = () => {};
  let isBusy = false;
  let isStopped = false;

  async function cycle() {
    if (isBusy || isStopped) return;
    isBusy = true;
    cancelTimer();
    let delay = AFTER_SLIP_MS;
    try {
      const answers = await Promise.allSettled([client.fetchSky(), client.fetchHealth()]);
      if (!isStopped) delay = take(answers);
    } catch (error) {
      reportError(error);
    } finally {
      // Whatever went wrong: the next sky is asked for.
      isBusy = false;
      if (!isStopped && !page.isHidden()) cancelTimer = page.after(delay, () => void cycle());
    }
  }

  function take(answers: Answers): number {
    const now = page.now();
    const hasChanged = keep(store, answers, now);
    return planNext(store, answers.find(isRejected), hasChanged, now);
  }

  function pauseOrResume() {
    if (page.isHidden()) cancelTimer();
    else void cycle();
  }

  const stopListening = page.onWake(pauseOrResume);
  void cycle();
  return function stopPolling() {
    isStopped = true;
    cancelTimer();
    stopListening();
  };
}

type Answers = [PromiseSettledResult<SkyAnswer>, PromiseSettledResult<Health>];

const isRejected = (answer: PromiseSettledResult<unknown>) => answer.status === "rejected";

/** The sky of now waits while one of the past is shown: it is asked for again afterwards. */
function keep(store: LiveStore, [sky, health]: Answers, now: number): boolean {
  if (health.status === "fulfilled") setHealth(store, health.value, now);
  if (sky.status !== "fulfilled" || !sky.value) return false;
  const { value } = sky;
  timed("update", () => replaceSky(store, value, now));
  return true;
}

/** Notes what went wrong, if anything, and returns the milliseconds until the next cycle. */
function planNext(
  store: LiveStore,
  failed: PromiseRejectedResult | undefined,
  hasChanged: boolean,
  now: number,
) {
  const { trouble, live, health } = store.getState();
  const calm = {
    failures: 0,
    retryAfter: null,
    hasData: live !== null && live.snapshotTime !== null,
    hasChanged,
    health: health?.body ?? null,
  };
  if (!failed) {
    setTrouble(store, null);
    return nextDelay(calm);
  }
  const error = asApiError(failed.reason);
  const failures = (trouble?.failures ?? 0) + 1;
  const delay = nextDelay({ ...calm, failures, retryAfter: error.retryAfter });
  setTrouble(store, { error, failures, retryAt: now + delay });
  return delay;
}

const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError("malformed", "/flights/current");

export const browserPage: Page = {
  now: () => performance.now(),
  isHidden: () => document.hidden,
  onWake(listener) {
    document.addEventListener("visibilitychange", listener);
    window.addEventListener("online", listener);
    return () => {
      document.removeEventListener("visibilitychange", listener);
      window.removeEventListener("online", listener);
    };
  },
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
