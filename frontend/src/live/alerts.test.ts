import { webcrypto } from "node:crypto";
import { expect, test, vi } from "vitest";
import { en } from "../i18n/en";
import { translateBy } from "../i18n/text";
import { placesOf } from "./aircraft";
import { alertText, eventsAtFirst, eventsBetween, newRuleId, type Rule } from "./alerts";
import { sampleSky, type SampleAircraft } from "./samples";
import type { Sky } from "./store";

function sky(...samples: SampleAircraft[]): Sky {
  const body = sampleSky(...samples);
  return { ...body, places: placesOf(body.aircraft), arrivedAt: 0, takenAt: 0, isPast: false };
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

test("an emergency that is there at first is told, unless it is listed", () => {
  const help = sky({ squawk: "7700" }, { icao24: "aaaaaa" });
  const first = eventsAtFirst(help, [rule({})], []);
  expect(first.map(({ name, squawk }) => [name, squawk])).toEqual([["SWR7354", "7700"]]);
  expect(eventsAtFirst(help, [rule({})], first)).toEqual([]);
  expect(eventsAtFirst(help, [rule({ kind: "aircraft", what: "SWR7354" })], [])).toEqual([]);
});

test("an area is called by its name", () => {
  const t = translateBy(en);
  const area = { south: 46, west: 7, north: 48, east: 9 };
  const enters = (changes: Partial<Rule>) =>
    eventsBetween(sky(), sky({}), [rule({ kind: "area", area, ...changes })]).map((event) =>
      alertText(event, t),
    );
  expect(enters({ areaName: "Zürich" })).toEqual(["SWR7354 has entered Zürich"]);
  expect(enters({})).toEqual(["SWR7354 has entered the area"]);
});

test("a rule has an id of its own, in an insecure context, too", () => {
  vi.stubGlobal("crypto", {
    getRandomValues: (into: Uint32Array<ArrayBuffer>) => webcrypto.getRandomValues(into),
  });
  expect(newRuleId()).not.toBe(newRuleId());
  vi.unstubAllGlobals();
});
