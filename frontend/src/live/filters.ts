// Which aircraft are shown. All filters are to hold together; of a list one entry is enough.
import { distance, isInside, type Bounds, type Place } from "../lib/geo";
import { ON_GROUND, type Aircraft, IN_THE_AIR } from "./aircraft";
import { airlineOf } from "./airline";
import { countryOf } from "./country";
import { emergencyAt } from "./emergency";
import { phaseAt, type Phase } from "./phase";
import { shapeOf, type Shape } from "./shape";

/** From, to; null is open. */
export type Range = readonly [number | null, number | null];

export interface Near extends Place {
  icao: string;
  km: number;
}

export interface Filters {
  /** m */
  altitude: Range | null;
  /** m/s */
  speed: Range | null;
  /** ICAO designators */
  airlines: readonly string[];
  /** ISO 3166-1 codes */
  countries: readonly string[];
  shapes: readonly Shape[];
  phases: readonly Phase[];
  ground: "ground" | "air" | null;
  emergency: boolean;
  /** Names of producers, as the API has them; who has which is told by `Context.sources`. */
  source: string | null;
  near: Near | null;
  inView: boolean;
}

export const NO_FILTERS: Filters = {
  altitude: null,
  speed: null,
  airlines: [],
  countries: [],
  shapes: [],
  phases: [],
  ground: null,
  emergency: false,
  source: null,
  near: null,
  inView: false,
};

/** What a filter needs beside the aircraft. */
export interface Context {
  bounds: Bounds | null;
  /** Codes of the aircraft of the source that is filtered by; null while they are not known. */
  ofSource: ReadonlySet<number> | null;
}

export const isFiltered = (filters: Filters) => activeFilters(filters).length > 0;

/** The names of the filters that leave something out. */
export function activeFilters(filters: Filters): (keyof Filters)[] {
  const names = Object.keys(NO_FILTERS) as (keyof Filters)[];
  return names.filter((name) => {
    const value = filters[name];
    return Array.isArray(value) && name !== "altitude" && name !== "speed"
      ? value.length > 0
      : value !== null && value !== false && value !== undefined;
  });
}

type Test = (aircraft: Aircraft, i: number) => boolean;

/** 1 for each row that fits; null where nothing is filtered. */
export function visibleRows(
  aircraft: Aircraft,
  filters: Filters,
  context: Context,
): Uint8Array | null {
  const tests = testsOf(filters, context);
  if (tests.length === 0) return null;
  const visible = new Uint8Array(aircraft.count);
  for (let i = 0; i < aircraft.count; i++) {
    visible[i] = tests.every((test) => test(aircraft, i)) ? 1 : 0;
  }
  return visible;
}

function testsOf(filters: Filters, context: Context): Test[] {
  return [...motionTests(filters), ...identityTests(filters), ...placeTests(filters, context)];
}

function motionTests({ altitude, speed, ground, phases }: Filters): Test[] {
  const tests: Test[] = [];
  if (ground !== null) {
    const wanted = ground === "ground" ? ON_GROUND : IN_THE_AIR;
    tests.push((aircraft, i) => aircraft.onGround[i] === wanted);
  }
  if (altitude) tests.push((aircraft, i) => isWithin(altitude, aircraft.altitude[i] as number));
  if (speed) tests.push((aircraft, i) => isWithin(speed, aircraft.velocity[i] as number));
  if (phases.length > 0) tests.push((aircraft, i) => phases.includes(phaseAt(aircraft, i)));
  return tests;
}

function identityTests({ airlines, countries, shapes, emergency }: Filters): Test[] {
  const tests: Test[] = [];
  if (emergency) tests.push((aircraft, i) => emergencyAt(aircraft, i) !== null);
  if (shapes.length > 0)
    tests.push((aircraft, i) => shapes.includes(shapeOf(aircraft.category[i] as number)));
  if (airlines.length > 0)
    tests.push((aircraft, i) => airlines.includes(airlineOf(aircraft.callsign[i] ?? "") ?? ""));
  if (countries.length > 0)
    tests.push((aircraft, i) => countries.includes(countryOf(aircraft.code[i] as number) ?? ""));
  return tests;
}

function placeTests({ near, inView, source }: Filters, { bounds, ofSource }: Context): Test[] {
  const tests: Test[] = [];
  if (source !== null && ofSource !== null)
    tests.push((aircraft, i) => ofSource.has(aircraft.code[i] as number));
  if (inView && bounds) tests.push((aircraft, i) => isInside(bounds, placeAt(aircraft, i)));
  if (near) {
    const metres = near.km * 1_000;
    // A NaN is not within anything.
    tests.push((aircraft, i) => distance(near, placeAt(aircraft, i)) <= metres);
  }
  return tests;
}

/** An unknown value (NaN) is not within any range. */
const isWithin = ([from, to]: Range, value: number) =>
  value >= (from ?? -Infinity) && value <= (to ?? Infinity);

const placeAt = ({ latitude, longitude }: Aircraft, i: number): Place => ({
  latitude: latitude[i] as number,
  longitude: longitude[i] as number,
});
