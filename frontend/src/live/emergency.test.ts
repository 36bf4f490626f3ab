import { expect, test } from "vitest";
import { emergenciesIn, emergencyOf } from "./emergency";
import { sampleAircraft } from "./samples";

test.each([
  ["7500", "hijack"],
  ["7600", "radio"],
  ["7700", "general"],
  ["7000", null],
  [null, null],
] as const)("squawk %s means %s", (squawk, meaning) => {
  expect(emergencyOf(squawk)).toBe(meaning);
});

test("the rows that call for help are found", () => {
  const sky = sampleAircraft({ squawk: "1000" }, { squawk: "7700" }, { squawk: "7600" });
  expect(emergenciesIn(sky)).toEqual([1, 2]);
});
