import { expect, test } from "vitest";
import { metresPerSecondToFeetPerMinute, metresPerSecondToKnots, metresToFeet } from "./units";

test("flight level 350 is 10,668 m", () => {
  expect(metresToFeet(10668)).toBeCloseTo(35000, 6);
});

test("one knot is 1,852 m an hour", () => {
  expect(metresPerSecondToKnots(1852 / 3600)).toBeCloseTo(1, 9);
});

test("a climb of 5.08 m/s is 1,000 ft/min", () => {
  expect(metresPerSecondToFeetPerMinute(5.08)).toBeCloseTo(1000, 6);
});
