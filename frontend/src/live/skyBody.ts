// Reads the API's compact Arrow answer (docs/api.md, "Arrow") into columns of numbers. Pure.
import { tableFromIPC, type Table } from "@uwdata/flechette";
import {
  GROUND_UNKNOWN,
  IN_THE_AIR,
  ON_GROUND,
  noAircraft,
  UNKNOWN_SQUAWK,
  type Aircraft,
} from "./aircraft";

export interface SkyBody {
  snapshotTime: number | null;
  source: string | null;
  /** Why the server could not read a newer sky; null when it could. */
  stale: string | null;
  /** Names this answer: `?known=<version>` spares what stands in it already. */
  version: string;
  /** Seconds that it was old when it was received; null where that cannot be said. */
  age?: number | null;
  aircraft: Aircraft;
}

/** The answer whose identities later answers may leave out. */
export interface KnownSky {
  version: string;
  aircraft: Aircraft;
}

/** Throws if the bytes are not such an answer, or leave out what is not known here. */
export function readSky(bytes: Uint8Array, known: KnownSky | null): SkyBody {
  const table = tableFromIPC(bytes);
  const about = table.schema.metadata ?? new Map<string, string>();
  const aircraft = noAircraft(table.numRows);
  const rests = about.get("known") ?? null;
  if (rests !== null && rests !== known?.version) throw new Error(`unknown base ${rests}`);
  readIdentities(table, aircraft);
  if (rests !== null && known) fillIdentities(table, aircraft, known, leftOf(about));
  for (const [name, column] of Object.entries(NUMBERS)) {
    readNumbers(table, name, aircraft[column] as Float32Array);
  }
  readGround(table, aircraft.onGround);
  return { ...titleOf(about), aircraft };
}

function titleOf(about: Map<string, string>) {
  return {
    snapshotTime: numberOf(about.get("snapshot_time")),
    source: about.get("source") ?? null,
    stale: about.get("stale") ?? null,
    version: about.get("version") ?? "",
  };
}

const NUMBERS = {
  latitude: "latitude",
  longitude: "longitude",
  altitude: "altitude",
  velocity: "velocity",
  true_track: "trueTrack",
  vertical_rate: "verticalRate",
  position_age: "positionAge",
} as const;

function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || Number.isNaN(value) ? null : value;
}

function leftOf(about: Map<string, string>): number[] {
  const left: unknown = JSON.parse(about.get("left") ?? "[]");
  if (!Array.isArray(left)) throw new Error("`left` is not a list");
  return left as number[];
}

interface Rows<Values> {
  values: Values;
  isNull(i: number): boolean;
}

/** Calls back for each part of a column with the place of its first row. */
function eachBatch<Values>(
  table: Table,
  name: string,
  read: (rows: Rows<Values>, start: number, length: number) => void,
): void {
  const column = table.getChild(name);
  if (!column) throw new Error(`the column ${name} is missing`);
  let start = 0;
  for (const { values, validity, nullCount, length } of column.data) {
    const bits = nullCount > 0 ? (validity as Uint8Array) : null;
    const isNull = (i: number) =>
      bits !== null && ((bits[i >> 3] as number) & (1 << (i & 7))) === 0;
    read({ values: values as Values, isNull }, start, length);
    start += length;
  }
}

function readNumbers(table: Table, name: string, into: Float32Array): void {
  const field = table.schema.fields.find((one) => one.name === name);
  const scale = Number(field?.metadata?.get("scale") ?? 1);
  eachBatch<ArrayLike<number>>(table, name, ({ values, isNull }, start, length) => {
    for (let i = 0; i < length; i++) {
      if (!isNull(i)) into[start + i] = (values[i] as number) / scale;
    }
  });
}

function readGround(table: Table, into: Uint8Array): void {
  eachBatch<Uint8Array>(table, "on_ground", ({ values, isNull }, start, length) => {
    for (let i = 0; i < length; i++) {
      const isSet = ((values[i >> 3] as number) & (1 << (i & 7))) !== 0;
      into[start + i] = isNull(i) ? GROUND_UNKNOWN : isSet ? ON_GROUND : IN_THE_AIR;
    }
  });
}

function readIdentities(table: Table, { code, callsign, category, squawk }: Aircraft): void {
  copyIntegers(table, "icao24", code);
  copyIntegers(table, "category", category);
  copyIntegers(table, "squawk", squawk);
  const decoder = new TextDecoder();
  eachBatch<Uint8Array>(table, "callsign", ({ values, isNull }, start, length) => {
    const stride = length === 0 ? 0 : values.length / length;
    for (let i = 0; i < length; i++) {
      if (isNull(i)) continue;
      callsign[start + i] = decoder.decode(values.subarray(i * stride, (i + 1) * stride)).trim();
    }
  });
}

function copyIntegers(table: Table, name: string, into: Uint8Array | Uint16Array | Uint32Array) {
  eachBatch<ArrayLike<number>>(table, name, ({ values, isNull }, start, length) => {
    for (let i = 0; i < length; i++) if (!isNull(i)) into[start + i] = values[i] as number;
  });
}

/** A row without an address is the next of the known rows that have not left. */
function fillIdentities(table: Table, into: Aircraft, known: KnownSky, left: number[]): void {
  const gone = new Set(left);
  const { aircraft } = known;
  let next = -1;
  eachBatch(table, "icao24", ({ isNull }, start, length) => {
    for (let i = 0; i < length; i++) {
      if (!isNull(i)) continue;
      do next++;
      while (gone.has(next));
      if (next >= aircraft.count) throw new Error("more rows are left out than are known");
      copyIdentity(aircraft, next, into, start + i);
    }
  });
}

function copyIdentity(from: Aircraft, i: number, into: Aircraft, at: number): void {
  into.code[at] = from.code[i] as number;
  into.callsign[at] = from.callsign[i] as string;
  into.category[at] = from.category[i] as number;
  into.squawk[at] = from.squawk[i] ?? UNKNOWN_SQUAWK;
}
