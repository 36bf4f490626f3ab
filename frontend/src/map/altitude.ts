// Altitude as a class of colour: one class for 500 m, and classes of their own for what has no altitude.
import { ON_GROUND, type Aircraft } from "../live/aircraft";
import { emergencyAt } from "../live/emergency";
import type { Palette } from "./palette";

export const TOP_ALTITUDE_M = 13_000;
const STEP_M = 500;
const STEPS = TOP_ALTITUDE_M / STEP_M;

export const GROUND = STEPS;
export const UNKNOWN_ALTITUDE = STEPS + 1;
export const EMERGENCY = STEPS + 2;
export const CLASS_COUNT = STEPS + 3;

export function classAt(aircraft: Aircraft, i: number): number {
  if (emergencyAt(aircraft, i)) return EMERGENCY;
  if (aircraft.onGround[i] === ON_GROUND) return GROUND;
  return altitudeClass(aircraft.altitude[i] as number);
}

/** Of an altitude in m; NaN is unknown. */
export function altitudeClass(altitude: number): number {
  if (Number.isNaN(altitude)) return UNKNOWN_ALTITUDE;
  return Math.max(0, Math.min(STEPS - 1, Math.floor(altitude / STEP_M)));
}

/** From 0. Drawn later is seen better: ground, unknown, low to high, emergencies last. */
export function drawingRank(altitudeClassIndex: number): number {
  if (altitudeClassIndex === EMERGENCY) return CLASS_COUNT - 1;
  if (altitudeClassIndex === GROUND) return 0;
  return altitudeClassIndex === UNKNOWN_ALTITUDE ? 1 : altitudeClassIndex + 2;
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
