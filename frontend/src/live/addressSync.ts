// Keeps the address of the page in step with what the reader has chosen, and remembers taste.
import { preferredLanguage } from "../i18n/languages";
import { readKept, writeKept } from "../lib/kept";
import { formatAddress, parseAddress } from "./address";
import { DEFAULTS, type Settings } from "./settings";
import { change, select, showLive, type LiveState, type LiveStore } from "./store";

/** What is remembered, by its name in the address. */
const TASTE = {
  units: "units",
  theme: "theme",
  language: "lang",
  labels: "labels",
  estimateMotion: "motion",
  keys: "keys",
  tiles: "tiles",
} as const;
type Taste = keyof typeof TASTE;

const KEY = "flight-tracker.settings";
// Chrome allows 200 changes of the address in 30 s; a pan makes one for each stop.
const WRITE_EVERY_MS = 250;
/** Steps that follow each other as fast are one: a key that is held down is not a hundred. */
const SAME_STEP_MS = 500;

export function syncAddress(store: LiveStore): () => void {
  let timer = 0;
  let known = window.location.hash;
  let steppedAt = -Infinity;
  let isReading = false;

  function write(isStep: boolean) {
    clearTimeout(timer);
    timer = 0;
    // Somebody has just edited it: it is about to be read.
    if (window.location.hash !== known) return;
    const { selected, settings } = store.getState();
    const hash = formatAddress(selected, settings);
    const isNew = isStep && performance.now() - steppedAt > SAME_STEP_MS;
    if (isStep) steppedAt = performance.now();
    // "Back" undoes what was opened, not every pan.
    if (hash !== known) window.history[isNew ? "pushState" : "replaceState"](null, "", hash);
    known = window.location.hash;
  }

  function read() {
    known = window.location.hash;
    const { icao24, settings } = parseAddress(window.location.hash);
    const { time } = store.getState().settings;
    const language = preferredLanguage(navigator.languages);
    isReading = true;
    change(store, { ...DEFAULTS, language, ...recall(), ...settings });
    select(store, icao24);
    isReading = false;
    if (time !== null && settings.time === undefined) showLive(store);
  }

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.selected === previous.selected && state.settings === previous.settings) return;
    // A choice is there at once; a pan may wait.
    if (!isReading && isStep(state, previous)) write(true);
    else timer ||= window.setTimeout(() => write(false), WRITE_EVERY_MS);
    // What a link brings is its sender's taste.
    if (!isReading) remember(state.settings, previous.settings);
  });
  window.addEventListener("hashchange", read);
  return function stopSync() {
    clearTimeout(timer);
    unsubscribe();
    window.removeEventListener("hashchange", read);
  };
}

const isStep = (state: LiveState, previous: LiveState) =>
  state.selected !== previous.selected || state.settings.panel !== previous.settings.panel;

/** The taste of this browser; a link goes before it. */
export function recall(): Partial<Settings> {
  return parseAddress(new URLSearchParams(readKept(KEY, {})).toString()).settings;
}

/** Of the taste what has just been changed, and nothing else. */
function remember(settings: Settings, previous: Settings): void {
  const changed = (Object.keys(TASTE) as Taste[]).filter((n) => settings[n] !== previous[n]);
  if (changed.length === 0) return;
  const kept: Record<string, string | undefined> = { ...readKept(KEY, {}) };
  for (const name of changed) kept[TASTE[name]] = textOf(settings[name]);
  writeKept(KEY, kept);
}

const textOf = (value: string | boolean | null) =>
  typeof value === "boolean" ? String(Number(value)) : (value ?? undefined);
