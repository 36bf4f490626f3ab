import {
  bool,
  fixedSizeBinary,
  int16,
  int32,
  int8,
  tableFromArrays,
  tableToIPC,
  uint16,
  uint32,
  uint8,
} from "@uwdata/flechette";
import { expect, test } from "vitest";
import { addressOf, GROUND_UNKNOWN, IN_THE_AIR, ON_GROUND, rowAt, type Aircraft } from "./aircraft";
import { readSky } from "./skyBody";

const text = (value: string) => new TextEncoder().encode(value.padEnd(8));

interface Columns {
  icao24: (number | null)[];
  callsign: (Uint8Array | null)[];
  squawk: (number | null)[];
  latitude: (number | null)[];
  on_ground: (boolean | null)[];
}

/** An answer as docs/api.md describes it, made by another writer than the API's. */
function answer(columns: Columns, about: Record<string, string>): Uint8Array {
  const numbers = columns.icao24.map(() => 10);
  const table = tableFromArrays(
    {
      ...columns,
      category: numbers,
      longitude: numbers,
      altitude: numbers,
      velocity: numbers,
      true_track: numbers,
      vertical_rate: numbers,
      position_age: numbers,
    },
    {
      types: {
        icao24: uint32(),
        callsign: fixedSizeBinary(8),
        category: uint8(),
        squawk: uint16(),
        latitude: int32(),
        longitude: int32(),
        altitude: int16(),
        on_ground: bool(),
        velocity: uint8(),
        true_track: uint8(),
        vertical_rate: int8(),
        position_age: uint8(),
      },
    },
  );
  table.schema.metadata = new Map(Object.entries(about));
  for (const field of table.schema.fields)
    if (field.name === "latitude") field.metadata = new Map([["scale", "10000"]]);
  const bytes = tableToIPC(table, { format: "stream" });
  if (!bytes) throw new Error("nothing was written");
  return bytes;
}

const WHOLE: Columns = {
  icao24: [0x4b1816, 0x1484506, 0x3c0001],
  callsign: [text("SWR7354"), null, text("DLH1")],
  squawk: [0o7700, null, 0o1000],
  latitude: [470_000, null, -120_500],
  on_ground: [true, null, false],
};

const addresses = ({ code }: Aircraft) => [...code].map(addressOf);

test("numbers are divided by their scale, and what is null is unknown", () => {
  const { aircraft, snapshotTime, source } = readSky(
    answer(WHOLE, { version: "a", snapshot_time: "1000", source: "opensky" }),
    null,
  );
  expect([snapshotTime, source]).toEqual([1000, "opensky"]);
  expect([...aircraft.latitude]).toEqual([47, NaN, expect.closeTo(-12.05, 5)]);
  expect([...aircraft.onGround]).toEqual([ON_GROUND, GROUND_UNKNOWN, IN_THE_AIR]);
  expect(rowAt(aircraft, 1)).toMatchObject({
    icao24: "~484506",
    callsign: null,
    squawk: null,
    latitude: null,
    onGround: null,
  });
});

test("rows that are left out take the identities that are known, in their order", () => {
  const known = readSky(answer(WHOLE, { version: "a" }), null);
  const next: Columns = {
    icao24: [null, 0x400001, null],
    callsign: [null, text("BAW1"), null],
    squawk: [null, 0o1000, null],
    latitude: [1, 2, 3],
    on_ground: [false, false, false],
  };
  const sky = readSky(answer(next, { version: "b", known: "a", left: "[1]" }), known);
  expect(addresses(sky.aircraft)).toEqual(["4b1816", "400001", "3c0001"]);
  expect(sky.aircraft.callsign).toEqual(["SWR7354", "BAW1", "DLH1"]);
});

test("an answer that rests on another one than is known is refused", () => {
  expect(() => readSky(answer(WHOLE, { version: "b", known: "x" }), null)).toThrow("unknown base");
});

test("what is no Arrow is refused", () => {
  expect(() => readSky(new TextEncoder().encode("<html>"), null)).toThrow();
});
