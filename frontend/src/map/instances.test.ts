import { expect, test } from "vitest";
import { sampleAircraft } from "../live/samples";
import { GROUND } from "./altitude";
import { buildColumns, NO_TRACK } from "./columns";
import type { Drawn } from "./hitTest";
import { fillInstances, noInstances } from "./instances";

const columns = buildColumns(
  sampleAircraft({ onGround: true, trueTrack: 90 }, { trueTrack: NaN }),
  null,
  null,
);
const drawn: Drawn = {
  count: 3,
  x: Float32Array.of(10, 20, 120),
  y: Float32Array.of(1, 2, 2),
  aircraft: Int32Array.of(0, 1, 1),
  rotation: Uint8Array.of(16, NO_TRACK, NO_TRACK),
  estimated: Uint8Array.of(0, 1, 1),
};
const style = {
  size: 20,
  elapsed: 0,
  cellOf: (shape: number, _: number, isHollow: boolean) => shape + (isHollow ? 100 : 0),
};
const filled = (chosen: number) =>
  fillInstances(noInstances(), { frame: { pixelRatio: 2 }, columns, drawn, chosen }, style);

test("an aircraft is placed in pixels of the device, turned and sized", () => {
  const [x, y, size, angle] = filled(-1).place;
  expect([x, y]).toEqual([20, 2]);
  expect(size).toBeCloseTo(16); // on the ground: smaller
  expect(angle).toBeCloseTo(Math.PI / 2);
});

test("an estimated one is hollow and as strong, and nothing turns that has no track", () => {
  const { place, look } = filled(-1);
  expect([look[0], look[1], look[2]]).toEqual([1, GROUND, 1]);
  expect([look[3], look[5]]).toEqual([101, 1]);
  expect(place[7]).toBe(0);
});

test("the chosen one comes once more, in each copy of the world", () => {
  expect(filled(-1).count).toBe(3);
  const { count, place } = filled(1);
  expect(count).toBe(5);
  expect([place[12], place[16]]).toEqual([40, 240]);
});
