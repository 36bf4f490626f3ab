import { expect, test } from "vitest";
import { COUNTRY_CODES } from "./country";
import { countryCalled } from "./countryNames";
import { joinMatches, type Match } from "./matches";
import { EXACT_CODE, EXACT_NAME, folded, PREFIX, TYPO, WORD } from "./score";
import { findCalled } from "./search";

const match = (kind: Match["kind"], code: string, score: number): Match => ({
  kind,
  code,
  name: code,
  about: "",
  score,
});
const codes = (...matches: Match[]) => joinMatches(matches).map(({ code }) => code);

test("the best of all kinds is first", () => {
  expect(
    codes(match("aircraft", "a", PREFIX), match("airline", "b", WORD), match("airport", "c", 0)),
  ).toEqual(["c", "a", "b"]);
});

test("a typo is forgiven only where nothing of any kind fits", () => {
  const near = match("aircraft", "eddf00", TYPO);
  expect(codes(near, match("airport", "EDDF", EXACT_CODE))).toEqual(["EDDF"]);
  expect(codes(near)).toEqual(["eddf00"]);
});

test("nothing is named twice, and its best score counts", () => {
  const [good, bad] = [match("aircraft", "a", EXACT_CODE), match("aircraft", "a", WORD)];
  expect(joinMatches([bad], [good])).toEqual([good]);
});

const AIRLINES = ["Lufthansa CityLine", "Lufthansa", "Germany Air"];
const called = (name: string) => ({ codes: [], names: [folded(name)] });

test("a name as it was typed goes before a longer one", () => {
  expect(findCalled(AIRLINES, called, "lufthansa")[0]).toEqual({
    item: "Lufthansa",
    score: EXACT_NAME,
  });
});

test.each(["Germany", "Deutschland", "allemagne", "Alemania", "DE"])("%s is a country", (text) => {
  const [first] = findCalled(COUNTRY_CODES, countryCalled, text);
  expect(first?.item).toBe("DE");
  expect(first?.score).toBeLessThan(PREFIX);
});
