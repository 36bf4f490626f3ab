import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ApiClient } from "../api/client";
import type { Airport } from "../api/types";
import { createFormat } from "../i18n/format";
import { en } from "../i18n/en";
import { translateBy } from "../i18n/text";
import { EXACT_CODE, EXACT_NAME, PREFIX, TYPO, WORD } from "../live/score";
import { airportScore, askMatches } from "./askMatches";

const place = { country: "DE", latitude: 50, longitude: 8.5, elevation: 110 };
const frankfurt: Airport = {
  icao: "EDDF",
  iata: "FRA",
  name: "Frankfurt am Main Airport",
  city: "Frankfurt",
  ...place,
};
const strip: Airport = { icao: "TE17", iata: null, name: "Heathrow", city: "Heathrow", ...place };

test("a code, a city, another word, a strip: in this order", () => {
  const score = (text: string) => airportScore(frankfurt, text);
  expect([score("eddf"), score("Frankfurt"), score("main")]).toEqual([
    EXACT_CODE,
    EXACT_NAME,
    PREFIX,
  ]);
  expect(airportScore(strip, "heathrow")).toBe(WORD);
});

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json([["Frankfurt am Main", 50.1, 8.7, 650]]));
});
afterEach(() => vi.unstubAllGlobals());

test("an airport is found by its city with a typo", async () => {
  const ask = async (kind: string, path: string) =>
    kind === "/airports"
      ? { airports: path.endsWith("q=Frankfurt") ? [frankfurt] : [] }
      : { flights: [] };
  const format = createFormat(translateBy(en), "en", "aviation");
  const client = { ask } as unknown as ApiClient;
  const found = await askMatches({ client, text: "Frankfrt", format, airport: "airport" });
  expect(found.map(({ code, score }) => [code, score])).toEqual([["EDDF", TYPO]]);
});
