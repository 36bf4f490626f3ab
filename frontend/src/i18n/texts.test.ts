import { expect, test } from "vitest";
import { de } from "./de";
import { en, type TextKey, type Texts } from "./en";
import { es } from "./es";
import { createFormat } from "./format";
import { fr } from "./fr";
import { preferredLanguage } from "./languages";
import { translateBy } from "./text";

const KEYS = Object.keys(en) as TextKey[];
const OTHERS: [string, Texts][] = [
  ["German", de],
  ["French", fr],
  ["Spanish", es],
];

const holesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test.each(OTHERS)("%s has every text, and no other", (_, texts) => {
  expect(Object.keys(texts).sort()).toEqual([...KEYS].sort());
  expect(KEYS.filter((key) => texts[key].trim() === "")).toEqual([]);
});

test.each(OTHERS)("%s fills in the same values", (_, texts) => {
  const wrong = KEYS.filter((key) => holesOf(texts[key]).join() !== holesOf(en[key]).join());
  expect(wrong).toEqual([]);
});

test.each(OTHERS)("%s is not English", (_, texts) => {
  const same = KEYS.filter((key) => texts[key] === en[key] && en[key].length > 12);
  expect(same.length).toBeLessThan(5);
});

test("the reader's first language that there is", () => {
  expect(preferredLanguage(["it-IT", "de-CH", "en"])).toBe("de");
  expect(preferredLanguage([])).toBe("en");
});

const format = createFormat(translateBy(en), "en", "aviation");

test("unknown is said, never shown as zero", () => {
  expect([format.altitude(null), format.speed(NaN), format.text(" ")]).toEqual([
    "unknown",
    "unknown",
    "unknown",
  ]);
});

test("flight level 350 in three systems", () => {
  const shown = (["aviation", "metric", "imperial"] as const).map((system) =>
    createFormat(translateBy(en), "en", system).altitude(10_668),
  );
  expect(shown).toEqual(["35,000 ft", "10,668 m", "35,000 ft"]);
});

test("numbers and countries are written as the language does", () => {
  const german = createFormat(translateBy(de), "de", "metric");
  expect([german.altitude(10_668), german.country("CH")]).toEqual(["10.668 m", "Schweiz"]);
});

test("a duration is in the unit that fits", () => {
  expect([45, 600, 9_000, 200_000].map(format.duration)).toEqual([
    "45 s",
    "10 min",
    "3 h",
    "2 days",
  ]);
});
