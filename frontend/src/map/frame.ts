// One drawing: where in the world a canvas lies. Pure.

export interface Frame {
  context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width: number;
  height: number;
  pixelRatio: number;
  /** The world is `scale` pixels wide; `left` and `top` are the canvas corner in these pixels. */
  scale: number;
  left: number;
  top: number;
  zoom: number;
  /** The part that is on screen, in pixels of the canvas. */
  view: { left: number; top: number; width: number; height: number };
}

/** The copies of the world that reach into the frame: 0 is the one from 180°W to 180°E. */
export function worldCopies({
  left,
  width,
  scale,
}: Pick<Frame, "left" | "width" | "scale">): number[] {
  const first = Math.floor(left / scale);
  const last = Math.floor((left + width) / scale);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
