// All aircraft of a frame as the numbers that a GPU reads. Pure.
import { SHAPES } from "../live/shape";
import { NO_TRACK, ROTATIONS, type Columns } from "./columns";
import { opacityOf } from "./drawAircraft";
import { isUpright } from "../live/glyphs";
import type { Drawn } from "./hitTest";
import { sizeOf } from "./sprites";

/** Numbers of each aircraft, four and three; what they are stands in webglShaders.ts. */
export interface Instances {
  count: number;
  place: Float32Array;
  look: Float32Array;
}

export function noInstances(room = 1): Instances {
  return { count: 0, place: new Float32Array(room * 4), look: new Float32Array(room * 3) };
}

interface Scene {
  frame: { pixelRatio: number };
  columns: Columns;
  drawn: Drawn;
  /** Index into the columns, or -1: once more, on top of the others. */
  chosen: number;
}

interface Style {
  /** Of a glyph, in pixels of the device. */
  size: number;
  /** Seconds since the sky arrived. */
  elapsed: number;
  cellOf(shape: number, rotation: number, isHollow: boolean): number;
}

/** Into the same arrays while they have room. */
export function fillInstances(into: Instances, scene: Scene, style: Style): Instances {
  const { drawn, chosen } = scene;
  const room = drawn.count + timesDrawn(drawn, chosen);
  const filled = into.place.length >= room * 4 ? into : noInstances(Math.ceil(room * 1.2));
  let count = 0;
  for (let at = 0; at < drawn.count; at++) fillOne(filled, count++, at, scene, style);
  for (let at = 0; at < drawn.count && chosen >= 0; at++)
    if (drawn.aircraft[at] === chosen) fillOne(filled, count++, at, scene, style);
  filled.count = count;
  return filled;
}

/** Once in each copy of the world. */
function timesDrawn(drawn: Drawn, n: number): number {
  let times = 0;
  for (let at = 0; at < drawn.count; at++) if (drawn.aircraft[at] === n) times++;
  return times;
}

function fillOne(into: Instances, to: number, at: number, scene: Scene, style: Style): void {
  const { frame, columns, drawn } = scene;
  const n = drawn.aircraft[at] as number;
  const shape = columns.shape[n] as number;
  const rotation = drawn.rotation[at] as number;
  const colour = columns.colour[n] as number;
  const isTurned = rotation !== NO_TRACK && !isUpright(SHAPES[shape] ?? "unknown");
  into.place[to * 4] = (drawn.x[at] as number) * frame.pixelRatio;
  into.place[to * 4 + 1] = (drawn.y[at] as number) * frame.pixelRatio;
  into.place[to * 4 + 2] = style.size * sizeOf(colour);
  into.place[to * 4 + 3] = isTurned ? (rotation / ROTATIONS) * 2 * Math.PI : 0;
  into.look[to * 3] = style.cellOf(shape, rotation, drawn.estimated[at] === 1);
  into.look[to * 3 + 1] = colour;
  into.look[to * 3 + 2] = opacityOf((columns.age[n] as number) + style.elapsed) / 256;
}
