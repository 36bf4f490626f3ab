// What only the API knows: registrations, and the names of airports.
import type { ApiClient } from "../api/client";
import type { Airport } from "../api/types";
import citiesUrl from "../reference/cities.json?url";
import type { Format } from "../i18n/format";
import type { Match } from "../live/matches";
import { EXACT_CODE, EXACT_NAME, folded, PREFIX, scoreOf, TYPO, WITHIN, WORD } from "../live/score";
import { findNames } from "../live/search";

export const MOST_OF_A_KIND = 4;

interface Asking {
  client: ApiClient;
  text: string;
  format: Format;
  /** The word for one. */
  airport: string;
}

export async function askMatches(asking: Asking): Promise<Match[]> {
  // What cannot be asked is not found; the status says that the API is away.
  const [flights, airports] = await Promise.all([
    askFlights(asking).catch(() => []),
    askAirports(asking).catch(() => []),
  ]);
  return [...flights, ...airports];
}

async function askFlights({ client, text, format }: Asking): Promise<Match[]> {
  const path = `/flights/search?q=${encodeURIComponent(text)}`;
  const wanted = folded(text).replaceAll(" ", "");
  const { flights } = await client.ask("/flights/search", path);
  return flights.slice(0, MOST_OF_A_KIND).map(({ state, enrichment }) => {
    const { registration, country_code } = enrichment;
    const callsign = state.callsign?.trim();
    const codes = [callsign, state.icao24, registration].map((one) =>
      folded(one ?? "").replaceAll("-", ""),
    );
    return {
      kind: "aircraft",
      code: state.icao24,
      name: callsign || registration || state.icao24,
      about: [registration, format.country(country_code)].filter(Boolean).join(" · "),
      score: codes.includes(wanted.replaceAll("-", "")) ? EXACT_CODE : WITHIN,
    };
  });
}

async function askAirports({ client, text, airport }: Asking): Promise<Match[]> {
  const found = await findAirports(client, text);
  if (found.length > 0) return found.map((one) => matchOf(one, airport, airportScore(one, text)));
  const city = await cityLike(text);
  if (city === null) return [];
  return (await findAirports(client, city)).map((one) => matchOf(one, airport, TYPO));
}

async function findAirports(client: ApiClient, text: string): Promise<Airport[]> {
  const path = `/airports?q=${encodeURIComponent(text)}`;
  return (await client.ask("/airports", path)).airports.slice(0, MOST_OF_A_KIND);
}

/** The API has its own order, by spelling and traffic: here it is told how good its finds are. */
export function airportScore({ icao, iata, name, city }: Airport, text: string): number {
  const codes = [icao, iata ?? ""];
  const score = scoreOf({ codes, names: [folded(name), folded(city)] }, folded(text));
  if (score === EXACT_CODE || (score === EXACT_NAME && iata)) return score;
  // A strip that is called after what is near is seldom meant.
  return iata ? PREFIX : WORD;
}

function matchOf(one: Airport, airport: string, score: number): Match {
  const about = `${airport} · ${[one.iata, one.city].filter(Boolean).join(", ")}`;
  return { kind: "airport", code: one.icao, name: one.name, about, score, place: one };
}

/** A large city whose name is but a typo away, in as many words as were typed. */
async function cityLike(text: string): Promise<string | null> {
  const response = await fetch(citiesUrl);
  const cities = (await response.json()) as [string, ...unknown[]][];
  const [city] = findNames(cities, ([name]) => name, text);
  return city ? city[0].split(" ").slice(0, text.trim().split(/\s+/).length).join(" ") : null;
}
