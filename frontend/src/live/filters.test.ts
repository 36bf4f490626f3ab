import { expect, test } from "vitest";
import { activeFilters, NO_FILTERS, visibleRows, type Context, type Filters } from "./filters";
import { sampleAircraft } from "./samples";

const SKY = sampleAircraft(
  { icao24: "4b1816", callsign: "SWR1", altitude: 3_000, verticalRate: 8, category: 4 },
  { icao24: "3c0001", callsign: "DLH2", altitude: 11_000, velocity: 250, category: 6 },
  { icao24: "400001", callsign: "GABCD", onGround: true, altitude: NaN, latitude: 51, category: 2 },
  { icao24: "a00001", callsign: "UAL9", squawk: "7700", latitude: 40, longitude: -74 },
);

const NOTHING: Context = { bounds: null, ofSource: null };

function shown(filters: Partial<Filters>, context = NOTHING): number[] {
  const rows = visibleRows(SKY, { ...NO_FILTERS, ...filters }, context);
  return rows ? [...rows].flatMap((one, i) => (one ? [i] : [])) : [0, 1, 2, 3];
}

test("without a filter everything is shown", () => {
  expect(visibleRows(SKY, NO_FILTERS, NOTHING)).toBeNull();
});

test.each<[string, Partial<Filters>, number[]]>([
  ["altitude, open above", { altitude: [10_000, null] }, [1, 3]],
  ["altitude, where it is known", { altitude: [null, 5_000] }, [0]],
  ["speed", { speed: [240, 260] }, [1]],
  ["airlines", { airlines: ["SWR", "DLH"] }, [0, 1]],
  ["countries", { countries: ["CH", "GB"] }, [0, 2]],
  ["shapes", { shapes: ["heavy", "propeller"] }, [1, 2]],
  ["phases", { phases: ["climb", "ground"] }, [0, 2]],
  ["the ground", { ground: "ground" }, [2]],
  ["the air", { ground: "air" }, [0, 1, 3]],
  ["emergencies", { emergency: true }, [3]],
  ["near an airport", { near: { icao: "KJFK", latitude: 40.6, longitude: -73.8, km: 80 } }, [3]],
])("by %s", (_, filters, rows) => {
  expect(shown(filters)).toEqual(rows);
});

test("filters hold together", () => {
  expect(shown({ ground: "air", airlines: ["SWR", "UAL"], altitude: [0, 5_000] })).toEqual([0]);
});

test("by what the map shows, over the antimeridian, too", () => {
  const bounds = { south: 35, north: 45, west: 170, east: 300 };
  expect(shown({ inView: true }, { ...NOTHING, bounds })).toEqual([3]);
});

test("by source, once it is known who is of it", () => {
  expect(shown({ source: "ingest:club" })).toEqual([0, 1, 2, 3]);
  expect(shown({ source: "ingest:club" }, { ...NOTHING, ofSource: new Set([0x3c0001]) })).toEqual([
    1,
  ]);
});

test("only filters that leave something out count", () => {
  expect(activeFilters({ ...NO_FILTERS, altitude: [null, 1], countries: ["CH"] })).toEqual([
    "altitude",
    "countries",
  ]);
});
