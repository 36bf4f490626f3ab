// The form of each shape once, nose up, side by side: what a GPU turns, tints and shrinks.
import { SHAPES } from "../live/shape";
import { NO_TRACK } from "./columns";
import { BOX, DOT, GLYPHS, isUpright } from "./glyphs";
import { MARGIN, paintForm, placeBox } from "./sprites";

/** Pixels of a cell; the largest picture of an aircraft on a dense screen is 94 wide. */
const CELL = 96;
const DOT_CELL = SHAPES.length;

export interface Atlas {
  canvas: OffscreenCanvas;
  count: number;
  cellOf(shape: number, rotation: number): number;
}

export function createAtlas(): Atlas {
  const count = SHAPES.length + 1;
  const canvas = new OffscreenCanvas(CELL * count, CELL);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no 2D canvas");
  [...SHAPES.map((shape) => GLYPHS[shape]), DOT].forEach((form, cell) => {
    placeBox(context, cell * CELL, CELL, CELL / MARGIN / BOX, 0);
    paintForm(context, new Path2D(form));
  });
  return { canvas, count, cellOf };
}

function cellOf(shape: number, rotation: number): number {
  return rotation === NO_TRACK && !isUpright(SHAPES[shape] ?? "unknown") ? DOT_CELL : shape;
}
