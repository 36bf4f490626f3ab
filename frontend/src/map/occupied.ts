// Boxes on the screen that do not overlap. Pure.

const PATCH = 16;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Boxes that do not overlap, found by the patches of the screen that they touch. */
export class Occupied {
  readonly boxes: Box[] = [];
  private readonly patches = new Map<number, Box[]>();

  isFree(box: Box): boolean {
    return !this.patchesOf(box).some((key) =>
      this.patches.get(key)?.some((other) => overlap(box, other)),
    );
  }

  take(box: Box): boolean {
    if (!this.isFree(box)) return false;
    this.add(box);
    return true;
  }

  /** Also over others. */
  add(box: Box): void {
    this.boxes.push(box);
    for (const key of this.patchesOf(box)) {
      const patch = this.patches.get(key);
      if (patch) patch.push(box);
      else this.patches.set(key, [box]);
    }
  }

  private patchesOf({ left, top, width, height }: Box): number[] {
    const keys: number[] = [];
    const [firstRow, lastRow] = [Math.floor(top / PATCH), Math.floor((top + height) / PATCH)];
    const [first, last] = [
      Math.floor(left / (4 * PATCH)),
      Math.floor((left + width) / (4 * PATCH)),
    ];
    for (let row = firstRow; row <= lastRow; row++)
      for (let column = first; column <= last; column++) keys.push(row * 10_000 + column);
    return keys;
  }
}

const overlap = (a: Box, b: Box) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;
