// Moves the map when the store asks for it, and tells the store where it is.
import type L from "leaflet";
import type { Place } from "../lib/geo";
import type { Aircraft } from "../live/aircraft";
import { parseAddress } from "../live/address";
import { change, setBounds, type LiveState, type LiveStore } from "../live/store";
import { clearSpotOf } from "./clearing";

const CLOSE_ZOOM = 8;
// A sky wider than this is the world: the view it starts with is right.
const REGION_DEGREES = 60;

/** Without a view in the address, the first sky decides where to look. */
export function followStore(map: L.Map, store: LiveStore, hasView: boolean): () => void {
  let isPlaced = hasView;

  function update(state: LiveState, previous: LiveState) {
    if (state.centreRequest && state.centreRequest !== previous.centreRequest) {
      const { zoom, ...place } = state.centreRequest;
      isPlaced = true;
      centre(map, place, zoom ?? Math.max(map.getZoom(), CLOSE_ZOOM));
    }
    if (state.settings.follow && state.selectedRow !== previous.selectedRow) stay(map, state);
    if (!isPlaced && state.sky && state.sky.aircraft.count > 0) {
      isPlaced = true;
      place(map, state);
    }
  }

  // Who drags the map wants to look elsewhere.
  function letGo() {
    if (store.getState().settings.follow) change(store, { follow: false });
  }

  function tell() {
    const { lat, lng } = map.getCenter().wrap();
    change(store, { view: { zoom: map.getZoom(), latitude: lat, longitude: lng } });
    tellBounds(map, store);
  }

  // Somebody edited the address or followed a link within the page.
  function read() {
    const { view } = parseAddress(window.location.hash).settings;
    if (view) map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
  }

  // The view that the map begins with is known, or nobody has chosen it.
  tellBounds(map, store);
  map.on("moveend", tell);
  map.on("dragstart", letGo);
  window.addEventListener("hashchange", read);
  const unsubscribe = store.subscribe(update);
  return function stopFollowing() {
    map.off("moveend", tell);
    map.off("dragstart", letGo);
    window.removeEventListener("hashchange", read);
    unsubscribe();
  };
}

function tellBounds(map: L.Map, store: LiveStore): void {
  const bounds = map.getBounds();
  setBounds(store, {
    south: bounds.getSouth(),
    west: bounds.getWest(),
    north: bounds.getNorth(),
    east: bounds.getEast(),
  });
}

function stay(map: L.Map, { selectedRow }: LiveState): void {
  if (selectedRow?.latitude == null || selectedRow.longitude == null) return;
  centre(map, { latitude: selectedRow.latitude, longitude: selectedRow.longitude }, map.getZoom());
}

/** Into the middle of what can be seen, once what opens with it is there. */
function centre(map: L.Map, { latitude, longitude }: Place, zoom: number): void {
  requestAnimationFrame(() => {
    const { x, y } = clearSpotOf(map.getContainer());
    const shift = map.getSize().divideBy(2).subtract([x, y]);
    const middle = map.project([latitude, longitude], zoom).add(shift);
    map.setView(map.unproject(middle, zoom), zoom, { animate: false });
  });
}

function place(map: L.Map, { sky, selectedRow }: LiveState): void {
  if (selectedRow?.latitude != null && selectedRow.longitude != null) {
    const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
    map.setView([selectedRow.latitude, selectedRow.longitude], zoom, { animate: false });
  } else if (sky) showRegion(map, sky.aircraft);
}

function showRegion(map: L.Map, { latitude, longitude }: Aircraft): void {
  const [south, north] = extent(latitude);
  const [west, east] = extent(longitude);
  if (!(east - west <= REGION_DEGREES)) return;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { animate: false, maxZoom: CLOSE_ZOOM },
  );
}

function extent(values: Float32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    // A NaN is neither.
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
