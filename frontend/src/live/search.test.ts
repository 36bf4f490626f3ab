import { expect, test } from "vitest";
import { addressOf } from "./aircraft";
import { sampleAircraft, type SampleAircraft } from "./samples";
import { findAircraft, findNames, MAX_MATCHES } from "./search";

const klm = { icao24: "484506", callsign: "KLM81K" };
const swiss = { icao24: "4b1816", callsign: "SWR48" };
const silent = { icao24: "48abcd", callsign: "" };

function found(samples: SampleAircraft[], text: string): string[] {
  const aircraft = sampleAircraft(...samples);
  return findAircraft(aircraft, text).map(({ item }) => addressOf(aircraft.code[item] ?? 0));
}

test("callsigns come before addresses, both before callsigns that contain it", () => {
  const sky = [swiss, silent, { icao24: "000001", callsign: "48AB" }];
  expect(found(sky, "48")).toEqual(["000001", "48abcd", "4b1816"]);
});

test("case and blanks do not matter", () => {
  expect(found([klm, swiss], " kl m ")).toEqual(["484506"]);
});

test("an empty text matches nothing", () => {
  expect(found([klm], " ")).toEqual([]);
});

test("the list is limited", () => {
  const many = Array.from({ length: 50 }, (_, i) => ({ callsign: `KLM${i}` }));
  expect(found(many, "KLM")).toHaveLength(MAX_MATCHES);
});

test("one typo is forgiven where nothing fits as written", () => {
  expect(found([klm, swiss], "KLN81K")).toEqual(["484506"]);
});

test("no near miss stands beside what fits as written", () => {
  expect(found([{ icao24: "000003", callsign: "KLM82K" }, klm], "KLM81K")).toEqual(["484506"]);
});

const COUNTRIES = ["Spain", "United Kingdom", "Kingdom of the Netherlands"];

test("a name is found by any of its words, those that begin with it first", () => {
  expect(findNames(COUNTRIES, String, "king")).toEqual([
    "Kingdom of the Netherlands",
    "United Kingdom",
  ]);
});

test("a typo in a name is forgiven", () => {
  expect(findNames(COUNTRIES, String, "spaim")).toEqual(["Spain"]);
});

test("an exact callsign, address or squawk goes before all that begins so", () => {
  const help = { icao24: "3c6444", callsign: "DLH4XY", squawk: "7700" };
  const sky = [{ icao24: "000001", callsign: "KLM81K2" }, klm, help, { callsign: "BAW7700" }];
  expect(found(sky, "KLM81K")).toEqual(["484506", "000001"]);
  expect(found(sky, "7700")[0]).toBe("3c6444");
});

test("accents are left out on both sides", () => {
  expect(findNames(["Österreich", "Côte d’Ivoire"], String, "osterr")).toEqual(["Österreich"]);
  expect(findNames(["Zurich"], String, "zürich")).toEqual(["Zurich"]);
});
