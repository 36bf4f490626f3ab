import { expect, test } from "vitest";
import { placesOf } from "../live/aircraft";
import { sampleAircraft } from "../live/samples";
import { EMERGENCY } from "./altitude";
import { buildColumns, NO_TRACK } from "./columns";

test("aircraft without a position are not drawn", () => {
  expect(buildColumns(sampleAircraft({ latitude: NaN }, {}), null, null).count).toBe(1);
});

test("emergencies are drawn last, ground first", () => {
  const sky = sampleAircraft({ squawk: "7700" }, {}, { onGround: true });
  const columns = buildColumns(sky, null, null);
  expect([...columns.row]).toEqual([2, 1, 0]);
  expect(columns.colour[2]).toBe(EMERGENCY);
});

test("only visible rows are drawn", () => {
  const columns = buildColumns(sampleAircraft({}, {}, {}), Uint8Array.of(0, 1, 0), null);
  expect([...columns.row]).toEqual([1]);
});

test("360° is 0°, and an unknown track is neither", () => {
  const sky = sampleAircraft(...[0, 360, 90, NaN].map((trueTrack) => ({ trueTrack })));
  expect([...buildColumns(sky, null, null).rotation]).toEqual([0, 0, 16, NO_TRACK]);
});

test("a turn is the change of track since the sky before", () => {
  const before = sampleAircraft({ trueTrack: 80 });
  const moment = { aircraft: before, places: placesOf(before), seconds: 10 };
  const columns = buildColumns(sampleAircraft({ trueTrack: 90 }), null, moment);
  expect(columns.turn[0]).toBeCloseTo(Math.PI / 180, 6);
});
