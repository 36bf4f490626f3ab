// Draws all aircraft of a frame from their sprites and remembers what stands where. Pure.
import { worldCopies, type Frame } from "./frame";
import { NO_TRACK, rotationOf, type Columns } from "./columns";
import { noDrawn, type Drawn } from "./hitTest";
import { blit, type Picture } from "./pixels";
import { locate, newPoint, type Clock } from "./position";
import type { Sprites } from "./sprites";

const OPAQUE = 256;
const FAINTEST = 90;
/** A position fades from this age on, in seconds, and is faintest when the tracker gives it up. */
const FADES_FROM = 60;
const FADES_TO = 300;

/** Places every aircraft in every copy of the world that reaches into the frame. */
export function placeAircraft(frame: Frame, columns: Columns, clock: Clock, into: Drawn): Drawn {
  const copies = worldCopies(frame);
  const size = columns.count * copies.length;
  const drawn = into.x.length >= size ? into : noDrawn(size);
  const { scale, left, top, width, height } = frame;
  const point = newPoint();
  drawn.count = 0;
  for (let n = 0; n < columns.count; n++) {
    locate(columns, n, clock, point);
    const y = point.y * scale - top;
    if (y < 0 || y > height) continue;
    for (const copy of copies) {
      const x = (point.x + copy) * scale - left;
      if (x < 0 || x > width) continue;
      const at = drawn.count++;
      drawn.x[at] = x;
      drawn.y[at] = y;
      drawn.aircraft[at] = n;
      drawn.estimated[at] = point.isEstimated ? 1 : 0;
      drawn.rotation[at] = turned(columns, n, point.track);
    }
  }
  return drawn;
}

function turned(columns: Columns, n: number, track: number): number {
  const rotation = columns.rotation[n] as number;
  const isTurning = rotation !== NO_TRACK && columns.turn[n] !== 0;
  return isTurning ? rotationOf(((((track * 180) / Math.PI) % 360) + 360) % 360) : rotation;
}

export interface Painting {
  drawn: Drawn;
  columns: Columns;
  sprites: Sprites;
  pixelRatio: number;
  /** Index into the columns, or -1: painted once more on top of the others. */
  chosen: number;
  /** Seconds since the sky arrived: what is shown grows older. */
  elapsed: number;
}

export function paintAircraft(to: Picture, painting: Painting): void {
  const { drawn, chosen } = painting;
  for (let at = 0; at < drawn.count; at++) paintOne(to, painting, at);
  if (chosen < 0) return;
  for (let at = 0; at < drawn.count; at++) {
    if (drawn.aircraft[at] === chosen) paintOne(to, painting, at);
  }
}

function paintOne(to: Picture, painting: Painting, at: number): void {
  const { drawn, columns, sprites, pixelRatio, elapsed } = painting;
  const n = drawn.aircraft[at] as number;
  const sprite = sprites.at(
    columns.colour[n] as number,
    columns.shape[n] as number,
    drawn.rotation[at] as number,
    drawn.estimated[at] === 1,
  );
  const x = Math.round((drawn.x[at] as number) * pixelRatio - sprites.cell / 2);
  const y = Math.round((drawn.y[at] as number) * pixelRatio - sprites.cell / 2);
  blit(to, sprite, x, y, opacityOf((columns.age[n] as number) + elapsed));
}

/** 0 to 256, by the age of the position in seconds. */
export function opacityOf(age: number): number {
  if (age <= FADES_FROM) return OPAQUE;
  const share = Math.min(1, (age - FADES_FROM) / (FADES_TO - FADES_FROM));
  return Math.round(OPAQUE - share * (OPAQUE - FAINTEST));
}

/** Aircraft on screen, each counted once although the world may show twice. */
export function countInView(view: Frame["view"], drawn: Drawn): number {
  let count = 0;
  let last = -1;
  for (let at = 0; at < drawn.count; at++) {
    const x = (drawn.x[at] as number) - view.left;
    const y = (drawn.y[at] as number) - view.top;
    const isInside = x >= 0 && y >= 0 && x <= view.width && y <= view.height;
    // The copies of an aircraft follow each other.
    if (!isInside || drawn.aircraft[at] === last) continue;
    last = drawn.aircraft[at] as number;
    count++;
  }
  return count;
}
