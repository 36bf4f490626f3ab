// A click on an aircraft selects it, one on an airport opens its board, one beside all selects none.
import type L from "leaflet";
import { change, select, type LiveStore } from "../live/store";

export interface Picking {
  /** Index of the aircraft at a point of the map's container, or -1. */
  find(x: number, y: number): number;
  hover(n: number): void;
  addressOf(n: number): string | null;
  airportAt(x: number, y: number): string | null;
}

export function trackPointer(map: L.Map, store: LiveStore, picking: Picking): () => void {
  const isMeasuring = () => map.getContainer().classList.contains("is-measuring");
  const handlers: L.LeafletEventHandlerFnMap = {
    click: ({ containerPoint: { x, y } }) => {
      if (isMeasuring()) return;
      const icao24 = picking.addressOf(picking.find(x, y));
      const airport = icao24 === null ? picking.airportAt(x, y) : null;
      select(store, icao24);
      if (airport) change(store, { panel: "airport", airport });
    },
    mousemove: ({ containerPoint: { x, y } }) => {
      const n = picking.find(x, y);
      const isOver = n >= 0 || picking.airportAt(x, y) !== null;
      map.getContainer().classList.toggle("is-pointing", isOver && !isMeasuring());
      picking.hover(n);
    },
    mouseout: () => picking.hover(-1),
  };
  map.on(handlers);
  return function stopTracking() {
    map.off(handlers);
  };
}
