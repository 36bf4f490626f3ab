// Counts over the aircraft that are shown.
import { IN_THE_AIR, ON_GROUND, type Aircraft } from "./aircraft";
import { airlineOf } from "./airline";
import { countryOf } from "./country";
import { phaseAt } from "./phase";
import { shapeOf } from "./shape";

export type Counted = readonly (readonly [string, number])[];

export interface Statistics {
  total: number;
  airborne: number;
  onGround: number;
  /** Aircraft in the air by band, the lowest first; the uppermost is open. */
  bands: readonly number[];
  phases: Counted;
  shapes: Counted;
  /** The most frequent first. */
  countries: Counted;
  airlines: Counted;
}

/** Bands of altitude: their height in m, and how many there are. */
export interface Bands {
  metres: number;
  count: number;
}

export function statisticsOf(
  aircraft: Aircraft,
  visible: Uint8Array | null,
  { metres, count }: Bands,
): Statistics {
  const bands = new Array<number>(count).fill(0);
  const counts = { phases: tally(), shapes: tally(), countries: tally(), airlines: tally() };
  let [total, airborne, onGround] = [0, 0, 0];
  for (let i = 0; i < aircraft.count; i++) {
    if (visible && visible[i] === 0) continue;
    total++;
    if (aircraft.onGround[i] === ON_GROUND) onGround++;
    if (aircraft.onGround[i] === IN_THE_AIR) {
      airborne++;
      const band = Math.floor((aircraft.altitude[i] as number) / metres);
      if (!Number.isNaN(band)) {
        const place = Math.max(0, Math.min(count - 1, band));
        bands[place] = (bands[place] ?? 0) + 1;
      }
    }
    counts.phases.add(phaseAt(aircraft, i));
    counts.shapes.add(shapeOf(aircraft.category[i] as number));
    counts.countries.add(countryOf(aircraft.code[i] as number));
    counts.airlines.add(airlineOf(aircraft.callsign[i] ?? ""));
  }
  return {
    total,
    airborne,
    onGround,
    bands,
    phases: counts.phases.sorted(),
    shapes: counts.shapes.sorted(),
    countries: counts.countries.sorted(),
    airlines: counts.airlines.sorted(),
  };
}

function tally() {
  const counts = new Map<string, number>();
  return {
    add(name: string | null) {
      if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    sorted: (): Counted => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
  };
}
