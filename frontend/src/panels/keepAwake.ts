// A screen on a wall stays on: the lock is lost whenever the page is hidden, and asked for again.

export function keepAwake(): void {
  const { wakeLock } = navigator as { wakeLock?: WakeLock };
  if (!wakeLock) return; // then it is the screen's own settings that keep it on
  const ask = () => {
    if (!document.hidden) wakeLock.request("screen").catch(() => {}); // the battery may forbid it
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
