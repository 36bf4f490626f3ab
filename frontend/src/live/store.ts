// What the page knows, outside React: the map subscribes directly, the panels through useStore.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CurrentFlights, Health, StateVector } from "../api/types";

// All "...At" values are milliseconds of the page's own monotonic clock (performance.now).

export interface Sky {
  snapshotTime: number | null;
  source: string | null;
  flights: readonly StateVector[];
  byAddress: ReadonlyMap<string, StateVector>;
  arrivedAt: number;
}

export interface Trouble {
  message: string;
  failures: number;
  retryAt: number;
}

export interface LiveState {
  sky: Sky | null;
  health: { body: Health; arrivedAt: number } | null;
  trouble: Trouble | null;
  selected: string | null;
  /** The newest known state of the selected aircraft; outlives its disappearance from the sky. */
  selectedState: StateVector | null;
  /** A new object is a new request to centre the map on the selected aircraft. */
  centreRequest: object | null;
  inView: number;
  estimateMotion: boolean;
}

export type LiveStore = StoreApi<LiveState>;

export function createLiveStore(selected: string | null = null): LiveStore {
  return createStore<LiveState>(() => ({
    sky: null,
    health: null,
    trouble: null,
    selected,
    selectedState: null,
    centreRequest: null,
    inView: 0,
    estimateMotion: true,
  }));
}

export function replaceSky(store: LiveStore, body: CurrentFlights, now: number): void {
  const { sky: previous, selected, selectedState } = store.getState();
  const byAddress = new Map(body.flights.map((state) => [state.icao24, state]));
  // A second part of the same snapshot does not restart the clock of the estimates.
  const isSameSnapshot = previous !== null && previous.snapshotTime === body.snapshot_time;
  store.setState({
    sky: {
      snapshotTime: body.snapshot_time,
      source: body.source,
      flights: body.flights,
      byAddress,
      arrivedAt: isSameSnapshot ? previous.arrivedAt : now,
    },
    selectedState: (selected && byAddress.get(selected)) || selectedState,
  });
}

export function setHealth(store: LiveStore, body: Health, now: number): void {
  store.setState({ health: { body, arrivedAt: now } });
}

export function setTrouble(store: LiveStore, trouble: Trouble | null): void {
  if (store.getState().trouble !== trouble) store.setState({ trouble });
}

export function select(store: LiveStore, icao24: string | null): void {
  const state = icao24 === null ? undefined : store.getState().sky?.byAddress.get(icao24);
  store.setState({ selected: icao24, selectedState: state ?? null });
}

export function selectAndCentre(store: LiveStore, icao24: string): void {
  select(store, icao24);
  store.setState({ centreRequest: {} });
}

export function setInView(store: LiveStore, inView: number): void {
  if (store.getState().inView !== inView) store.setState({ inView });
}

export function toggleEstimate(store: LiveStore): void {
  store.setState(({ estimateMotion }) => ({ estimateMotion: !estimateMotion }));
}
