// What the page knows, outside React: the map subscribes directly, the panels through useStore.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ApiError } from "../api/http";
import type { Flight, Health, TrackPoint } from "../api/types";
import type { Bounds } from "../lib/geo";
import { codeOf, placesOf, rowAt, type Aircraft, type AircraftRow } from "./aircraft";
import { visibleRows } from "./filters";
import { DEFAULTS, type Settings } from "./settings";
import type { RendererChoice } from "./renderer";
import type { SkyBody } from "./skyBody";

// All "...At" values are milliseconds of the page's own monotonic clock (performance.now).

export interface Sky {
  snapshotTime: number | null;
  source: string | null;
  stale: string | null;
  aircraft: Aircraft;
  /** Row by code. */
  places: ReadonlyMap<number, number>;
  arrivedAt: number;
  /** When it was the sky: it may have been old when it arrived. */
  takenAt: number;
  /** Whether it is a frame of the past. */
  isPast: boolean;
}

export interface Trouble {
  error: ApiError;
  failures: number;
  retryAt: number;
}

/** What can be played back. */
export interface Frames {
  /** The time bar was asked for; a link to a time asks, too. */
  isAsked: boolean;
  /** Unix seconds, the oldest first; null while that is not known. */
  times: readonly number[] | null;
  error: ApiError | null;
}

/** The way from the frame of the time `from` to the next one, while it is played. */
export interface Passage extends Pick<Sky, "aircraft" | "places"> {
  from: number;
  startedAt: number;
  ms: number;
}

export interface Visible {
  /** 1 for each row of the sky that is shown; null: all. */
  rows: Uint8Array | null;
  count: number;
}

export interface LiveState {
  /** What is shown: the live sky, or one of the past. */
  sky: Sky | null;
  live: Sky | null;
  frames: Frames;
  passage: Passage | null;
  health: { body: Health; arrivedAt: number } | null;
  trouble: Trouble | null;
  settings: Settings;
  visible: Visible;
  /** What the map shows; null until it has been placed. */
  bounds: Bounds | null;
  /** Who is of the source that is filtered by. */
  ofSource: ReadonlySet<number> | null;
  selected: string | null;
  /** The newest known row of the selected aircraft; outlives its disappearance from the sky. */
  selectedRow: AircraftRow | null;
  /** The API's whole answer about the selected aircraft, and where it was. */
  flight: Flight | null;
  track: readonly TrackPoint[];
  /** A new object is a new request to centre the map. */
  centreRequest: { latitude: number; longitude: number; zoom?: number } | null;
  /** The tiles that were chosen do not come. */
  tileTrouble: boolean;
  /** An area that is being drawn, or waits to be used. */
  drawing: { isOn: boolean; area: Bounds | null };
  inView: number;
  /** How the map draws, said in the status panel. */
  renderer: RendererChoice;
}

export type LiveStore = StoreApi<LiveState>;

export function createLiveStore(
  selected: string | null = null,
  settings: Partial<Settings> = {},
): LiveStore {
  const store = createStore<LiveState>(() => ({
    sky: null,
    live: null,
    frames: { isAsked: false, times: null, error: null },
    passage: null,
    health: null,
    trouble: null,
    settings: { ...DEFAULTS, ...settings },
    visible: { rows: null, count: 0 },
    bounds: null,
    ofSource: null,
    selected,
    selectedRow: null,
    flight: null,
    track: [],
    centreRequest: null,
    tileTrouble: false,
    drawing: { isOn: false, area: null },
    inView: 0,
    renderer: { renderer: "pixels" },
  }));
  return { ...store, subscribe: (listener) => store.subscribe(guarded(listener)) };
}

type Listener = Parameters<LiveStore["subscribe"]>[0];

/** Who throws is heard of, and keeps nothing from the others. */
function guarded(listener: Listener): Listener {
  return (state, previous) => {
    try {
      listener(state, previous);
    } catch (error) {
      reportError(error);
    }
  };
}

/** A new live sky; while the past is shown it waits. */
export function replaceSky(store: LiveStore, body: SkyBody, now: number): void {
  const { live: previous, sky } = store.getState();
  // A second part of the same snapshot does not restart the clock of the estimates.
  const isSame = previous !== null && previous.snapshotTime === body.snapshotTime;
  const live = isSame
    ? skyOf(body, previous, false)
    : skyOf(body, { arrivedAt: now, takenAt: now - (body.age ?? 0) * 1_000 }, false);
  store.setState({ live });
  if (!sky?.isPast) show(store, live);
}

