import { expect, test } from "vitest";
import { sampleAircraft } from "../live/samples";
import {
  altitudeClass,
  classAt,
  CLASS_COUNT,
  classColours,
  drawingRank,
  EMERGENCY,
  GROUND,
  UNKNOWN_ALTITUDE,
} from "./altitude";
import type { Palette } from "./palette";

const palette = {
  altitude: ["#000000", "#ffffff"],
  ground: "g",
  unknown: "u",
  alarm: "a",
} as Partial<Palette> as Palette;

test("a class is 500 m", () => {
  expect([altitudeClass(1_200), altitudeClass(9_000)]).toEqual([2, 18]);
});

test("below the sea and above the ramp stay on the ramp", () => {
  expect([altitudeClass(-50), altitudeClass(20_000)]).toEqual([0, GROUND - 1]);
});

test("an unknown altitude is not zero", () => {
  expect(altitudeClass(NaN)).toBe(UNKNOWN_ALTITUDE);
});

test("an emergency outranks everything, even on ground", () => {
  const help = classAt(sampleAircraft({ squawk: "7700", onGround: true }), 0);
  expect(help).toBe(EMERGENCY);
  expect(drawingRank(help)).toBeGreaterThan(drawingRank(GROUND - 1));
  expect(drawingRank(GROUND)).toBeLessThan(drawingRank(0));
});

test("every class has a colour and the ramp runs from end to end", () => {
  const colours = classColours(palette);
  expect(colours).toHaveLength(CLASS_COUNT);
  expect([colours[0], colours[GROUND - 1], colours[EMERGENCY]]).toEqual([
    "rgb(0, 0, 0)",
    "rgb(255, 255, 255)",
    "a",
  ]);
});
