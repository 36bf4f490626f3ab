// Which aircraft have a label, and on which of their sides: where nothing else stands. Pure.
import type { Drawn } from "./hitTest";
import { Occupied, type Box } from "./occupied";

const MOST = 300;
/** Pixels of the squares that aircraft are noted in. */
const SQUARE = 8;

/** In this order; 0 is no label. */
export const SIDES = [1, 2, 3, 4] as const;
const [RIGHT, LEFT, ABOVE] = SIDES;
export type Side = (typeof SIDES)[number];

interface Size {
  width: number;
  height: number;
}

export interface LabelScene {
  drawn: Drawn;
  columns: { count: number };
  frame: { width: number; height: number };
  /** Index into the columns, or -1; its own tag says more. */
  chosen: number;
}

export interface LabelRoom {
  /** What else is written or marked there. */
  taken: readonly Box[];
  /** From the middle of an aircraft to its label. */
  gap: number;
  /** Of an aircraft. */
  radius: number;
  sizeOf(n: number): Size;
  /** The sides of the plan before: a label stays where it is while it can. */
  before: Uint8Array | null;
}

/** The side of each aircraft's label, from the aircraft on top downwards. */
export function planLabels(scene: LabelScene, room: LabelRoom): Uint8Array {
  const { drawn, columns, chosen } = scene;
  const sides = new Uint8Array(columns.count);
  const taken = new Occupied();
  for (const box of room.taken) taken.add(box);
  const crowd = new Crowd(scene, room.radius);
  for (let at = drawn.count - 1, count = 0; at >= 0 && count < MOST; at--) {
    const n = drawn.aircraft[at] as number;
    if (n === chosen || sides[n] !== 0) continue;
    const side = freeSide({ drawn, at, n }, room, taken, crowd);
    if (side === null) continue;
    sides[n] = side;
    count++;
  }
  return sides;
}

interface Place {
  drawn: Drawn;
  at: number;
  n: number;
}

function freeSide(
  { drawn, at, n }: Place,
  { gap, sizeOf, before }: LabelRoom,
  taken: Occupied,
  crowd: Crowd,
): Side | null {
  const [x, y] = [drawn.x[at] as number, drawn.y[at] as number];
  const last = before?.[n] as Side | 0 | undefined;
  const order = last ? [last, ...SIDES.filter((side) => side !== last)] : SIDES;
  // Most do not find room: ask for the least one first, before anything is painted.
  const least = { width: 30, height: 13 };
  const isFree = (box: Box) => crowd.isClear(box, n) && taken.isFree(box);
  const hopeful = order.filter((side) => isFree(boxAt(side, x, y, gap, least)));
  if (hopeful.length === 0) return null;
  const size = sizeOf(n);
  for (const side of hopeful) {
    const box = boxAt(side, x, y, gap, size);
    if (!isFree(box)) continue;
    taken.add(box);
    return side;
  }
  return null;
}

/** The box of a label of an aircraft at (x, y). */
export function boxAt(side: Side, x: number, y: number, gap: number, size: Size): Box {
  const { width, height } = size;
  if (side === RIGHT) return { left: x + gap, top: y - height / 2, width, height };
  if (side === LEFT) return { left: x - gap - width, top: y - height / 2, width, height };
  const left = x - width / 2;
  return side === ABOVE
    ? { left, top: y - gap - height, width, height }
    : { left, top: y + gap, width, height };
}

/** Where the aircraft themselves are, in squares: each has the one that lies on top there. */
class Crowd {
  private readonly across: number;
  private readonly down: number;
  private readonly who: Int32Array;

  constructor({ drawn, frame }: LabelScene, radius: number) {
    this.across = Math.ceil(frame.width / SQUARE) + 1;
    this.down = Math.ceil(frame.height / SQUARE) + 1;
    this.who = new Int32Array(this.across * this.down).fill(-1);
    for (let at = 0; at < drawn.count; at++) {
      const [x, y] = [drawn.x[at] as number, drawn.y[at] as number];
      const box = { left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius };
      this.each(box, (square) => {
        this.who[square] = drawn.aircraft[at] as number;
        return true;
      });
    }
  }

  /** Whether nobody but `n` is there. */
  isClear(box: Box, n: number): boolean {
    return this.each(box, (square) => this.who[square] === -1 || this.who[square] === n);
  }

  private each({ left, top, width, height }: Box, visit: (square: number) => boolean): boolean {
    const first = Math.max(0, Math.floor(left / SQUARE));
    const last = Math.min(this.across - 1, Math.floor((left + width) / SQUARE));
    const end = Math.min(this.down - 1, Math.floor((top + height) / SQUARE));
    for (let row = Math.max(0, Math.floor(top / SQUARE)); row <= end; row++)
      for (let column = first; column <= last; column++)
        if (!visit(row * this.across + column)) return false;
    return true;
  }
}
