// Keys of the whole page. A key that is typed into a field is a letter.
import { useEffect } from "react";
import type { TextKey } from "../i18n/en";
import { addressOf } from "../live/aircraft";
import { isInside } from "../lib/geo";
import { isBarOpen, openPast } from "../live/playback";
import { LABELS, type Panel } from "../live/settings";
import { change, select, showLive, type LiveState, type LiveStore } from "../live/store";
import { useServices, type Services } from "./context";

export const KEYS: readonly { keys: readonly string[]; text: TextKey }[] = [
  { keys: ["/"], text: "keySearch" },
  { keys: ["F"], text: "keyFilters" },
  { keys: ["T"], text: "keyTable" },
  { keys: ["S"], text: "keyStatistics" },
  { keys: ["A"], text: "keyAlerts" },
  { keys: ["N", "P"], text: "keyNext" },
  { keys: ["O"], text: "keyFollow" },
  { keys: ["I"], text: "keyIsolate" },
  { keys: ["L"], text: "keyLabels" },
  { keys: ["M"], text: "keyMeasure" },
  { keys: ["B"], text: "keyPlay" },
  { keys: ["Esc"], text: "keyEscape" },
  { keys: ["?"], text: "keyHelp" },
];

export function useShortcuts(): void {
  const services = useServices();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "Escape" && !mayAct(event, services)) return;
      const action = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      action(services);
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [services]);
}

/** Who speaks to the computer types letters without wanting to: they can be switched off. */
function mayAct({ target }: KeyboardEvent, { store }: Services): boolean {
  return store.getState().settings.keys && !isTyping(target);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.matches("input:not([type=checkbox]), select, textarea")
  );
}

type Action = (services: Services) => void;

const open =
  (panel: Panel): Action =>
  ({ store }) =>
    change(store, { panel: store.getState().settings.panel === panel ? null : panel });

const ACTIONS: Readonly<Record<string, Action>> = {
  "/": () => document.getElementById("search")?.focus(),
  "?": open("help"),
  f: open("filters"),
  t: open("table"),
  s: open("statistics"),
  a: open("alerts"),
  n: ({ store }) => step(store, 1),
  p: ({ store }) => step(store, -1),
  o: ({ store }) => toggleSelected(store, "follow"),
  i: ({ store }) => toggleSelected(store, "isolate"),
  l: ({ store }) => {
    const { labels } = store.getState().settings;
    change(store, { labels: LABELS[(LABELS.indexOf(labels) + 1) % LABELS.length] ?? "off" });
  },
  m: () => document.querySelector(".map")?.dispatchEvent(new Event("measure")),
  b: ({ store }) => {
    if (!isBarOpen(store.getState())) openPast(store);
    else document.getElementById("play")?.click();
  },
  Escape: ({ store }) => {
    const { selected, settings } = store.getState();
    if (selected !== null) select(store, null);
    else if (settings.panel !== null) change(store, { panel: null });
    else if (isBarOpen(store.getState())) showLive(store);
  },
};

function toggleSelected(store: LiveStore, name: "follow" | "isolate"): void {
  const { selected, settings } = store.getState();
  if (selected !== null) change(store, { [name]: !settings[name] });
}

/** The next aircraft of those that the map shows, from west to east. */
function step(store: LiveStore, by: 1 | -1): void {
  const { selected } = store.getState();
  const addresses = addressesInView(store.getState());
  const place = selected === null ? -1 : addresses.indexOf(selected);
  const next = place < 0 ? (by > 0 ? 0 : -1) : (place + by) % addresses.length;
  const address = addresses.at(next);
  if (address) select(store, address);
}

function addressesInView({ sky, visible, bounds }: LiveState): string[] {
  if (!sky || !bounds) return [];
  const { latitude, longitude, code, count } = sky.aircraft;
  const seen: number[] = [];
  for (let i = 0; i < count; i++) {
    const place = { latitude: latitude[i] as number, longitude: longitude[i] as number };
    if (visible.rows?.[i] !== 0 && isInside(bounds, place)) seen.push(i);
  }
  seen.sort((a, b) => (longitude[a] as number) - (longitude[b] as number));
  return seen.map((i) => addressOf(code[i] as number));
}
