// Moves the map when the store asks for it.
import type L from "leaflet";
import type { StateVector } from "../api/types";
import type { LiveState, LiveStore } from "../live/store";

const CLOSE_ZOOM = 8;
// A sky wider than this is the world: the view it starts with is right.
const REGION_DEGREES = 60;

/** Centres on request. Without a view in the address, the first sky decides where to look. */
export function followStore(map: L.Map, store: LiveStore, hasView: boolean): () => void {
  let isPlaced = hasView;

  function update(state: LiveState, previous: LiveState) {
    if (state.centreRequest !== previous.centreRequest) centre(map, state.selectedState);
    if (isPlaced || !state.sky || state.sky.flights.length === 0) return;
    isPlaced = true;
    if (state.selectedState) centre(map, state.selectedState);
    else showRegion(map, state.sky.flights);
  }

  return store.subscribe(update);
}

function centre(map: L.Map, state: StateVector | null): void {
  if (state?.latitude == null || state.longitude == null) return;
  const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
  map.setView([state.latitude, state.longitude], zoom, { animate: false });
}

function showRegion(map: L.Map, flights: readonly StateVector[]): void {
  const latitudes = flights.flatMap(({ latitude }) => latitude ?? []);
  const longitudes = flights.flatMap(({ longitude }) => longitude ?? []);
  if (latitudes.length === 0) return;
  const [south, north] = extent(latitudes);
  const [west, east] = extent(longitudes);
  if (east - west > REGION_DEGREES) return;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { animate: false, maxZoom: CLOSE_ZOOM },
  );
}

function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}
