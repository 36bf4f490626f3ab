import { expect, test } from "vitest";
import { toCsv, toGeoJson } from "./exporting";
import { sampleAircraft } from "./samples";
import { sortedRows } from "./tableColumns";

test("a row of CSV has the columns of its heading, unknown values empty", () => {
  const [heading = "", row = ""] = toCsv(sampleAircraft({ altitude: NaN }), [0]).split("\r\n");
  expect(heading.split(",").slice(0, 4)).toEqual(["icao24", "callsign", "airline", "country_code"]);
  expect(row).toBe("4b1816,SWR7354,SWR,CH,47,8,,false,200,90,0,1000,4,0");
});

test("a callsign that a spreadsheet would run is made harmless", () => {
  expect(toCsv(sampleAircraft({ callsign: '=1+"1",2' }), [0])).toContain(`"'=1+""1"",2"`);
});

test("GeoJSON has longitude first", () => {
  const { features } = JSON.parse(toGeoJson(sampleAircraft({}), [0])) as {
    features: { geometry: unknown }[];
  };
  expect(features[0]?.geometry).toEqual({ type: "Point", coordinates: [8, 47, 10_000] });
});

test("sorted rows have unknown values last, in both directions", () => {
  const sky = sampleAircraft({ altitude: 5 }, { altitude: NaN }, { altitude: 9 });
  const order = (isDescending: boolean) =>
    sortedRows(sky, null, { column: "altitude", isDescending });
  expect([order(false), order(true)]).toEqual([
    [0, 2, 1],
    [2, 0, 1],
  ]);
});
