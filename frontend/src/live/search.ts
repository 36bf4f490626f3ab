// Finding aircraft of the sky by callsign, address or squawk, and whatever has a name.
import { addressOf, nameAt, squawkAt, type Aircraft } from "./aircraft";
import {
  EXACT_CODE,
  EXACT_NAME,
  folded,
  PREFIX,
  scoreOf,
  TYPO,
  WITHIN,
  WORD,
  type Called,
} from "./score";
import { startsWithTypo } from "./searchTypo";

export const MAX_MATCHES = 20;

export interface Found<T> {
  item: T;
  score: number;
}

/** Rows of the sky, the best first. A typo is forgiven only where nothing fits as written. */
export function findAircraft(aircraft: Aircraft, text: string): Found<number>[] {
  const wanted = folded(text).replaceAll(" ", "");
  if (wanted === "") return [];
  const written = findRows(aircraft, (i) => scoreAt(aircraft, i, wanted));
  if (written.length > 0) return written;
  return findRows(aircraft, (i) => (hasTypo(aircraft, i, wanted) ? TYPO : null));
}

function findRows(aircraft: Aircraft, score: (i: number) => number | null): Found<number>[] {
  const rows: number[][] = [];
  for (let i = 0; i < aircraft.count; i++) {
    const place = score(i);
    if (place !== null) (rows[place] ??= []).push(i);
  }
  const byName = (a: number, b: number) => compareNames(aircraft, a, b);
  return rows
    .flatMap((same, score) => same.sort(byName).map((item) => ({ item, score })))
    .slice(0, MAX_MATCHES);
}

function scoreAt(aircraft: Aircraft, i: number, wanted: string): number | null {
  const name = aircraft.callsign[i] ?? "";
  const address = addressAt(aircraft, i);
  if (name === wanted || address === wanted) return EXACT_CODE;
  if (squawkAt(aircraft, i) === wanted) return EXACT_NAME;
  if (name.startsWith(wanted)) return PREFIX;
  if (address.startsWith(wanted)) return WORD;
  return name.includes(wanted) ? WITHIN : null;
}

const hasTypo = (aircraft: Aircraft, i: number, wanted: string) =>
  startsWithTypo(aircraft.callsign[i] ?? "", wanted) ||
  startsWithTypo(addressAt(aircraft, i), wanted);

const addressAt = ({ code }: Aircraft, i: number) => addressOf(code[i] ?? 0).toUpperCase();

/** Those without a callsign come last, in the order of their addresses. */
function compareNames(aircraft: Aircraft, a: number, b: number): number {
  const [nameA, nameB] = [aircraft.callsign[a] ?? "", aircraft.callsign[b] ?? ""];
  if ((nameA === "") !== (nameB === "")) return nameA === "" ? 1 : -1;
  return nameAt(aircraft, a).localeCompare(nameAt(aircraft, b));
}

/** Whatever has codes and names, the best first. */
export function findCalled<T>(
  items: readonly T[],
  calledOf: (item: T) => Called,
  text: string,
): Found<T>[] {
  const wanted = folded(text);
  if (wanted.length < 2) return [];
  const found: Found<T>[] = [];
  for (const item of items) {
    const score = scoreOf(calledOf(item), wanted);
    if (score !== null) found.push({ item, score });
  }
  found.sort((a, b) => a.score - b.score);
  return found[0]?.score === TYPO ? found : found.filter(({ score }) => score !== TYPO);
}

/** By name alone. */
export function findNames<T>(items: readonly T[], nameOf: (item: T) => string, text: string): T[] {
  const called = (item: T) => ({ codes: [], names: [folded(nameOf(item))] });
  return findCalled(items, called, text).map(({ item }) => item);
}
