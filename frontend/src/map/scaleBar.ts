// How long the scale of the map is, and what stands in it. Pure.
import { unitsPerMetre } from "../lib/mercator";
import type { View } from "../lib/hash";
import type { Unit } from "../lib/units";

const LONGEST_PX = 120;

export interface ScaleBar {
  /** CSS pixels */
  width: number;
  length: number;
}

/** The longest round length, in the unit, that has room. */
export function scaleBarOf({ zoom, latitude }: View, { factor }: Unit): ScaleBar {
  const pixelsPerUnit = (unitsPerMetre(latitude) * 256 * 2 ** zoom) / factor;
  const length = roundBelow(LONGEST_PX / pixelsPerUnit);
  return { width: length * pixelsPerUnit, length };
}

/** 1, 2 or 5 times a power of ten. */
function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [5, 2, 1].find((one) => one * power <= value) ?? 1;
  return step * power;
}
