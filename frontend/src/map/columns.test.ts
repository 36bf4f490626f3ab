import { expect, test } from "vitest";
import { sampleState } from "../live/samples";
import { EMERGENCY } from "./altitude";
import { buildColumns, NO_TRACK } from "./columns";

test("aircraft without a position are not drawn", () => {
  expect(buildColumns([sampleState({ latitude: null }), sampleState()]).count).toBe(1);
});

test("emergencies are drawn last, ground first", () => {
  const columns = buildColumns([
    sampleState({ icao24: "help", squawk: "7700" }),
    sampleState({ icao24: "high" }),
    sampleState({ icao24: "ground", on_ground: true }),
  ]);
  expect(columns.states.map((s) => s.icao24)).toEqual(["ground", "high", "help"]);
  expect(columns.colour[2]).toBe(EMERGENCY);
});

test("360° is 0°, and an unknown track is neither", () => {
  const tracks = [0, 360, 90, null].map((true_track) => sampleState({ true_track }));
  expect([...buildColumns(tracks).rotation]).toEqual([0, 0, 16, NO_TRACK]);
});

test("a position older than a minute at snapshot time fades", () => {
  const ages = [0, 60, 61].map((age) => sampleState({ time_position: 1000 - age }));
  expect([...buildColumns(ages).faded]).toEqual([0, 0, 1]);
});
