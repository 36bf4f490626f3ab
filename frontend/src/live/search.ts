// Finding aircraft by callsign, address or country.
import type { StateVector } from "../api/types";
import { startsWithTypo } from "./searchTypo";

export const MAX_MATCHES = 20;

type Rank = (state: StateVector, wanted: string) => number | null;

/**
 * Callsigns that begin with the text first, then addresses, then callsigns that contain it, then
 * countries with a word that begins with it. A typo is forgiven only where nothing fits as written.
 */
export function findAircraft(flights: readonly StateVector[], text: string): StateVector[] {
  const wanted = text.trim().toUpperCase();
  if (wanted === "") return [];
  const exact = rankAll(flights, wanted, rankOf);
  return exact.length > 0 ? exact : rankAll(flights, wanted, rankOfTypo);
}

function rankAll(flights: readonly StateVector[], wanted: string, rank: Rank): StateVector[] {
  const ranked: StateVector[][] = [[], [], [], []];
  for (const state of flights) {
    const place = rank(state, wanted);
    if (place !== null) ranked[place]?.push(state);
  }
  return ranked.flatMap((matches) => matches.sort(byCallsign)).slice(0, MAX_MATCHES);
}

function rankOf(state: StateVector, wanted: string): number | null {
  const callsign = state.callsign?.toUpperCase() ?? "";
  if (callsign.startsWith(wanted)) return 0;
  if (state.icao24.toUpperCase().startsWith(wanted)) return 1;
  if (callsign.includes(wanted)) return 2;
  return ` ${countryOf(state)}`.includes(` ${wanted}`) ? 3 : null;
}

function rankOfTypo(state: StateVector, wanted: string): number | null {
  if (startsWithTypo(state.callsign?.toUpperCase() ?? "", wanted)) return 0;
  if (startsWithTypo(state.icao24.toUpperCase(), wanted)) return 1;
  return startsWithTypo(countryOf(state), wanted) ? 3 : null;
}

const countryOf = (state: StateVector) => state.origin_country?.toUpperCase() ?? "";

/** Those without a callsign come last, in the order of their addresses. */
function byCallsign(a: StateVector, b: StateVector): number {
  const [nameA, nameB] = [a.callsign?.trim() ?? "", b.callsign?.trim() ?? ""];
  if ((nameA === "") !== (nameB === "")) return nameA === "" ? 1 : -1;
  return nameA.localeCompare(nameB) || a.icao24.localeCompare(b.icao24);
}
