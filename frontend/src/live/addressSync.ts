// Keeps the address of the page in step with what the reader has chosen, and remembers taste.
import { formatAddress, parseAddress } from "./address";
import { DEFAULTS, type Settings } from "./settings";
import { change, select, showLive, type LiveStore } from "./store";

const REMEMBERED = ["units", "theme", "language", "labels", "estimateMotion", "tiles"] as const;
const KEY = "flight-tracker.settings";
// Chrome allows 200 changes of the address in 30 s; a pan makes one for each stop.
const WRITE_EVERY_MS = 250;

export function syncAddress(store: LiveStore): () => void {
  let timer = 0;
  let known = window.location.hash;

  function write() {
    clearTimeout(timer);
    timer = 0;
    // Somebody has just edited it: it is about to be read.
    if (window.location.hash !== known) return;
    const { selected, settings } = store.getState();
    const hash = formatAddress(selected, settings);
    // Replaced, not pushed: "back" leaves the page instead of undoing every pan.
    if (hash !== known) window.history.replaceState(null, "", hash);
    known = window.location.hash;
  }

  function read() {
    known = window.location.hash;
    const { icao24, settings } = parseAddress(window.location.hash);
    const { time } = store.getState().settings;
    change(store, { ...DEFAULTS, ...recall(), ...settings });
    select(store, icao24);
    if (time !== null && settings.time === undefined) showLive(store);
  }

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.selected === previous.selected && state.settings === previous.settings) return;
    // A choice is there at once; a pan may wait.
    if (state.selected !== previous.selected) write();
    else timer ||= window.setTimeout(write, WRITE_EVERY_MS);
    remember(state.settings);
  });
  window.addEventListener("hashchange", read);
  return function stopSync() {
    clearTimeout(timer);
    unsubscribe();
    window.removeEventListener("hashchange", read);
  };
}

/** The taste of this browser; a link goes before it. */
export function recall(): Partial<Settings> {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, string>;
    const fields = new URLSearchParams(kept);
    return parseAddress(fields.toString()).settings;
  } catch {
    return {}; // storage is forbidden or damaged: the defaults are good
  }
}

function remember(settings: Settings): void {
  const taste = { ...DEFAULTS, ...Object.fromEntries(REMEMBERED.map((n) => [n, settings[n]])) };
  const fields = new URLSearchParams(formatAddress(null, taste).slice(1));
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(fields)));
  } catch {
    // storage is forbidden: the address still carries everything
  }
}
