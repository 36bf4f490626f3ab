import { expect, test } from "vitest";
import { emergencyOf } from "./emergency";

test.each([
  ["7500", "unlawful interference"],
  ["7600", "radio failure"],
  ["7700", "general emergency"],
  ["7000", null],
  [null, null],
])("squawk %s means %s", (squawk, meaning) => {
  expect(emergencyOf({ squawk })).toBe(meaning);
});
