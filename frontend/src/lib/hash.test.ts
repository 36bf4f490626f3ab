import { expect, test } from "vitest";
import { formatHash, parseHash } from "./hash";

test("reads view and selection", () => {
  expect(parseHash("#map=10/52.31/4.77&icao24=4B1816")).toEqual({
    view: { zoom: 10, latitude: 52.31, longitude: 4.77 },
    icao24: "4b1816",
  });
});

test.each(["", "#", "#map=", "#map=1/2", "#map=a/b/c", "#map=3/91/0", "#map=3//4", "#icao24=xyz"])(
  "ignores what it cannot read: %s",
  (hash) => {
    expect(parseHash(hash)).toEqual({ view: null, icao24: null });
  },
);

test("writes what it reads", () => {
  const state = { view: { zoom: 10, latitude: 52.31, longitude: 4.77 }, icao24: "4b1816" };
  expect(parseHash(formatHash(state))).toEqual(state);
});

test("leaves out what is not set", () => {
  expect(formatHash({ view: null, icao24: null })).toBe("#");
});
