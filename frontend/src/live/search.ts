// Finding aircraft of the sky by callsign, address or country.
import { addressOf, nameAt, type Aircraft } from "./aircraft";
import { startsWithTypo } from "./searchTypo";

export const MAX_MATCHES = 20;

type Rank = (aircraft: Aircraft, i: number, wanted: string) => number | null;

/**
 * Rows whose callsign begins with the text first, then addresses, then callsigns that contain it.
 * A typo is forgiven only where nothing fits as written.
 */
export function findAircraft(aircraft: Aircraft, text: string): number[] {
  const wanted = text.replaceAll(" ", "").toUpperCase();
  if (wanted === "") return [];
  const exact = rankAll(aircraft, wanted, rankOf);
  return exact.length > 0 ? exact : rankAll(aircraft, wanted, rankOfTypo);
}

function rankAll(aircraft: Aircraft, wanted: string, rank: Rank): number[] {
  const ranked: number[][] = [[], [], []];
  for (let i = 0; i < aircraft.count; i++) {
    const place = rank(aircraft, i, wanted);
    if (place !== null) ranked[place]?.push(i);
  }
  const byName = (a: number, b: number) => compareNames(aircraft, a, b);
  return ranked.flatMap((matches) => matches.sort(byName)).slice(0, MAX_MATCHES);
}

function rankOf({ callsign, code }: Aircraft, i: number, wanted: string): number | null {
  const name = callsign[i] ?? "";
  if (name.startsWith(wanted)) return 0;
  if (
    addressOf(code[i] ?? 0)
      .toUpperCase()
      .startsWith(wanted)
  )
    return 1;
  return name.includes(wanted) ? 2 : null;
}

function rankOfTypo({ callsign, code }: Aircraft, i: number, wanted: string): number | null {
  if (startsWithTypo(callsign[i] ?? "", wanted)) return 0;
  return startsWithTypo(addressOf(code[i] ?? 0).toUpperCase(), wanted) ? 1 : null;
}

/** Those without a callsign come last, in the order of their addresses. */
function compareNames(aircraft: Aircraft, a: number, b: number): number {
  const [nameA, nameB] = [aircraft.callsign[a] ?? "", aircraft.callsign[b] ?? ""];
  if ((nameA === "") !== (nameB === "")) return nameA === "" ? 1 : -1;
  return nameAt(aircraft, a).localeCompare(nameAt(aircraft, b));
}

/** Names that begin with the text, or have a word that does; one typo is forgiven at the start. */
export function findNames<T>(items: readonly T[], nameOf: (item: T) => string, text: string): T[] {
  const wanted = text.trim().toUpperCase();
  if (wanted.length < 2) return [];
  const named = items.map((item) => ({ item, name: nameOf(item).toUpperCase() }));
  const starting = named.filter(({ name }) => name.startsWith(wanted));
  const within = named.filter(
    ({ name }) => !name.startsWith(wanted) && ` ${name}`.includes(` ${wanted}`),
  );
  const exact = [...starting, ...within];
  const found = exact.length > 0 ? exact : named.filter(({ name }) => startsWithTypo(name, wanted));
  return found.map(({ item }) => item);
}
