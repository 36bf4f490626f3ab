// Which aircraft is under the pointer.

/** What was drawn where, in pixels of the drawing; an aircraft appears once in every world copy. */
export interface Drawn {
  count: number;
  x: Float32Array;
  y: Float32Array;
  /** Index into Columns. */
  aircraft: Int32Array;
  rotation: Uint8Array;
  /** 1 where the position is estimated. */
  estimated: Uint8Array;
}

export function noDrawn(size = 0): Drawn {
  return {
    count: 0,
    x: new Float32Array(size),
    y: new Float32Array(size),
    aircraft: new Int32Array(size),
    rotation: new Uint8Array(size),
    estimated: new Uint8Array(size),
  };
}

/** The nearest aircraft within the radius, or -1. Of two at one place, the one drawn on top. */
export function nearestAircraft(drawn: Drawn, x: number, y: number, radius: number): number {
  let nearest = -1;
  let shortest = radius * radius;
  for (let i = 0; i < drawn.count; i++) {
    const dx = (drawn.x[i] as number) - x;
    const dy = (drawn.y[i] as number) - y;
    const distance = dx * dx + dy * dy;
    if (distance > shortest) continue;
    shortest = distance;
    nearest = drawn.aircraft[i] as number;
  }
  return nearest;
}
