// Conversions from the SI units of the API to the units pilots use.

export const metresToFeet = (metres: number) => metres / 0.3048;
export const metresPerSecondToKnots = (speed: number) => (speed * 3600) / 1852;
export const metresPerSecondToFeetPerMinute = (speed: number) => metresToFeet(speed) * 60;
