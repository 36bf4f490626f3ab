// Squawks that call for help.
import type { Aircraft } from "./aircraft";

export type EmergencyKind = "hijack" | "radio" | "general";

const KINDS: ReadonlyMap<number, EmergencyKind> = new Map([
  [0o7500, "hijack"],
  [0o7600, "radio"],
  [0o7700, "general"],
]);

export function emergencyAt({ squawk }: Aircraft, i: number): EmergencyKind | null {
  return KINDS.get(squawk[i] ?? 0) ?? null;
}

export function emergencyOf(squawk: string | null): EmergencyKind | null {
  return squawk === null ? null : (KINDS.get(parseInt(squawk, 8)) ?? null);
}

/** The rows that call for help. */
export function emergenciesIn(aircraft: Aircraft): number[] {
  const found: number[] = [];
  for (let i = 0; i < aircraft.count; i++) if (emergencyAt(aircraft, i)) found.push(i);
  return found;
}
