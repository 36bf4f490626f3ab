import { expect, test } from "vitest";
import { placesOf } from "./aircraft";
import { eventsBetween, type Rule } from "./alerts";
import { sampleSky, type SampleAircraft } from "./samples";
import type { Sky } from "./store";

function sky(...samples: SampleAircraft[]): Sky {
  const body = sampleSky(...samples);
  return { ...body, places: placesOf(body.aircraft), arrivedAt: 0, isPast: false };
}

const rule = (changes: Partial<Rule>): Rule => ({
  id: "1",
  kind: "squawk",
  what: "",
  area: null,
  ...changes,
});

const names = (before: Sky, now: Sky, changes: Partial<Rule>) =>
  eventsBetween(before, now, [rule(changes)]).map(({ name }) => name);

test("an emergency is told when it begins, not again", () => {
  const [calm, help] = [sky({}), sky({ squawk: "7700" })];
  expect(names(calm, help, {})).toEqual(["SWR7354"]);
  expect(names(help, help, {})).toEqual([]);
});

test("an aircraft appears, by callsign or address", () => {
  expect(names(sky(), sky({}), { kind: "aircraft", what: "swr7354" })).toEqual(["SWR7354"]);
  expect(names(sky(), sky({}), { kind: "aircraft", what: "4B1816" })).toEqual(["SWR7354"]);
  expect(names(sky({}), sky({}), { kind: "aircraft", what: "4B1816" })).toEqual([]);
});

test("an airline appears", () => {
  const now = sky({}, { icao24: "3c0001", callsign: "DLH1" });
  expect(names(sky(), now, { kind: "airline", what: "DLH" })).toEqual(["DLH1"]);
});

test("an aircraft enters an area", () => {
  const area = { south: 46, north: 48, west: 7, east: 9 };
  expect(names(sky({ longitude: 6 }), sky({ longitude: 8 }), { kind: "area", area })).toEqual([
    "SWR7354",
  ]);
});

test("an aircraft lands, and only that of the rule", () => {
  const [before, now] = [sky({}), sky({ onGround: true })];
  expect(names(before, now, { kind: "landing" })).toEqual(["SWR7354"]);
  expect(names(before, now, { kind: "landing", what: "DLH" })).toEqual([]);
});
