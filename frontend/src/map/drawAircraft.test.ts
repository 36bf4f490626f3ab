import { expect, test } from "vitest";
import { sampleAircraft } from "../live/samples";
import type { Frame } from "./frame";
import { buildColumns } from "./columns";
import { countInView, opacityOf, placeAircraft } from "./drawAircraft";
import { noDrawn } from "./hitTest";

function frame(changes: Partial<Frame>): Frame {
  const view = { left: 0, top: 0, width: 100, height: 256 };
  const context = {} as CanvasRenderingContext2D;
  return {
    context,
    width: 100,
    height: 256,
    pixelRatio: 1,
    scale: 256,
    left: 0,
    top: 0,
    zoom: 0,
    view,
    ...changes,
  };
}

const at = (longitude: number) =>
  buildColumns(sampleAircraft({ latitude: 0, longitude }), null, null);
const placed = (f: Frame, longitude: number, seconds = 0) =>
  placeAircraft(f, at(longitude), { estimate: seconds, elapsed: 99 }, noDrawn());

test("an aircraft stands exactly where it was reported", () => {
  const drawn = placed(frame({ left: 100 }), 0);
  expect([drawn.count, drawn.x[0], drawn.y[0]]).toEqual([1, 28, 128]);
});

test("aircraft on both sides of the antimeridian stand side by side", () => {
  const view = frame({ left: 206 });
  expect(placed(view, 179).x[0]).toBeCloseTo(49.3, 1);
  expect(placed(view, -179).x[0]).toBeCloseTo(50.7, 1);
});

test("an estimate runs on across the antimeridian", () => {
  const drawn = placed(frame({ left: 256 }), 179.999, 60);
  expect([drawn.count, Math.round(drawn.x[0] ?? -1)]).toEqual([1, 0]);
});

test("a view of two worlds shows an aircraft twice and counts it once", () => {
  const wide = frame({ width: 512, view: { left: 0, top: 0, width: 512, height: 256 } });
  const drawn = placed(wide, 0);
  expect([drawn.count, countInView(wide.view, drawn)]).toEqual([2, 1]);
});

test("the margin around the view is drawn but not counted", () => {
  const padded = frame({ left: 100, view: { left: 40, top: 0, width: 60, height: 256 } });
  const drawn = placed(padded, 0);
  expect([drawn.count, countInView(padded.view, drawn)]).toEqual([1, 0]);
});

test("a position fades from a minute on and never vanishes", () => {
  expect([0, 60, 180, 300, 9_999].map(opacityOf)).toEqual([256, 256, 173, 90, 90]);
});
