// A canvas over the map on which something is drawn anew at each move.
import type L from "leaflet";
import { project } from "../lib/mercator";
import type { Place } from "../lib/geo";
import { CanvasLayer } from "./canvasLayer";
import type { Frame } from "./frame";

export function addOverlay(map: L.Map, zIndex: number, draw: (frame: Frame) => void): CanvasLayer {
  return new CanvasLayer(map, zIndex, (frame) => {
    frame.context.setTransform(frame.pixelRatio, 0, 0, frame.pixelRatio, 0, 0);
    draw(frame);
  });
}

/**
 * The corners of a line in pixels of the canvas, without jumps at the antimeridian, once for each
 * copy of the world that may show it.
 */
export function linesOf(frame: Frame, places: readonly Place[]): { x: number; y: number }[][] {
  const { scale, left, top, width } = frame;
  let previous = places[0]?.longitude ?? 0;
  let offset = 0;
  const line = places.map(({ latitude, longitude }) => {
    if (longitude - previous > 180) offset -= 360;
    if (longitude - previous < -180) offset += 360;
    previous = longitude;
    const { x, y } = project(latitude, longitude + offset);
    return { x: x * scale - left, y: y * scale - top };
  });
  const xs = line.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const first = Math.ceil(-high / scale);
  const last = Math.floor((width - low) / scale);
  const copies = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return copies.map((copy) => line.map(({ x, y }) => ({ x: x + copy * scale, y })));
}
