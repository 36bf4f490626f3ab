// What a search finds, of every kind.
import type { Airport } from "../api/types";
import { TYPO } from "./score";

export interface Match {
  kind: "aircraft" | "airport" | "airline" | "country";
  /** Address, ICAO code, designator, or code by ISO 3166-1. */
  code: string;
  name: string;
  about: string;
  /** How well it fits; the smaller the better. */
  score: number;
  place?: Pick<Airport, "latitude" | "longitude">;
}

/** Of what fits alike: an aircraft's callsign that begins so is one of many. */
const KINDS: readonly Match["kind"][] = ["airport", "airline", "country", "aircraft"];

/** The best of all kinds first, nothing twice, and no typo beside what fits as written. */
export function joinMatches(...groups: readonly (readonly Match[])[]): Match[] {
  const all = groups.flat().sort((a, b) => a.score - b.score || kindOf(a) - kindOf(b));
  const isWritten = all.some(({ score }) => score < TYPO);
  const found = new Map<string, Match>();
  for (const match of all) {
    const key = `${match.kind} ${match.code}`;
    if (!found.has(key) && !(isWritten && match.score >= TYPO)) found.set(key, match);
  }
  return [...found.values()];
}

const kindOf = ({ kind }: Match) => KINDS.indexOf(kind);
