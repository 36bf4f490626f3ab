import { expect, test } from "vitest";
import { bearing, destination, distance, isInside } from "./geo";

const ZURICH = { latitude: 47.4647, longitude: 8.5492 };
const NEW_YORK = { latitude: 40.6398, longitude: -73.7789 };

test("Zurich to New York is 6,309 km, beginning north-west", () => {
  expect(distance(ZURICH, NEW_YORK) / 1_000).toBeCloseTo(6_309, -1);
  expect(bearing(ZURICH, NEW_YORK)).toBeGreaterThan(290);
});

test("the destination lies where distance and bearing say", () => {
  const place = destination(ZURICH, 50_000, 120);
  expect(distance(ZURICH, place)).toBeCloseTo(50_000, 3);
  expect(bearing(ZURICH, place)).toBeCloseTo(120, 3);
});

test("a box may cross the antimeridian, and be written beyond it", () => {
  const fiji = { latitude: -18, longitude: 178 };
  expect(isInside({ south: -20, north: -10, west: 170, east: -170 }, fiji)).toBe(true);
  expect(isInside({ south: -20, north: -10, west: -190, east: -170 }, fiji)).toBe(true);
  expect(isInside({ south: -20, north: -10, west: -170, east: 170 }, fiji)).toBe(false);
});
