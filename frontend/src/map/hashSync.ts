// Keeps the address of the page in step with the map and the selection.
import type L from "leaflet";
import { formatHash, parseHash } from "../lib/hash";
import { select, type LiveStore } from "../live/store";

export function syncHash(map: L.Map, store: LiveStore): () => void {
  function write() {
    const { lat, lng } = map.getCenter().wrap();
    const view = { zoom: map.getZoom(), latitude: lat, longitude: lng };
    const hash = formatHash({ view, icao24: store.getState().selected });
    // Replaced, not pushed: "back" leaves the page instead of undoing every pan.
    if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
  }

  // Somebody edited the address or followed a link within the page.
  function read() {
    const { view, icao24 } = parseHash(window.location.hash);
    // The view first: a changed selection writes the address, with the view of that moment.
    if (view) map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
    select(store, icao24);
  }

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.selected !== previous.selected) write();
  });
  map.on("moveend", write);
  window.addEventListener("hashchange", read);
  return function stopHashSync() {
    unsubscribe();
    map.off("moveend", write);
    window.removeEventListener("hashchange", read);
  };
}
