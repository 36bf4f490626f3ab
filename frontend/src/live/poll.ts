// Keeps the store up to date: one request at a time, paused while nobody looks.
import { ApiError, type ApiClient, type FlightsAnswer } from "../api/client";
import type { Health } from "../api/types";
import { nextDelay } from "./schedule";
import { replaceSky, setHealth, setTrouble, type LiveStore } from "./store";

/** The page as the poller sees it; the tests bring their own. */
export interface Page {
  now(): number;
  isHidden(): boolean;
  onVisibilityChange(listener: () => void): () => void;
  after(delayMs: number, task: () => void): () => void;
}

export function startPolling(store: LiveStore, client: ApiClient, page: Page): () => void {
  let etag: string | null = null;
  let cancelTimer = () => {};
  let isBusy = false;
  let isStopped = false;

  async function cycle() {
    if (isBusy || isStopped) return;
    isBusy = true;
    cancelTimer();
    const answers = await Promise.allSettled([client.fetchFlights(etag), client.fetchHealth()]);
    isBusy = false;
    if (isStopped) return;
    if (answers[0].status === "fulfilled") etag = answers[0].value.etag;
    const now = page.now();
    keep(store, answers, now);
    const delay = planNext(store, answers.find(isRejected), now);
    if (!page.isHidden()) cancelTimer = page.after(delay, () => void cycle());
  }

  function pauseOrResume() {
    if (page.isHidden()) cancelTimer();
    else void cycle();
  }

  const stopListening = page.onVisibilityChange(pauseOrResume);
  void cycle();
  return function stopPolling() {
    isStopped = true;
    cancelTimer();
    stopListening();
  };
}

type Answers = [PromiseSettledResult<FlightsAnswer>, PromiseSettledResult<Health>];

const isRejected = (answer: PromiseSettledResult<unknown>) => answer.status === "rejected";

function keep(store: LiveStore, [flights, health]: Answers, now: number): void {
  if (health.status === "fulfilled") setHealth(store, health.value, now);
  if (flights.status === "fulfilled" && flights.value.body) {
    replaceSky(store, flights.value.body, now);
  }
}

/** Notes what went wrong, if anything, and returns the milliseconds until the next cycle. */
function planNext(store: LiveStore, failed: PromiseRejectedResult | undefined, now: number) {
  const { trouble, sky, health } = store.getState();
  const failures = failed ? (trouble?.failures ?? 0) + 1 : 0;
  const hasData = sky !== null && sky.snapshotTime !== null;
  const hasChanged = sky?.arrivedAt === now;
  const delay = nextDelay({ failures, hasData, hasChanged, health: health?.body ?? null });
  const message = failed && describe(failed.reason);
  setTrouble(store, message ? { message, failures, retryAt: now + delay } : null);
  return delay;
}

function describe(error: unknown): string {
  return error instanceof ApiError ? error.message : "The dashboard could not read the answer";
}

export const browserPage: Page = {
  now: () => performance.now(),
  isHidden: () => document.hidden,
  onVisibilityChange(listener) {
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
