// Hooks for `make bench`; absent in a reader's page.

export interface Bench {
  /** Milliseconds of the page's own thread. */
  note(what: "draw" | "update", ms: number): void;
  /** Draw on every frame, whether or not anything has moved by a pixel. */
  isContinuous: boolean;
}

declare global {
  interface Window {
    __bench?: Bench;
  }
}

export function timed(what: "draw" | "update", action: () => void): void {
  const started = performance.now();
  action();
  if (typeof window !== "undefined") window.__bench?.note(what, performance.now() - started);
}
