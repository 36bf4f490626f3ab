// Web Mercator on the unit square: x 0..1 from 180°W to 180°E, y 0..1 from north to south.

export const EARTH_CIRCUMFERENCE_M = 40_075_016.686;
const MAX_LATITUDE = 85.0511287798;
const RADIANS = Math.PI / 180;

export interface Point {
  x: number;
  y: number;
}

export function project(latitude: number, longitude: number): Point {
  const clipped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
  const sine = Math.sin(clipped * RADIANS);
  return {
    x: longitude / 360 + 0.5,
    y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
  };
}

/** Length of one metre on the ground, in units of the square, at this latitude. */
export function unitsPerMetre(latitude: number): number {
  const clipped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
  return 1 / (EARTH_CIRCUMFERENCE_M * Math.cos(clipped * RADIANS));
}
