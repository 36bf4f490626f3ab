import { expect, test } from "vitest";
import { placesOf } from "../live/aircraft";
import { sampleAircraft, type SampleAircraft } from "../live/samples";
import { buildColumns } from "./columns";
import { CORRECTION_SECONDS, leadTo, locate, newPoint, smoothOver, type Clock } from "./position";

const STILL: Clock = { estimate: 0, elapsed: 0 };

function drawing(sample: SampleAircraft, clock: Clock) {
  const aircraft = sampleAircraft(sample);
  return { columns: buildColumns(aircraft, null, null), codes: aircraft.code, clock };
}

function pointOf({ columns, clock }: ReturnType<typeof drawing>) {
  const point = newPoint();
  locate(columns, 0, clock, point);
  return point;
}

test("without an estimate an aircraft stands where it was reported", () => {
  expect(pointOf(drawing({ latitude: 0, longitude: 0 }, STILL))).toMatchObject({
    x: 0.5,
    y: 0.5,
    isEstimated: false,
  });
});

test("an estimate begins at the age of the report and ends 60 s after it", () => {
  const at = (positionAge: number, estimate: number) =>
    pointOf(drawing({ positionAge }, { estimate, elapsed: 99 })).x;
  expect(at(10, 5)).toBeCloseTo(at(0, 15), 12);
  expect(at(50, 40)).toBeCloseTo(at(0, 60), 12);
});

test("a position more than 10 s after its report is said to be estimated", () => {
  const at = (estimate: number) => pointOf(drawing({}, { estimate, elapsed: 99 })).isEstimated;
  expect([at(10), at(11)]).toEqual([false, true]);
});

test("a new sky begins where the last one was drawn, and leads over to its own positions", () => {
  const before = drawing({ longitude: 8 }, { estimate: 30, elapsed: 30 });
  const next = drawing({ longitude: 8.06 }, { estimate: 1e-9, elapsed: 0 });
  smoothOver(before, next);
  expect(pointOf(next).x).toBeCloseTo(pointOf(before).x, 9);
  const later = { ...next, clock: { estimate: 1e-9, elapsed: CORRECTION_SECONDS } };
  expect(pointOf(later).x).toBeCloseTo(0.5 + 8.06 / 360, 6);
});

test("what was far away before is another place, not a correction", () => {
  const next = drawing({ longitude: 12 }, { estimate: 1e-9, elapsed: 0 });
  smoothOver(drawing({ longitude: 8 }, STILL), next);
  expect(pointOf(next).x).toBeCloseTo(0.5 + 12 / 360, 6);
});

test("between two frames of the past an aircraft goes from one to the other", () => {
  const { columns, codes } = drawing({ longitude: 179.9 }, STILL);
  const next = sampleAircraft({ longitude: -179.9 });
  leadTo(columns, codes, { aircraft: next, places: placesOf(next) });
  const at = (progress: number) => pointOf({ columns, codes, clock: { ...STILL, progress } }).x;
  expect(at(0) * 360 - 180).toBeCloseTo(179.9);
  expect(at(0.25) * 360 - 180).toBeCloseTo(179.95);
  expect(at(0.75) * 360 - 180).toBeCloseTo(-179.95);
});

test("an aircraft that the next frame does not have, or has far away, stays", () => {
  const { columns, codes } = drawing({}, STILL);
  for (const next of [sampleAircraft(), sampleAircraft({ longitude: 60 })]) {
    leadTo(columns, codes, { aircraft: next, places: placesOf(next) });
    const clock = { ...STILL, progress: 0.5 };
    expect(pointOf({ columns, codes, clock }).x).toBe(columns.x[0]);
  }
});
