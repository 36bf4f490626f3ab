import { expect, test } from "vitest";
import { sampleState } from "../live/samples";
import { FIELD_GROUPS } from "./fields";

const fields = FIELD_GROUPS.flatMap((group) => group.fields);
const show = (name: string, state = sampleState()) =>
  fields.find((field) => field.name === name)?.show(state);

test("every field of a state is shown, once", () => {
  expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(sampleState()).sort());
});

test("a report's age is counted in the time of the data", () => {
  const state = sampleState({ time_position: 1693234183, snapshot_time: 1693234261 });
  expect(show("time_position", state)).toBe("2023-08-28 14:49:43 UTC (78 s old)");
});

test("an emergency squawk says what it means", () => {
  expect(show("squawk", sampleState({ squawk: "7600" }))).toBe("7600, radio failure");
});

test("codes have names, and a new code is shown as it is", () => {
  expect(show("position_source", sampleState({ position_source: 2 }))).toBe("MLAT");
  expect(show("category", sampleState({ category: 99 }))).toBe("code 99");
});
