// The rules of this browser and what has happened by them; watches while the page is open.
import { createStore } from "zustand/vanilla";
import { readKept, writeKept } from "../lib/kept";
import { eventsAtFirst, eventsBetween, type AlertEvent, type Rule } from "./alerts";
import type { LiveStore } from "./store";

const KEY = "flight-tracker.alerts";
const MOST_KEPT = 200;
/** More at once are a feed that came back, not news. */
const MOST_AT_ONCE = 50;

interface Kept {
  rules: readonly Rule[];
  events: readonly AlertEvent[];
  isNotifying: boolean;
}

export interface AlertState extends Kept {
  unread: number;
}

/** Who has no rule yet is told of emergencies. */
const FIRST: Kept = {
  rules: [{ id: "squawk", kind: "squawk", what: "", area: null }],
  events: [],
  isNotifying: false,
};

export type AlertStore = ReturnType<typeof createAlertStore>;

export function createAlertStore() {
  return createStore<AlertState>(() => ({ ...FIRST, ...readKept(KEY, {}), unread: 0 }));
}

/** `notify` shows one event outside of the page. */
export function watchSky(
  store: LiveStore,
  alerts: AlertStore,
  notify: (event: AlertEvent, store: LiveStore) => void,
): () => void {
  const stopKeeping = alerts.subscribe(({ rules, events, isNotifying }) =>
    writeKept(KEY, { rules, events, isNotifying }),
  );
  const stopWatching = store.subscribe(({ live }, { live: before }) => {
    if (!live || live === before) return;
    const { rules, events, isNotifying, unread } = alerts.getState();
    const all = before ? eventsBetween(before, live, rules) : eventsAtFirst(live, rules, events);
    const found = all.slice(0, MOST_AT_ONCE);
    if (found.length === 0) return;
    const kept = [...found.reverse(), ...events].slice(0, MOST_KEPT);
    alerts.setState({ events: kept, unread: unread + found.length });
    if (isNotifying) found.forEach((event) => notify(event, store));
  });
  return () => {
    stopKeeping();
    stopWatching();
  };
}
