// Loads the Natural Earth countries from the page's own origin: the medium set first, the fine set
// (five times as large) once somebody looks closely.
import coarseUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";
import { buildWorldShapes, type WorldShapes } from "./worldShapes";

const FINE_FROM_ZOOM = 6;

export interface WorldData {
  /** The best shapes loaded so far; asks for better ones if this zoom deserves them. */
  at(zoom: number): WorldShapes | null;
}

export function createWorldData(onLoad: () => void): WorldData {
  const coarse = lazyShapes(coarseUrl, onLoad);
  const fine = lazyShapes(fineUrl, onLoad);
  return {
    at: (zoom) => (zoom >= FINE_FROM_ZOOM ? (fine() ?? coarse()) : coarse()),
  };
}

function lazyShapes(url: string, onLoad: () => void): () => WorldShapes | null {
  let shapes: WorldShapes | null = null;
  let isAsked = false;

  async function load() {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The base map answered ${response.status}`);
    shapes = await buildWorldShapes(await response.json());
    onLoad();
  }

  return function shapesIfLoaded() {
    if (!isAsked) {
      isAsked = true;
      // Aircraft are worth showing without a base map; the next zoom asks again.
      load().catch(() => (isAsked = false));
    }
    return shapes;
  };
}
