// The Natural Earth countries from the page's own origin: the medium set first, the fine set (five
// times as large) once somebody looks closely.
import coarseUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";
import { lazily } from "./lazily";
import { buildWorldShapes, type WorldShapes } from "./worldShapes";

const FINE_FROM_ZOOM = 6;

export interface WorldData {
  /** The best shapes loaded so far; asks for better ones if this zoom deserves them. */
  at(zoom: number): WorldShapes | null;
}

export function createWorldData(onLoad: () => void): WorldData {
  const coarse = lazily(coarseUrl, onLoad, buildWorldShapes);
  const fine = lazily(fineUrl, onLoad, buildWorldShapes);
  return {
    at: (zoom) => (zoom >= FINE_FROM_ZOOM ? (fine() ?? coarse()) : coarse()),
  };
}
