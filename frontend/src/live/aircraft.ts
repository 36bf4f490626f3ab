// The aircraft of one sky as columns of numbers: 10,000 of them are a few typed arrays, not objects.

export const UNKNOWN_SQUAWK = 0xffff;
/** Bit 24 of a code marks an address that is not ICAO's; such an address begins with "~". */
const NON_ICAO = 1 << 24;

export const IN_THE_AIR = 0;
export const ON_GROUND = 1;
export const GROUND_UNKNOWN = 2;

/** SI units and degrees; NaN means unknown. Row i of each column is the same aircraft. */
export interface Aircraft {
  count: number;
  code: Uint32Array;
  /** "" is unknown. */
  callsign: string[];
  category: Uint8Array;
  squawk: Uint16Array;
  latitude: Float32Array;
  longitude: Float32Array;
  /** Barometric, or else geometric, in m. */
  altitude: Float32Array;
  onGround: Uint8Array;
  velocity: Float32Array;
  trueTrack: Float32Array;
  verticalRate: Float32Array;
  /** Seconds before the snapshot; 255 stands for more. */
  positionAge: Float32Array;
}

/** One row of the columns; null is unknown. */
export interface AircraftRow {
  icao24: string;
  callsign: string | null;
  category: number;
  squawk: string | null;
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  onGround: boolean | null;
  velocity: number | null;
  trueTrack: number | null;
  verticalRate: number | null;
  positionAge: number | null;
}

export function noAircraft(count = 0): Aircraft {
  return {
    count,
    code: new Uint32Array(count),
    callsign: new Array<string>(count).fill(""),
    category: new Uint8Array(count),
    squawk: new Uint16Array(count).fill(UNKNOWN_SQUAWK),
    latitude: new Float32Array(count).fill(NaN),
    longitude: new Float32Array(count).fill(NaN),
    altitude: new Float32Array(count).fill(NaN),
    onGround: new Uint8Array(count).fill(GROUND_UNKNOWN),
    velocity: new Float32Array(count).fill(NaN),
    trueTrack: new Float32Array(count).fill(NaN),
    verticalRate: new Float32Array(count).fill(NaN),
    positionAge: new Float32Array(count).fill(NaN),
  };
}

/** The memory of the columns, to be handed over between threads instead of copied. */
export function buffersOf(aircraft: Aircraft): ArrayBuffer[] {
  return Object.values(aircraft).flatMap((column) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  );
}

export function addressOf(code: number): string {
  const hex = (code & (NON_ICAO - 1)).toString(16).padStart(6, "0");
  return code >= NON_ICAO ? `~${hex}` : hex;
}

export function codeOf(icao24: string): number {
  const isForeign = icao24.startsWith("~");
  return parseInt(isForeign ? icao24.slice(1) : icao24, 16) + (isForeign ? NON_ICAO : 0);
}

/** Where each aircraft stands in the columns. */
export function placesOf({ code, count }: Aircraft): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let i = 0; i < count; i++) places.set(code[i] as number, i);
  return places;
}

export function squawkAt({ squawk }: Aircraft, i: number): string | null {
  const value = squawk[i] ?? UNKNOWN_SQUAWK;
  return value === UNKNOWN_SQUAWK ? null : value.toString(8).padStart(4, "0");
}

export function rowAt(aircraft: Aircraft, i: number): AircraftRow {
  const { code, callsign, category, onGround } = aircraft;
  const state = onGround[i] ?? GROUND_UNKNOWN;
  return {
    icao24: addressOf(code[i] ?? 0),
    callsign: callsign[i] || null,
    category: category[i] ?? 0,
    squawk: squawkAt(aircraft, i),
    latitude: known(aircraft.latitude[i]),
    longitude: known(aircraft.longitude[i]),
    altitude: known(aircraft.altitude[i]),
    onGround: state === GROUND_UNKNOWN ? null : state === ON_GROUND,
    velocity: known(aircraft.velocity[i]),
    trueTrack: known(aircraft.trueTrack[i]),
    verticalRate: known(aircraft.verticalRate[i]),
    positionAge: known(aircraft.positionAge[i]),
  };
}

const known = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? null : value;

/** What an aircraft is called where there is room for one word. */
export const nameAt = ({ callsign, code }: Aircraft, i: number) =>
  callsign[i] || addressOf(code[i] ?? 0);
