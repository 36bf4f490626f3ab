import { expect, test } from "vitest";
import { nearestAircraft, noDrawn, type Drawn } from "./hitTest";

function drawn(...points: [x: number, y: number, aircraft: number][]): Drawn {
  return {
    ...noDrawn(),
    count: points.length,
    x: Float32Array.from(points, (p) => p[0]),
    y: Float32Array.from(points, (p) => p[1]),
    aircraft: Int32Array.from(points, (p) => p[2]),
  };
}

test("finds the nearest", () => {
  expect(nearestAircraft(drawn([0, 0, 7], [8, 0, 8]), 5, 0, 10)).toBe(8);
});

test("finds nothing outside the radius", () => {
  expect(nearestAircraft(drawn([0, 0, 7]), 11, 0, 10)).toBe(-1);
});

test("prefers the one drawn on top", () => {
  expect(nearestAircraft(drawn([0, 0, 7], [0, 0, 8]), 0, 0, 10)).toBe(8);
});

test("finds an aircraft in each copy of the world", () => {
  const copies = drawn([10, 5, 7], [266, 5, 7]);
  expect([nearestAircraft(copies, 10, 5, 3), nearestAircraft(copies, 266, 5, 3)]).toEqual([7, 7]);
});

test("ignores what was left from an earlier drawing", () => {
  expect(nearestAircraft({ ...drawn([0, 0, 7]), count: 0 }, 0, 0, 10)).toBe(-1);
});
