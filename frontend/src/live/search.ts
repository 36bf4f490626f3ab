// Finding aircraft by callsign or address.
import type { StateVector } from "../api/types";

export const MAX_MATCHES = 20;

/** Callsigns that begin with the text first, then addresses, then callsigns that contain it. */
export function findAircraft(flights: readonly StateVector[], text: string): StateVector[] {
  const wanted = text.trim().toUpperCase();
  if (wanted === "") return [];
  const ranked: StateVector[][] = [[], [], []];
  for (const state of flights) {
    const rank = rankOf(state, wanted);
    if (rank !== null) ranked[rank]?.push(state);
  }
  return ranked.flatMap((matches) => matches.sort(byCallsign)).slice(0, MAX_MATCHES);
}

function rankOf(state: StateVector, wanted: string): number | null {
  const callsign = state.callsign?.toUpperCase() ?? "";
  if (callsign.startsWith(wanted)) return 0;
  if (state.icao24.toUpperCase().startsWith(wanted)) return 1;
  return callsign.includes(wanted) ? 2 : null;
}

function byCallsign(a: StateVector, b: StateVector): number {
  return (a.callsign ?? a.icao24).localeCompare(b.callsign ?? b.icao24);
}
