import { expect, test } from "vitest";
import { EARTH_CIRCUMFERENCE_M, project, unitsPerMetre } from "./mercator";

test("the origin is the middle of the square", () => {
  expect(project(0, 0)).toEqual({ x: 0.5, y: 0.5 });
});

test("the pole is clipped to the edge of the square", () => {
  expect(project(90, 180).x).toBe(1);
  expect(project(90, 180).y).toBeCloseTo(0, 9);
});

test("a metre is longer on the map at 60° than at the equator", () => {
  expect(unitsPerMetre(0) * EARTH_CIRCUMFERENCE_M).toBeCloseTo(1, 9);
  expect(unitsPerMetre(60) * EARTH_CIRCUMFERENCE_M).toBeCloseTo(2, 9);
});
