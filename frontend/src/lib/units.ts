// Conversions from the SI units of the API to those that people read.

export const UNIT_SYSTEMS = ["aviation", "metric", "imperial"] as const;
export type UnitSystem = (typeof UNIT_SYSTEMS)[number];

export const metresToFeet = (metres: number) => metres / 0.3048;
export const metresPerSecondToKnots = (speed: number) => (speed * 3600) / 1852;
export const metresPerSecondToFeetPerMinute = (speed: number) => metresToFeet(speed) * 60;

/** A unit: what it is called, and how many of it one SI unit is. */
export interface Unit {
  name: string;
  factor: number;
  digits: number;
}

const FEET: Unit = { name: "ft", factor: metresToFeet(1), digits: 0 };
const FEET_PER_MINUTE: Unit = {
  name: "ft/min",
  factor: metresPerSecondToFeetPerMinute(1),
  digits: 0,
};

/** Of altitudes (m), speeds and vertical rates (m/s) and distances (m). */
export const UNITS: Record<UnitSystem, Record<"altitude" | "speed" | "rate" | "distance", Unit>> = {
  aviation: {
    altitude: FEET,
    speed: { name: "kt", factor: metresPerSecondToKnots(1), digits: 0 },
    rate: FEET_PER_MINUTE,
    distance: { name: "NM", factor: 1 / 1852, digits: 1 },
  },
  metric: {
    altitude: { name: "m", factor: 1, digits: 0 },
    speed: { name: "km/h", factor: 3.6, digits: 0 },
    rate: { name: "m/s", factor: 1, digits: 1 },
    distance: { name: "km", factor: 1 / 1000, digits: 1 },
  },
  imperial: {
    altitude: FEET,
    speed: { name: "mph", factor: 3600 / 1609.344, digits: 0 },
    rate: FEET_PER_MINUTE,
    distance: { name: "mi", factor: 1 / 1609.344, digits: 1 },
  },
};
