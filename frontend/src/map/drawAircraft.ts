// Draws all aircraft of a frame from their sprites and remembers what stands where. Pure.
import { worldCopies, type Frame } from "./frame";
import type { Columns } from "./columns";
import type { Drawn } from "./hitTest";
import { blit, type Picture } from "./pixels";
import type { Sprites } from "./sprites";

const OPAQUE = 256;
const FADED = 115;

export function emptyDrawn(): Drawn {
  return { count: 0, x: new Float32Array(0), y: new Float32Array(0), aircraft: new Int32Array(0) };
}

/** Places every aircraft in every copy of the world that reaches into the frame. */
export function placeAircraft(frame: Frame, columns: Columns, seconds: number, into: Drawn): Drawn {
  const copies = worldCopies(frame);
  const drawn = withRoom(into, columns.count * copies.length);
  const { scale, left, top, width, height } = frame;
  drawn.count = 0;
  for (let i = 0; i < columns.count; i++) {
    const y = ((columns.y[i] as number) + (columns.dy[i] as number) * seconds) * scale - top;
    if (y < 0 || y > height) continue;
    const worldX = wrap((columns.x[i] as number) + (columns.dx[i] as number) * seconds);
    for (const copy of copies) {
      const x = (worldX + copy) * scale - left;
      if (x < 0 || x > width) continue;
      drawn.x[drawn.count] = x;
      drawn.y[drawn.count] = y;
      drawn.aircraft[drawn.count++] = i;
    }
  }
  return drawn;
}

// An estimate may carry an aircraft over the antimeridian.
const wrap = (x: number) => x - Math.floor(x);

function withRoom(drawn: Drawn, size: number): Drawn {
  if (drawn.x.length >= size) return drawn;
  return {
    count: 0,
    x: new Float32Array(size),
    y: new Float32Array(size),
    aircraft: new Int32Array(size),
  };
}

export interface Painting {
  drawn: Drawn;
  columns: Columns;
  sprites: Sprites;
  pixelRatio: number;
  selected: string | null;
}

/** Paints all aircraft, the selected one once more on top of the others. */
export function paintAircraft(to: Picture, painting: Painting): void {
  const { drawn, columns, selected } = painting;
  const chosen = columns.states.findIndex(({ icao24 }) => icao24 === selected);
  for (let n = 0; n < drawn.count; n++) paintOne(to, painting, n);
  if (chosen < 0) return;
  for (let n = 0; n < drawn.count; n++) {
    if (drawn.aircraft[n] === chosen) paintOne(to, painting, n);
  }
}

function paintOne(to: Picture, { drawn, columns, sprites, pixelRatio }: Painting, n: number): void {
  const i = drawn.aircraft[n] as number;
  const sprite = sprites.at(columns.colour[i] as number, columns.rotation[i] as number);
  const x = Math.round((drawn.x[n] as number) * pixelRatio - sprites.cell / 2);
  const y = Math.round((drawn.y[n] as number) * pixelRatio - sprites.cell / 2);
  blit(to, sprite, x, y, columns.faded[i] === 1 ? FADED : OPAQUE);
}

/** Aircraft on screen, each counted once although the world may show twice. */
export function countInView(view: Frame["view"], drawn: Drawn): number {
  const seen = new Set<number>();
  for (let n = 0; n < drawn.count; n++) {
    const x = (drawn.x[n] as number) - view.left;
    const y = (drawn.y[n] as number) - view.top;
    const isInside = x >= 0 && y >= 0 && x <= view.width && y <= view.height;
    if (isInside) seen.add(drawn.aircraft[n] as number);
  }
  return seen.size;
}
