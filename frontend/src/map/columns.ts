// The sky ready to draw: made once for a snapshot and its filters, read on every frame.
import { project } from "../lib/mercator";
import { type Aircraft } from "../live/aircraft";
import { speedAt, turnAt } from "../live/motion";
import { shapeIndexOf } from "../live/shape";
import { CLASS_COUNT, classAt, drawingRank } from "./altitude";

export const ROTATIONS = 64;
/** The last rotation is for an unknown track. */
export const NO_TRACK = ROTATIONS;

export interface Columns {
  count: number;
  /** The row of the sky; lower ranks first, for what is drawn later lies on top. */
  row: Uint32Array;
  /** Position on the Mercator square as reported. */
  x: Float64Array;
  y: Float64Array;
  /** Units of the square a second, the track in radians, and its change in radians a second. */
  speed: Float64Array;
  track: Float32Array;
  turn: Float32Array;
  /** Seconds from the position to the snapshot. */
  age: Float32Array;
  /** Where it was drawn before this sky, less where it is drawn now: fades away. */
  offsetX: Float64Array;
  offsetY: Float64Array;
  colour: Uint8Array;
  shape: Uint8Array;
  rotation: Uint8Array;
}

export function noColumns(count = 0): Columns {
  return {
    count,
    row: new Uint32Array(count),
    x: new Float64Array(count),
    y: new Float64Array(count),
    speed: new Float64Array(count),
    track: new Float32Array(count),
    turn: new Float32Array(count),
    age: new Float32Array(count),
    offsetX: new Float64Array(count),
    offsetY: new Float64Array(count),
    colour: new Uint8Array(count),
    shape: new Uint8Array(count),
    rotation: new Uint8Array(count),
  };
}

export interface Before {
  aircraft: Aircraft;
  places: ReadonlyMap<number, number>;
  /** Seconds between the two skies. */
  seconds: number;
}

/** `visible` has 1 for each row to be drawn; null draws all. Rows without a position are left out. */
export function buildColumns(
  aircraft: Aircraft,
  visible: Uint8Array | null,
  before: Before | null,
): Columns {
  const rows = drawnRows(aircraft, visible);
  const columns = noColumns(rows.length);
  for (let n = 0; n < rows.length; n++) fillRow(columns, n, aircraft, rows[n] as number);
  if (before) fillTurns(columns, aircraft, before);
  return columns;
}

/** In the order of their ranks; a sort by counting. */
function drawnRows(aircraft: Aircraft, visible: Uint8Array | null): Uint32Array {
  const ranks = new Int16Array(aircraft.count).fill(-1);
  const starts = new Uint32Array(CLASS_COUNT + 1);
  for (let i = 0; i < aircraft.count; i++) {
    const isPlaced = !Number.isNaN(
      (aircraft.latitude[i] as number) + (aircraft.longitude[i] as number),
    );
    if (!isPlaced || (visible && visible[i] === 0)) continue;
    const rank = drawingRank(classAt(aircraft, i));
    ranks[i] = rank;
    starts[rank + 1] = (starts[rank + 1] as number) + 1;
  }
  for (let rank = 1; rank <= CLASS_COUNT; rank++)
    starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number);
  const rows = new Uint32Array(starts[CLASS_COUNT] as number);
  for (let i = 0; i < aircraft.count; i++) {
    const rank = ranks[i] as number;
    if (rank < 0) continue;
    const at = starts[rank] as number;
    rows[at] = i;
    starts[rank] = at + 1;
  }
  return rows;
}

function fillRow(columns: Columns, n: number, aircraft: Aircraft, i: number): void {
  const { x, y } = project(aircraft.latitude[i] as number, aircraft.longitude[i] as number);
  const track = aircraft.trueTrack[i] as number;
  const age = aircraft.positionAge[i] as number;
  columns.row[n] = i;
  columns.x[n] = x;
  columns.y[n] = y;
  columns.speed[n] = speedAt(aircraft, i);
  columns.track[n] = Number.isNaN(track) ? 0 : (track * Math.PI) / 180;
  columns.age[n] = Number.isNaN(age) ? 0 : age;
  columns.colour[n] = classAt(aircraft, i);
  columns.shape[n] = shapeIndexOf(aircraft.category[i] as number);
  columns.rotation[n] = rotationOf(track);
}

export function rotationOf(track: number): number {
  return Number.isNaN(track) ? NO_TRACK : Math.round((track / 360) * ROTATIONS) & (ROTATIONS - 1);
}

function fillTurns(columns: Columns, aircraft: Aircraft, { places, seconds, ...before }: Before) {
  for (let n = 0; n < columns.count; n++) {
    const i = columns.row[n] as number;
    const place = places.get(aircraft.code[i] as number);
    const track = place === undefined ? undefined : before.aircraft.trueTrack[place];
    columns.turn[n] = turnAt(aircraft, i, track, seconds);
  }
}
