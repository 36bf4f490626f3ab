import { expect, test } from "vitest";
import { isWithinOneTypo, startsWithTypo } from "./searchTypo";

test.each([
  ["the same", "SWR735", "SWR735"],
  ["changed", "SWR735", "SWX735"],
  ["left out", "SWR735", "SW735"],
  ["too many", "SWR735", "SWRR735"],
  ["swapped", "SWR735", "SRW735"],
])("one letter %s is forgiven", (_, a, b) => {
  expect(isWithinOneTypo(a, b)).toBe(true);
});

test.each([
  ["two changed", "SWR735", "AWX735"],
  ["two left out", "SWR735", "SR35"],
  ["swapped and changed", "SWR735", "RWS735"],
])("two typos are not: %s", (_, a, b) => {
  expect(isWithinOneTypo(a, b)).toBe(false);
});

test("the beginning of a longer word is enough", () => {
  expect(startsWithTypo("SWITZERLAND", "SWIZT")).toBe(true);
});

test("a short text has to be right", () => {
  expect(startsWithTypo("SWR735", "SXR")).toBe(false);
});
