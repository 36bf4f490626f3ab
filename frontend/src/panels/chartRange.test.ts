import { expect, test } from "vitest";
import { rangeOf } from "./chartRange";

test("level flight is in the middle of a small span, not of the whole sky", () => {
  expect(rangeOf(35_000, 35_000, 2_000)).toEqual([34_000, 36_000]);
});

test("a climb fills its axis, with a little room", () => {
  expect(rangeOf(10_000, 20_000, 2_000)).toEqual([9_000, 21_000]);
});

test("an axis does not begin below nothing", () => {
  expect(rangeOf(0, 100, 50)).toEqual([0, 120]);
  expect(rangeOf(0, 0, 50)).toEqual([0, 50]);
});
