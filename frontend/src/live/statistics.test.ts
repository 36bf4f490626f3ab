import { expect, test } from "vitest";
import { sampleAircraft } from "./samples";
import { statisticsOf } from "./statistics";

const SKY = sampleAircraft(
  { altitude: 500 },
  { altitude: 3_500, icao24: "3c0001", callsign: "DLH1" },
  { altitude: 99_000, icao24: "3c0002", callsign: "DLH2" },
  { onGround: true, altitude: NaN, icao24: "a00001", callsign: "N123AB" },
);
const BANDS = { metres: 1_000, count: 5 };

test("those in the air are counted by band, the uppermost is open", () => {
  expect(statisticsOf(SKY, null, BANDS)).toMatchObject({
    total: 4,
    airborne: 3,
    onGround: 1,
    bands: [1, 0, 0, 1, 1],
  });
});

test("the most frequent come first, and a registration is no airline", () => {
  const { countries, airlines } = statisticsOf(SKY, null, BANDS);
  expect(countries[0]).toEqual(["DE", 2]);
  expect(airlines).toEqual([
    ["DLH", 2],
    ["SWR", 1],
  ]);
});

test("what is hidden is not counted", () => {
  expect(statisticsOf(SKY, Uint8Array.of(1, 0, 0, 0), BANDS).total).toBe(1);
});
