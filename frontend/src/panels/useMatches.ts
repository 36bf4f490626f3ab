// Searches the sky at once, and asks the API for what only it knows: registrations and airports.
import { useEffect, useMemo, useState } from "react";
import type { ApiClient } from "../api/client";
import { useWords } from "../i18n/context";
import type { Format } from "../i18n/format";
import { addressOf, type Aircraft } from "../live/aircraft";
import { airlineNames } from "../live/airline";
import { countryOf, COUNTRY_CODES } from "../live/country";
import { joinMatches, type Match } from "../live/matches";
import { findAircraft, findNames } from "../live/search";
import { useLive, useServices } from "./context";

/** After this pause in the typing. */
const ASK_AFTER_MS = 200;
const MOST_OF_A_KIND = 4;

export function useMatches(text: string): readonly Match[] {
  const { t, format } = useWords();
  const aircraft = useLive((state) => state.sky?.aircraft);
  const names = useAirlines(text.trim() !== "");
  const remote = useRemote(text.trim(), format, t("searchAirport"));

  return useMemo(() => {
    const airlines = findNames(Object.entries(names), ([, name]) => name, text);
    const countries = findNames(COUNTRY_CODES, format.country, text);
    return joinMatches(
      aircraft ? aircraftMatches(aircraft, text, format, t("noCallsign")) : [],
      remote,
      airlines.slice(0, MOST_OF_A_KIND).map(([code, name]) => ({
        kind: "airline",
        code,
        name,
        about: t("searchAirline"),
      })),
      countries.slice(0, MOST_OF_A_KIND).map((code) => ({
        kind: "country",
        code,
        name: format.country(code),
        about: t("searchCountry"),
      })),
    );
  }, [aircraft, text, names, remote, format, t]);
}

function aircraftMatches(aircraft: Aircraft, text: string, format: Format, nameless: string) {
  return findAircraft(aircraft, text).map((i): Match => {
    const code = aircraft.code[i] ?? 0;
    return {
      kind: "aircraft",
      code: addressOf(code),
      name: aircraft.callsign[i] || nameless,
      about: format.country(countryOf(code)),
    };
  });
}

function useAirlines(isWanted: boolean): Readonly<Record<string, string>> {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    // Without a network the designators still are found, as parts of callsigns.
    if (isWanted) airlineNames().then(setNames, () => {});
  }, [isWanted]);
  return names;
}

const NOTHING: readonly Match[] = [];

function useRemote(text: string, format: Format, airport: string): readonly Match[] {
  const { client } = useServices();
  const [found, setFound] = useState<{ text: string; matches: readonly Match[] }>({
    text: "",
    matches: NOTHING,
  });
  useEffect(() => {
    if (text.length < 2) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void askBoth(client, text, format, airport).then(
        (matches) => isCurrent && setFound({ text, matches }),
      );
    }, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, text, format, airport]);
  return found.text === text ? found.matches : NOTHING;
}

async function askBoth(client: ApiClient, text: string, format: Format, airport: string) {
  const q = encodeURIComponent(text);
  // What cannot be asked is not found; the status says that the API is away.
  const [flights, airports] = await Promise.allSettled([
    client.ask("/flights/search", `/flights/search?q=${q}`),
    client.ask("/airports", `/airports?q=${q}`),
  ]);
  const matches: Match[] = [];
  if (flights.status === "fulfilled")
    matches.push(
      ...flights.value.flights.slice(0, MOST_OF_A_KIND).map(({ state, enrichment }): Match => ({
        kind: "aircraft",
        code: state.icao24,
        name: state.callsign?.trim() || enrichment.registration || state.icao24,
        about: [enrichment.registration, format.country(enrichment.country_code)]
          .filter(Boolean)
          .join(" · "),
      })),
    );
  if (airports.status === "fulfilled")
    matches.push(
      ...airports.value.airports.slice(0, MOST_OF_A_KIND).map((one): Match => ({
        kind: "airport",
        code: one.icao,
        name: one.name,
        about: `${airport} · ${[one.iata, one.city].filter(Boolean).join(", ")}`,
        place: one,
      })),
    );
  return matches;
}
