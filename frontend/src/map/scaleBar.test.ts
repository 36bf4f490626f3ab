import { expect, test } from "vitest";
import { UNITS } from "../lib/units";
import { scaleBarOf } from "./scaleBar";

const view = { zoom: 8, latitude: 0, longitude: 0 };
/** Of the equator, in pixels of zoom 8. */
const WORLD_PX = 256 * 2 ** 8;
const EQUATOR_M = 2 * Math.PI * 6_378_137;

test.each(["aviation", "metric", "imperial"] as const)("a round length: %s", (system) => {
  const { factor } = UNITS[system].distance;
  const { width, length } = scaleBarOf(view, UNITS[system].distance);
  expect(["1", "2", "5"]).toContain(String(length)[0]);
  expect(length / factor).toBeCloseTo((width / WORLD_PX) * EQUATOR_M, -2);
  expect(width).toBeLessThanOrEqual(120);
  expect(width).toBeGreaterThan(120 / 2.6);
});

test("towards the poles the same pixels are a shorter way", () => {
  const { length } = scaleBarOf({ ...view, latitude: 70 }, UNITS.metric.distance);
  expect(length).toBeLessThan(scaleBarOf(view, UNITS.metric.distance).length);
});

test("close up it is less than one unit", () => {
  const { length } = scaleBarOf({ ...view, zoom: 14 }, UNITS.aviation.distance);
  expect(length).toBe(0.5);
});
