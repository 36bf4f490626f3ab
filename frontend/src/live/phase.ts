// Which part of its flight an aircraft is in. The same limits as core/…/reference/flight_phase.py,
// but for the approach, which takes an airport: here it is a descent.
import { GROUND_UNKNOWN, ON_GROUND, type Aircraft } from "./aircraft";

export const PHASES = ["ground", "climb", "cruise", "descent", "unknown"] as const;
export type Phase = (typeof PHASES)[number];

/** m/s; slower up or down is level flight. */
const LEVEL_RATE = 1.5;

export function phaseAt({ onGround, verticalRate }: Aircraft, i: number): Phase {
  if (onGround[i] === GROUND_UNKNOWN) return "unknown";
  return phaseOf(onGround[i] === ON_GROUND, verticalRate[i] as number);
}

export function phaseOf(isOnGround: boolean | null, rate: number | null): Phase {
  if (isOnGround === null) return "unknown";
  if (isOnGround) return "ground";
  if (rate === null || Number.isNaN(rate)) return "unknown";
  if (rate >= LEVEL_RATE) return "climb";
  return rate <= -LEVEL_RATE ? "descent" : "cruise";
}
