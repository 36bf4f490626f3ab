// A click on an aircraft selects it, a click beside all of them selects none.
import type L from "leaflet";
import { select, type LiveStore } from "../live/store";

type Find = (point: L.Point) => string | null;

export function selectByPointer(map: L.Map, store: LiveStore, aircraftAt: Find): () => void {
  const handlers: L.LeafletEventHandlerFnMap = {
    click: (event) => select(store, aircraftAt(event.containerPoint)),
    mousemove: (event) => showHand(aircraftAt(event.containerPoint) !== null),
  };

  function showHand(isOver: boolean) {
    map.getContainer().classList.toggle("is-pointing", isOver);
  }

  map.on(handlers);
  return function stopSelecting() {
    map.off(handlers);
  };
}
