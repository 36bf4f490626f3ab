// Where an aircraft is drawn: its reported position, moved on, and led there without a jump. Pure.
import { project } from "../lib/mercator";
import { MAX_ESTIMATE_SECONDS, moved } from "../live/motion";
import type { Sky } from "../live/store";
import type { Columns } from "./columns";

/** A new sky corrects the estimates of the last one within this time. */
export const CORRECTION_SECONDS = 2;
/** A larger correction (about 40 km at the equator) is another place, not a correction. */
const LARGEST_CORRECTION = 0.001;
/** A longer way from frame to frame (about 400 km at the equator) is another aircraft. */
const LONGEST_PASSAGE = 0.01;
/** Later than this after its report a position is said to be estimated. */
const REPORTED_SECONDS = 10;

export interface Clock {
  /** Seconds that estimates may go beyond the snapshot; 0 where nothing is estimated. */
  estimate: number;
  /** Seconds since the sky arrived. */
  elapsed: number;
  /** Of the way from a frame of the past to the next one, 0 to 1. */
  progress?: number;
}

/** The point of one row is written here: a new object for each would be ten thousand a frame. */
export interface Point {
  x: number;
  y: number;
  /** Radians */
  track: number;
  isEstimated: boolean;
}

export function locate(columns: Columns, n: number, clock: Clock, into: Point) {
  const { estimate, elapsed, progress = 0 } = clock;
  into.x = columns.x[n] as number;
  into.y = columns.y[n] as number;
  into.track = columns.track[n] as number;
  into.isEstimated = false;
  const speed = columns.speed[n] as number;
  if (estimate > 0) {
    if (speed > 0) moveOn(columns, n, speed, estimate, into);
    if (elapsed < CORRECTION_SECONDS) correct(columns, n, elapsed, into);
  }
  if (progress > 0) {
    into.x += (columns.offsetX[n] as number) * progress;
    into.y += (columns.offsetY[n] as number) * progress;
  }
  // An estimate may carry an aircraft over the antimeridian.
  into.x -= Math.floor(into.x);
}

function moveOn(columns: Columns, n: number, speed: number, estimate: number, into: Point): void {
  const seconds = Math.min(MAX_ESTIMATE_SECONDS, (columns.age[n] as number) + estimate);
  const turn = columns.turn[n] as number;
  into.isEstimated = seconds > REPORTED_SECONDS;
  if (turn === 0) {
    into.x += speed * Math.sin(into.track) * seconds;
    into.y -= speed * Math.cos(into.track) * seconds;
    return;
  }
  const way = moved(speed, into.track, turn, seconds);
  into.x += way.x;
  into.y += way.y;
  into.track = way.track;
}

function correct(columns: Columns, n: number, elapsed: number, into: Point): void {
  const share = (1 - elapsed / CORRECTION_SECONDS) ** 2;
  into.x += (columns.offsetX[n] as number) * share;
  into.y += (columns.offsetY[n] as number) * share;
}

export interface Drawing {
  columns: Columns;
  codes: Uint32Array;
  clock: Clock;
}

/** Notes for each aircraft of the new sky how far it was drawn from where it is now. */
export function smoothOver(before: Drawing, next: Drawing): void {
  const places = new Map<number, number>();
  for (let n = 0; n < before.columns.count; n++)
    places.set(before.codes[before.columns.row[n] as number] as number, n);
  const [from, to] = [newPoint(), newPoint()];
  for (let n = 0; n < next.columns.count; n++) {
    const place = places.get(next.codes[next.columns.row[n] as number] as number);
    if (place === undefined) continue;
    locate(before.columns, place, before.clock, from);
    locate(next.columns, n, next.clock, to);
    const [dx, dy] = [from.x - to.x, from.y - to.y];
    if (Math.abs(dx) + Math.abs(dy) > LARGEST_CORRECTION) continue;
    next.columns.offsetX[n] = dx;
    next.columns.offsetY[n] = dy;
  }
}

/** Notes for each aircraft of a frame how far it goes until the next one, by the shorter way. */
export function leadTo(
  columns: Columns,
  codes: Uint32Array,
  next: Pick<Sky, "aircraft" | "places">,
) {
  const { latitude, longitude } = next.aircraft;
  columns.offsetX.fill(0);
  columns.offsetY.fill(0);
  for (let n = 0; n < columns.count; n++) {
    const place = next.places.get(codes[columns.row[n] as number] as number) ?? -1;
    const { x, y } = project(latitude[place] ?? NaN, longitude[place] ?? NaN);
    const dx = x - (columns.x[n] as number);
    const [east, south] = [dx - Math.round(dx), y - (columns.y[n] as number)];
    // A NaN is no way.
    if (!(Math.abs(east) + Math.abs(south) <= LONGEST_PASSAGE)) continue;
    columns.offsetX[n] = east;
    columns.offsetY[n] = south;
  }
}

export const newPoint = (): Point => ({ x: 0, y: 0, track: 0, isEstimated: false });
