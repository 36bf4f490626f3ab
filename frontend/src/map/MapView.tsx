// Creates the Leaflet map once and removes it once; everything on it is imperative.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useRef } from "react";
import type { Translate } from "../i18n/text";
import type { View } from "../lib/hash";
import type { AlertStore } from "../live/alertStore";
import type { LiveStore } from "../live/store";
import { AircraftLayer } from "./aircraftLayer";
import { addAreas } from "./areaLayer";
import { createBaseMapLayer } from "./baseMapLayer";
import { followStore } from "./follow";
import { MapControls } from "./MapControls";
import { addMeasuring } from "./measure";
import { addTiles } from "./tileLayer";
import { addTrack } from "./trackLayer";
import { smallestZoom, WORLD, ZOOM_STEP } from "./worldView";

const MAX_ZOOM = 14;

interface Props {
  store: LiveStore;
  alerts: AlertStore;
  t: Translate;
}

export function MapView({ store, alerts, t }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map>(null);
  // What is drawn asks for its words when it draws: another language needs no other map.
  const words = useRef(t);

  useEffect(() => {
    words.current = t;
  }, [t]);

  useEffect(
    function addMap() {
      if (!container.current) return;
      const { view } = store.getState().settings;
      const made = createMap(container.current, view ?? WORLD);
      map.current = made;
      const baseMap = createBaseMapLayer(made, store);
      const tiles = addTiles(made, store);
      const track = addTrack(made, store);
      const aircraft = new AircraftLayer(made, store, {
        meaningOf: (kind) => words.current(kind),
        airportAt: (x, y) => baseMap.airportAt(x, y),
        namesIn: (frame) => baseMap.namesIn(frame),
      });
      const measuring = addMeasuring(made, store);
      const areas = addAreas(made, store, alerts);
      const stopFollowing = followStore(made, store, view !== null);
      const stopFitting = fitToSize(made, container.current);
      return function removeMap() {
        stopFitting();
        stopFollowing();
        [areas, measuring, aircraft, track, tiles, baseMap].forEach((layer) => layer.remove());
        made.remove();
      };
    },
    [store, alerts],
  );

  return (
    <>
      <div ref={container} className="map" data-testid="map" role="region" aria-label={t("map")} />
      <MapControls map={map} store={store} t={t} />
    </>
  );
}

function createMap(element: HTMLElement, view: View): L.Map {
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    worldCopyJump: true,
    zoomSnap: ZOOM_STEP,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 100,
    maxZoom: MAX_ZOOM,
    minZoom: smallestZoom(element.clientHeight),
    zoomAnimation: !isStill,
    fadeAnimation: !isStill,
    inertia: !isStill,
    maxBounds: [
      [-85.05, -Infinity],
      [85.05, Infinity],
    ],
    maxBoundsViscosity: 1,
  });
  // The keyboard pans with an animation, whatever the other options say.
  const panBy = map.panBy.bind(map);
  if (isStill) map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
  return map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
}

/** A view that opens beside the map makes it narrower. */
function fitToSize(map: L.Map, element: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    map.setMinZoom(smallestZoom(element.clientHeight));
    map.invalidateSize({ animate: false });
  });
  observer.observe(element);
  return () => observer.disconnect();
}
