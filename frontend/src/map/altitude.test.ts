import { expect, test } from "vitest";
import { sampleState } from "../live/samples";
import {
  altitudeClass,
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

test("barometric altitude decides, geometric stands in", () => {
  expect(altitudeClass(sampleState({ baro_altitude: 1200, geo_altitude: 9000 }))).toBe(2);
  expect(altitudeClass(sampleState({ baro_altitude: null, geo_altitude: 9000 }))).toBe(18);
});

test("below the sea and above the ramp stay on the ramp", () => {
  expect(altitudeClass(sampleState({ baro_altitude: -50 }))).toBe(0);
  expect(altitudeClass(sampleState({ baro_altitude: 20_000 }))).toBe(GROUND - 1);
});

test("an unknown altitude is not zero", () => {
  expect(altitudeClass(sampleState({ baro_altitude: null, geo_altitude: null }))).toBe(
    UNKNOWN_ALTITUDE,
  );
});

test("an emergency outranks everything, even on ground", () => {
  const help = altitudeClass(sampleState({ squawk: "7700", on_ground: true }));
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