export function showPast(store: LiveStore, body: SkyBody, now: number): void {
  show(store, skyOf(body, { arrivedAt: now, takenAt: now }, true));
}

export function showLive(store: LiveStore): void {
  change(store, { time: null, isPlaying: false });
  const { live, frames } = store.getState();
  store.setState({ frames: { ...frames, isAsked: false }, passage: null });
  if (live) show(store, live);
}

function skyOf(
  { aircraft, snapshotTime, source, stale }: SkyBody,
  { arrivedAt, takenAt }: Pick<Sky, "arrivedAt" | "takenAt">,
  isPast: boolean,
): Sky {
  const places = placesOf(aircraft);
  return { snapshotTime, source, stale, aircraft, places, arrivedAt, takenAt, isPast };
}

function show(store: LiveStore, sky: Sky): void {
  const { selected, selectedRow } = store.getState();
  store.setState({ sky, selectedRow: rowOf(sky, selected) ?? selectedRow });
  refreshVisible(store);
}

export function rowOf(sky: Sky | null, icao24: string | null): AircraftRow | null {
  const place = icao24 === null ? undefined : sky?.places.get(codeOf(icao24));
  return sky && place !== undefined ? rowAt(sky.aircraft, place) : null;
}

/** What the selected aircraft is called; null where there is none. */
export const nameOf = ({ selected, selectedRow }: LiveState) =>
  selected === null ? null : (selectedRow?.callsign ?? selected);

/** Whether the aircraft is in the sky that is shown. */
export const isCurrent = ({ sky }: LiveState, icao24: string | null) =>
  icao24 !== null && !!sky?.places.has(codeOf(icao24));

/** The one aircraft that is all there is; null where nobody is isolated. */
export const isolatedOf = ({ settings, selected }: Pick<LiveState, "settings" | "selected">) =>
  settings.isolate ? selected : null;

function onlyRow({ aircraft, places }: Sky, icao24: string): Uint8Array {
  const rows = new Uint8Array(aircraft.count);
  const place = places.get(codeOf(icao24));
  if (place !== undefined) rows[place] = 1;
  return rows;
}

function refreshVisible(store: LiveStore): void {
  const { sky, settings, bounds, ofSource } = store.getState();
  if (!sky) return;
  const alone = isolatedOf(store.getState());
  const rows =
    alone === null
      ? visibleRows(sky.aircraft, settings.filters, { bounds, ofSource })
      : onlyRow(sky, alone);
  const count = rows ? rows.reduce((sum, one) => sum + one, 0) : sky.aircraft.count;
  store.setState({ visible: { rows, count } });
}

export function setHealth(store: LiveStore, body: Health, now: number): void {
  store.setState({ health: { body, arrivedAt: now } });
}

export function setTrouble(store: LiveStore, trouble: Trouble | null): void {
  if (store.getState().trouble !== trouble) store.setState({ trouble });
}

export function change(store: LiveStore, changes: Partial<Settings>): void {
  store.setState(({ settings }) => ({ settings: { ...settings, ...changes } }));
  if (changes.filters || changes.isolate !== undefined) refreshVisible(store);
}

export function setBounds(store: LiveStore, bounds: Bounds): void {
  store.setState({ bounds });
  if (store.getState().settings.filters.inView) refreshVisible(store);
}

export function setOfSource(store: LiveStore, ofSource: ReadonlySet<number> | null): void {
  store.setState({ ofSource });
  refreshVisible(store);
}

export function select(store: LiveStore, icao24: string | null): void {
  const { selected, sky, settings } = store.getState();
  if (icao24 === selected) return;
  const none = { flight: null, track: [] };
  store.setState({ selected: icao24, selectedRow: rowOf(sky, icao24), ...none });
  if (icao24 === null) change(store, { follow: false, isolate: false });
  else if (settings.isolate) refreshVisible(store);
}

export function selectAndCentre(store: LiveStore, icao24: string): void {
  select(store, icao24);
  const row = store.getState().selectedRow;
  if (row?.latitude == null || row.longitude == null) return;
  store.setState({ centreRequest: { latitude: row.latitude, longitude: row.longitude } });
}

export function setInView(store: LiveStore, inView: number): void {
  if (store.getState().inView !== inView) store.setState({ inView });
}
