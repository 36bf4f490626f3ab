// Altitude as a class of colour: one class for 500 m, and classes of their own for what has no altitude.
import type { StateVector } from "../api/types";
import { emergencyOf } from "../live/emergency";
import type { Palette } from "./palette";

export const TOP_ALTITUDE_M = 13_000;
const STEP_M = 500;
const STEPS = TOP_ALTITUDE_M / STEP_M;

export const GROUND = STEPS;
export const UNKNOWN_ALTITUDE = STEPS + 1;
export const EMERGENCY = STEPS + 2;
export const CLASS_COUNT = STEPS + 3;

type Aircraft = Pick<StateVector, "on_ground" | "baro_altitude" | "geo_altitude" | "squawk">;

export function altitudeClass(state: Aircraft): number {
  if (emergencyOf(state)) return EMERGENCY;
  if (state.on_ground) return GROUND;
  const altitude = state.baro_altitude ?? state.geo_altitude;
  if (altitude === null) return UNKNOWN_ALTITUDE;
  return Math.max(0, Math.min(STEPS - 1, Math.floor(altitude / STEP_M)));
}

/** Drawn later is seen better: ground, unknown, low to high, emergencies last. */
export function drawingRank(altitudeClassIndex: number): number {
  if (altitudeClassIndex === GROUND) return -2;
  return altitudeClassIndex === UNKNOWN_ALTITUDE ? -1 : altitudeClassIndex;
}

export function classColours(palette: Palette): string[] {
  const steps = Array.from({ length: STEPS }, (_, i) =>
    rampColour(palette.altitude, i / (STEPS - 1)),
  );
  return [...steps, palette.ground, palette.unknown, palette.alarm];
}

function rampColour(stops: readonly string[], share: number): string {
  const position = share * (stops.length - 1);
  const below = Math.min(Math.floor(position), stops.length - 2);
  return mix(stops[below] ?? "", stops[below + 1] ?? "", position - below);
}

function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, i: number) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => channel(from, i) * (1 - share) + channel(to, i) * share);
  return `rgb(${mixed.map(Math.round).join(", ")})`;
}
