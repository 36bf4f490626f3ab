import { expect, test } from "vitest";
import { sampleState } from "./samples";
import { findAircraft, MAX_MATCHES } from "./search";

const klm = sampleState({ icao24: "484506", callsign: "KLM81K" });
const swiss = sampleState({ icao24: "4b1816", callsign: "SWR48" });
const silent = sampleState({ icao24: "48abcd", callsign: null });

test("callsigns come before addresses, both before callsigns that contain it", () => {
  const sky = [swiss, silent, sampleState({ icao24: "000001", callsign: "48AB" })];
  expect(findAircraft(sky, "48").map((s) => s.icao24)).toEqual(["000001", "48abcd", "4b1816"]);
});

test("case and blanks do not matter", () => {
  expect(findAircraft([klm, swiss], " klm ")).toEqual([klm]);
});

test("an empty text matches nothing", () => {
  expect(findAircraft([klm], " ")).toEqual([]);
});

test("the list is limited", () => {
  const many = Array.from({ length: 50 }, (_, i) => sampleState({ callsign: `KLM${i}` }));
  expect(findAircraft(many, "KLM")).toHaveLength(MAX_MATCHES);
});

test("a country is found by the beginning of any of its words, after callsigns", () => {
  const uk = sampleState({ icao24: "400001", callsign: "BAW1", origin_country: "United Kingdom" });
  const named = sampleState({ icao24: "000002", callsign: "KING1", origin_country: "Spain" });
  expect(findAircraft([uk, named, swiss], "king")).toEqual([named, uk]);
});

test("one typo is forgiven where nothing fits as written", () => {
  expect(findAircraft([klm, swiss], "KLN81K")).toEqual([klm]);
});

test("no near miss stands beside what fits as written", () => {
  const near = sampleState({ icao24: "000003", callsign: "KLM82K" });
  expect(findAircraft([near, klm], "KLM81K")).toEqual([klm]);
});

test("of one country those without a callsign come last", () => {
  const named = sampleState({ icao24: "ffffff", callsign: "ZZZ1" });
  const blank = sampleState({ icao24: "000004", callsign: "   " });
  expect(findAircraft([silent, blank, named], "switz")).toEqual([named, blank, silent]);
});
