// The operator that a callsign names: three letters, ICAO's designator, before a flight number.

const FLIGHT = /^[A-Z]{3}\d/;

export function airlineOf(callsign: string): string | null {
  return FLIGHT.test(callsign) ? callsign.slice(0, 3) : null;
}

let names: Promise<Readonly<Record<string, string>>> | null = null;

/** Names by designator; loaded when first asked for. */
export function airlineNames(): Promise<Readonly<Record<string, string>>> {
  names ??= import("../reference/airlines.json").then((module) => module.default);
  return names;
}
