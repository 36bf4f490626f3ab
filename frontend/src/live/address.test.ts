import { expect, test } from "vitest";
import { formatAddress, parseAddress } from "./address";
import { NO_FILTERS } from "./filters";
import { DEFAULTS, type Settings } from "./settings";

const EVERYTHING: Settings = {
  view: { zoom: 7, latitude: 47.12, longitude: 8.55 },
  panel: "table",
  filters: {
    altitude: [1_000, null],
    speed: [null, 250.5],
    airlines: ["SWR", "DLH"],
    countries: ["CH"],
    shapes: ["jet", "helicopter"],
    phases: ["climb"],
    ground: "air",
    emergency: true,
    source: "ingest:club",
    near: { icao: "LSZH", latitude: 47.4647, longitude: 8.5492, km: 50 },
    inView: true,
  },
  units: "metric",
  theme: "dark",
  language: "de",
  labels: "full",
  estimateMotion: false,
  keys: false,
  trackHours: 24,
  follow: true,
  isolate: true,
  time: 1_700_000_000,
  playSpeed: 60,
  isPlaying: true,
  airport: "LSZH",
  airline: "SWR",
  rings: true,
  sorting: { column: "altitude", isDescending: true },
  columns: ["callsign", "altitude"],
  measured: [
    { latitude: 47.4647, longitude: 8.5492 },
    { latitude: 50.0333, longitude: -8.5706 },
  ],
  tiles: "https://tiles.example/{z}/{x}/{y}.png",
};

test("everything that can be chosen is in the address and comes back", () => {
  expect(parseAddress(formatAddress("4b1816", EVERYTHING))).toEqual({
    icao24: "4b1816",
    settings: EVERYTHING,
  });
});

test("what stands at its default is left out", () => {
  expect(formatAddress(null, DEFAULTS)).toBe("#");
});

test("an address of earlier releases is still read", () => {
  expect(parseAddress("#map=10/52.31/4.77&icao24=4B1816")).toEqual({
    icao24: "4b1816",
    settings: { view: { zoom: 10, latitude: 52.31, longitude: 4.77 } },
  });
});

test.each([
  "#map=1/2&icao24=xyz&panel=no&units=ell&theme=red&lang=xx&labels=1&time=soon",
  "#altitude=high&airline=swissair&country=Switzerland&near=LSZH&category=ufo&phase=x",
  "#tiles=javascript:alert(1)&airport=zurich",
  "#sort=colour&columns=colour&measure=47/8,48,49/9&rate=2&play=yes",
])("what cannot be read counts as not given: %s", (hash) => {
  expect(parseAddress(hash)).toEqual({ icao24: null, settings: {} });
});

test("an address that is not ICAO's is kept", () => {
  expect(parseAddress(formatAddress("~00ab12", DEFAULTS)).icao24).toBe("~00ab12");
});

test("the defaults themselves filter nothing", () => {
  expect(DEFAULTS.filters).toBe(NO_FILTERS);
});
