// The columns of the table: how each is sorted. Texts are the panel's.
import { nameAt, squawkAt, type Aircraft } from "./aircraft";
import { airlineOf } from "./airline";
import { countryOf } from "./country";
import { phaseAt, PHASES } from "./phase";
import { shapeIndexOf } from "./shape";

export const TABLE_COLUMNS = [
  "callsign",
  "altitude",
  "velocity",
  "airline",
  "country",
  "verticalRate",
  "phase",
  "icao24",
  "trueTrack",
  "squawk",
  "category",
  "latitude",
  "longitude",
  "age",
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export const FIRST_COLUMNS = TABLE_COLUMNS.slice(0, 7);

/** Figures stand below each other from the right. */
export const isFigure = (column: TableColumn) =>
  ["altitude", "velocity", "verticalRate", "trueTrack", "latitude", "longitude", "age"].includes(
    column,
  );

type Key = (aircraft: Aircraft, i: number) => string | number;

const KEYS: Record<TableColumn, Key> = {
  callsign: ({ callsign }, i) => callsign[i] ?? "",
  icao24: ({ code }, i) => code[i] ?? 0,
  airline: ({ callsign }, i) => airlineOf(callsign[i] ?? "") ?? "",
  country: ({ code }, i) => countryOf(code[i] ?? 0) ?? "",
  altitude: ({ altitude }, i) => altitude[i] ?? NaN,
  velocity: ({ velocity }, i) => velocity[i] ?? NaN,
  verticalRate: ({ verticalRate }, i) => verticalRate[i] ?? NaN,
  trueTrack: ({ trueTrack }, i) => trueTrack[i] ?? NaN,
  squawk: (aircraft, i) => squawkAt(aircraft, i) ?? "",
  phase: (aircraft, i) => PHASES.indexOf(phaseAt(aircraft, i)),
  category: ({ category }, i) => shapeIndexOf(category[i] ?? 0),
  latitude: ({ latitude }, i) => latitude[i] ?? NaN,
  longitude: ({ longitude }, i) => longitude[i] ?? NaN,
  age: ({ positionAge }, i) => positionAge[i] ?? NaN,
};

export interface Sorting {
  column: TableColumn;
  isDescending: boolean;
}

/** The visible rows in order; unknown values come last, equal ones in the order of their names. */
export function sortedRows(
  aircraft: Aircraft,
  visible: Uint8Array | null,
  { column, isDescending }: Sorting,
): number[] {
  const rows: number[] = [];
  for (let i = 0; i < aircraft.count; i++) if (!visible || visible[i] === 1) rows.push(i);
  const keyOf = KEYS[column];
  const keys = Array.from({ length: aircraft.count }, (_, i) => keyOf(aircraft, i));
  const sign = isDescending ? -1 : 1;
  return rows.sort((a, b) => {
    const [keyA, keyB] = [keys[a] ?? "", keys[b] ?? ""];
    const [isLastA, isLastB] = [isUnknown(keyA), isUnknown(keyB)];
    if (isLastA !== isLastB) return isLastA ? 1 : -1;
    if (keyA < keyB) return -sign;
    if (keyA > keyB) return sign;
    return nameAt(aircraft, a) < nameAt(aircraft, b) ? -1 : 1;
  });
}

const isUnknown = (key: string | number) => key === "" || Number.isNaN(key);
