import { expect, test } from "vitest";
import { busiestAirports, largestFleets, type AirportRow } from "./largest";
import { sampleAircraft } from "./samples";

const ZURICH: AirportRow = ["LSZH", "ZRH", 47.46, 8.55, 1];
const FIELD: AirportRow = ["LSZK", "", 47.43, 8.65, 0];
const GENEVA: AirportRow = ["LSGG", "GVA", 46.24, 6.11, 1];
const SWISS = { south: 45, west: 5, north: 48, east: 11 };

const aircraft = sampleAircraft(
  { callsign: "SWR1", latitude: 47.46, longitude: 8.55, altitude: 500 },
  { callsign: "SWR2", latitude: 47.5, longitude: 8.6, onGround: true },
  { callsign: "DLH3", latitude: 47.45, longitude: 8.5, altitude: 11_000 },
  { callsign: "BAW4", latitude: 51, longitude: 0, altitude: 900 },
);

test("fleets are counted where the map looks", () => {
  expect(largestFleets(aircraft, SWISS, 5)).toEqual([
    ["SWR", 2],
    ["DLH", 1],
  ]);
  expect(largestFleets(aircraft, null, 5)).toHaveLength(3);
  expect(largestFleets(aircraft, null, 1)).toHaveLength(1);
});

test("an airport is busy by what is low and near, and a field is none", () => {
  const found = busiestAirports(aircraft, [FIELD, GENEVA, ZURICH], SWISS, 5);
  expect(found).toEqual([[ZURICH, 2]]);
});
