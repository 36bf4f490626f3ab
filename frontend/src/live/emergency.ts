// Squawks that call for help.
import type { StateVector } from "../api/types";

const MEANINGS: Readonly<Record<string, string>> = {
  "7500": "unlawful interference",
  "7600": "radio failure",
  "7700": "general emergency",
};

export function emergencyOf({ squawk }: Pick<StateVector, "squawk">): string | null {
  return squawk === null ? null : (MEANINGS[squawk] ?? null);
}
