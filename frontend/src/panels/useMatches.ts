// Searches the sky at once, and asks the API for what only it knows.
import { useEffect, useMemo, useState } from "react";
import { useWords } from "../i18n/context";
import type { Format } from "../i18n/format";
import { addressOf, squawkAt, type Aircraft } from "../live/aircraft";
import { airlineNames } from "../live/airline";
import { COUNTRY_CODES, countryOf } from "../live/country";
import { countryCalled } from "../live/countryNames";
import { joinMatches, type Match } from "../live/matches";
import { EXACT_NAME, folded, TYPO } from "../live/score";
import { findAircraft, findCalled } from "../live/search";
import { askMatches, MOST_OF_A_KIND } from "./askMatches";
import { useLive, useServices } from "./context";

/** After this pause in the typing. */
const ASK_AFTER_MS = 200;

export function useMatches(text: string): readonly Match[] {
  const { t, format } = useWords();
  const aircraft = useLive((state) => state.sky?.aircraft);
  const airlines = useAirlines(text.trim() !== "");
  const remote = useRemote(text.trim(), format, t("searchAirport"));

  return useMemo(() => {
    const found = joinMatches(
      aircraft ? aircraftMatches(aircraft, text, format, t("noCallsign")) : [],
      remote ?? [],
      findCalled(airlines, (one) => one, text)
        .slice(0, MOST_OF_A_KIND)
        .map(({ item: { code, name }, score }) => ({
          kind: "airline",
          code,
          name,
          about: t("searchAirline"),
          score,
        })),
      findCalled(COUNTRY_CODES, countryCalled, text)
        .slice(0, MOST_OF_A_KIND)
        .map(({ item: code, score }) => ({
          kind: "country",
          code,
          name: format.country(code),
          about: t("searchCountry"),
          score,
        })),
    );
    // Whether a typo must be forgiven is known when the API has answered.
    return remote ? found : found.filter(({ score }) => score < TYPO);
  }, [aircraft, text, airlines, remote, format, t]);
}

function aircraftMatches(aircraft: Aircraft, text: string, format: Format, nameless: string) {
  return findAircraft(aircraft, text).map(({ item: i, score }): Match => {
    const code = aircraft.code[i] ?? 0;
    const country = format.country(countryOf(code));
    return {
      kind: "aircraft",
      code: addressOf(code),
      name: aircraft.callsign[i] || nameless,
      // The squawk is why it was found.
      about: score === EXACT_NAME ? `${squawkAt(aircraft, i)} · ${country}` : country,
      score,
    };
  });
}

function useAirlines(isWanted: boolean) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    // Without a network the designators still are found, as parts of callsigns.
    if (isWanted) airlineNames().then(setNames, () => {});
  }, [isWanted]);
  return useMemo(
    () =>
      Object.entries(names).map(([code, name]) => ({
        code,
        name,
        codes: [code],
        names: [folded(name)],
      })),
    [names],
  );
}

const NOTHING: readonly Match[] = [];

/** null until the API has answered. */
function useRemote(text: string, format: Format, airport: string): readonly Match[] | null {
  const { client } = useServices();
  const [found, setFound] = useState<{ text: string; matches: readonly Match[] }>({
    text: "",
    matches: NOTHING,
  });
  useEffect(() => {
    if (text.length < 2) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void askMatches({ client, text, format, airport }).then(
        (matches) => isCurrent && setFound({ text, matches }),
      );
    }, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, text, format, airport]);
  if (text.length < 2) return NOTHING;
  return found.text === text ? found.matches : null;
}
