// What the map shows until somebody chooses.
import type { View } from "../lib/hash";

export const WORLD: View = { zoom: 2.5, latitude: 30, longitude: 10 };
export const ZOOM_STEP = 0.5;

/** The world must be at least as high as the window: there is nothing beyond the poles. */
export function smallestZoom(height: number): number {
  const exact = Math.log2(height / 256);
  return Math.max(0, Math.ceil(exact / ZOOM_STEP) * ZOOM_STEP);
}

/** The view that a map of this height begins with. */
export const firstView = (height: number): View => ({
  ...WORLD,
  zoom: Math.max(WORLD.zoom, smallestZoom(height)),
});
