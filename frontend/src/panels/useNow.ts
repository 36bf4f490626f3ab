import { useSyncExternalStore } from "react";

const SECOND_MS = 1_000;

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, SECOND_MS);
  return () => clearInterval(timer);
}

/** The page's monotonic clock in milliseconds, one step a second, for texts such as "12 s ago". */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(performance.now() / SECOND_MS) * SECOND_MS,
  );
}
