// A page that was open during an upgrade asks for parts that are no longer there. It loads itself
// anew, once: where that does not help, the error is shown as any other.
const KEY = "renewed-at";
const PAUSE = 60_000;

type Open = Pick<Window, "addEventListener" | "location" | "sessionStorage">;

/** Whether the page has loaded itself anew so long ago, or never, that it may do so. */
export function mayRenew(open: Pick<Open, "sessionStorage">, now: number): boolean {
  try {
    const last = Number(open.sessionStorage.getItem(KEY) ?? -Infinity);
    if (now - last < PAUSE) return false;
    open.sessionStorage.setItem(KEY, String(now));
    return true;
  } catch {
    return false; // nothing may be kept, so nothing would end the loading
  }
}

/** `open` is the window: Vite tells it of each part that cannot be loaded. */
export function renewOnUpgrade(open: Open): void {
  open.addEventListener("vite:preloadError", (event) => {
    if (!mayRenew(open, Date.now())) return;
    event.preventDefault();
    open.location.reload();
  });
}
