// The sky as columns of numbers, ready to draw: made once a snapshot, read on every frame.
import type { StateVector } from "../api/types";
import { project } from "../lib/mercator";
import { mercatorVelocity } from "../live/motion";
import { altitudeClass, drawingRank } from "./altitude";

export const ROTATIONS = 64;
/** The last column of the sprites is for an unknown track: a dot, no direction. */
export const NO_TRACK = ROTATIONS;

const FADED_AFTER_SECONDS = 60;

export interface Columns {
  count: number;
  states: readonly StateVector[];
  x: Float64Array;
  y: Float64Array;
  dx: Float64Array;
  dy: Float64Array;
  colour: Uint8Array;
  rotation: Uint8Array;
  /** 1 where the position was already old when the snapshot was taken. */
  faded: Uint8Array;
}

export function buildColumns(flights: readonly StateVector[]): Columns {
  const ranked = flights
    .filter((state) => state.latitude !== null && state.longitude !== null)
    .map((state) => ({ state, colour: altitudeClass(state) }))
    .sort((a, b) => drawingRank(a.colour) - drawingRank(b.colour));
  const columns = emptyColumns(ranked.map(({ state }) => state));
  ranked.forEach(({ state, colour }, i) => fillRow(columns, i, state, colour));
  return columns;
}

function emptyColumns(states: readonly StateVector[]): Columns {
  const count = states.length;
  return {
    count,
    states,
    x: new Float64Array(count),
    y: new Float64Array(count),
    dx: new Float64Array(count),
    dy: new Float64Array(count),
    colour: new Uint8Array(count),
    rotation: new Uint8Array(count),
    faded: new Uint8Array(count),
  };
}

function fillRow(columns: Columns, i: number, state: StateVector, colour: number): void {
  const { x, y } = project(state.latitude ?? 0, state.longitude ?? 0);
  const { dx, dy } = mercatorVelocity(state);
  columns.x[i] = x;
  columns.y[i] = y;
  columns.dx[i] = dx;
  columns.dy[i] = dy;
  columns.colour[i] = colour;
  columns.rotation[i] = rotationOf(state.true_track);
  columns.faded[i] = isOld(state) ? 1 : 0;
}

function rotationOf(track: number | null): number {
  return track === null ? NO_TRACK : Math.round((track / 360) * ROTATIONS) & (ROTATIONS - 1);
}

function isOld({ time_position, snapshot_time }: StateVector): boolean {
  return time_position !== null && snapshot_time - time_position > FADED_AFTER_SECONDS;
}
