// What a search finds, of every kind.
import type { Airport } from "../api/types";

export interface Match {
  kind: "aircraft" | "airport" | "airline" | "country";
  /** Address, ICAO code, designator, or code by ISO 3166-1. */
  code: string;
  name: string;
  about: string;
  place?: Pick<Airport, "latitude" | "longitude">;
}

/** Aircraft first; of each kind a few, and nothing twice. */
export function joinMatches(...groups: readonly (readonly Match[])[]): Match[] {
  const found = new Map<string, Match>();
  for (const match of groups.flat()) {
    const key = `${match.kind} ${match.code}`;
    if (!found.has(key)) found.set(key, match);
  }
  return [...found.values()];
}
