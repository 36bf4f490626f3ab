// What an empty view offers: the largest fleets and the busiest airports of what the map shows. Pure.
import { isInside, type Bounds } from "../lib/geo";
import { ON_GROUND, type Aircraft } from "./aircraft";
import { airlineOf } from "./airline";
import type { Counted } from "./statistics";

/** Within this of an airport, and lower, an aircraft has to do with it. */
const NEAR_DEGREES = 0.25;
const LOW_M = 2_000;

/** ICAO code, IATA code, latitude, longitude, and 1 for an international one. */
export type AirportRow = [string, string, number, number, number];

/** Rows of the aircraft within; all where nobody knows what the map shows. */
function rowsWithin({ latitude, longitude, count }: Aircraft, bounds: Bounds | null): number[] {
  const rows: number[] = [];
  for (let i = 0; i < count; i++) {
    const place = { latitude: latitude[i] as number, longitude: longitude[i] as number };
    if (!bounds || isInside(bounds, place)) rows.push(i);
  }
  return rows;
}

/** Designators of airlines, with how many aircraft each has there. */
export function largestFleets(aircraft: Aircraft, bounds: Bounds | null, most: number): Counted {
  const counts = new Map<string, number>();
  for (const i of rowsWithin(aircraft, bounds)) {
    const airline = airlineOf(aircraft.callsign[i] ?? "");
    if (airline) counts.set(airline, (counts.get(airline) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, most);
}

/** Airports that airlines fly to, with how many aircraft are low and near each. */
export function busiestAirports(
  aircraft: Aircraft,
  airports: readonly AirportRow[],
  bounds: Bounds | null,
  most: number,
): (readonly [AirportRow, number])[] {
  const low = rowsWithin(aircraft, bounds).filter(
    (i) => aircraft.onGround[i] === ON_GROUND || (aircraft.altitude[i] as number) < LOW_M,
  );
  const isNear = (i: number, [, , latitude, longitude]: AirportRow) =>
    Math.abs((aircraft.latitude[i] as number) - latitude) < NEAR_DEGREES &&
    Math.abs((aircraft.longitude[i] as number) - longitude) < NEAR_DEGREES;
  return airports
    .filter(([, iata, latitude, longitude]) => {
      return iata !== "" && (!bounds || isInside(bounds, { latitude, longitude }));
    })
    .map((airport) => [airport, low.filter((i) => isNear(i, airport)).length] as const)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, most);
}
