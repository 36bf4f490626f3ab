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
