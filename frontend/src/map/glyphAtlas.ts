// The form of each shape once, nose up, side by side: what a GPU turns, tints and shrinks.
import { SHAPES } from "../live/shape";
import { NO_TRACK } from "./columns";
import { BOX, DOT, GLYPHS, isUpright } from "../live/glyphs";
import { hollowLine, MARGIN, paintForm, placeBox } from "./sprites";

/** Pixels of a cell; the largest picture of an aircraft on a dense screen is 94 wide. */
const CELL = 96;
const DOT_CELL = SHAPES.length;
/** The hollow forms come after the full ones. */
const FORMS = SHAPES.length + 1;

export interface Atlas {
  canvas: OffscreenCanvas;
  count: number;
  cellOf(shape: number, rotation: number, isHollow: boolean): number;
}

/** For aircraft of this size, in pixels of the device. */
export function createAtlas(size: number): Atlas {
  const count = 2 * FORMS;
  const canvas = new OffscreenCanvas(CELL * count, CELL);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no 2D canvas");
  const forms = [...SHAPES.map((shape) => GLYPHS[shape]), DOT].map((form) => new Path2D(form));
  [0, hollowLine(size)].forEach((line, half) =>
    forms.forEach((form, cell) => {
      placeBox(context, (half * FORMS + cell) * CELL, CELL, CELL / MARGIN / BOX, 0);
      paintForm(context, form, line);
    }),
  );
  return { canvas, count, cellOf };
}

function cellOf(shape: number, rotation: number, isHollow: boolean): number {
  const isDot = rotation === NO_TRACK && !isUpright(SHAPES[shape] ?? "unknown");
  return (isDot ? DOT_CELL : shape) + (isHollow ? FORMS : 0);
}
