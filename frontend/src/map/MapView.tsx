// Creates the Leaflet map once and removes it once; everything on it is imperative.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useRef } from "react";
import { parseHash, type View } from "../lib/hash";
import type { LiveStore } from "../live/store";
import { AircraftLayer } from "./aircraftLayer";
import { createBaseMapLayer } from "./baseMapLayer";
import { followStore } from "./follow";
import { syncHash } from "./hashSync";

const WORLD: View = { zoom: 2.5, latitude: 30, longitude: 10 };
const MAX_ZOOM = 14;
const ZOOM_STEP = 0.5;

export function MapView({ store }: { store: LiveStore }) {
  const container = useRef<HTMLDivElement>(null);

  useEffect(
    function addMap() {
      if (!container.current) return;
      const { view } = parseHash(window.location.hash);
      const map = createMap(container.current, view ?? WORLD);
      const baseMap = createBaseMapLayer(map);
      const aircraft = new AircraftLayer(map, store);
      const stops = [syncHash(map, store), followStore(map, store, view !== null)];
      return function removeMap() {
        stops.forEach((stop) => stop());
        aircraft.remove();
        baseMap.remove();
        map.remove();
      };
    },
    [store],
  );

  return (
    <div
      ref={container}
      className="map"
      data-testid="map"
      role="region"
      aria-label="Map of aircraft. Arrow keys move it, plus and minus zoom."
    />
  );
}

function createMap(element: HTMLElement, view: View): L.Map {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    worldCopyJump: true,
    zoomSnap: ZOOM_STEP,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 100,
    maxZoom: MAX_ZOOM,
    minZoom: smallestZoom(element),
    maxBounds: [
      [-85.05, -Infinity],
      [85.05, Infinity],
    ],
    maxBoundsViscosity: 1,
  });
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomright", maxWidth: 120 }).addTo(map);
  return map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
}

/** The world must be at least as high as the window: there is nothing beyond the poles. */
function smallestZoom(element: HTMLElement): number {
  const exact = Math.log2(element.clientHeight / 256);
  return Math.max(0, Math.ceil(exact / ZOOM_STEP) * ZOOM_STEP);
}
