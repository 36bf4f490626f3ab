// What countries are called, in every language of the page: a reader may type in another one.
import { LANGUAGES } from "../i18n/languages";
import { COUNTRY_CODES } from "./country";
import { folded, type Called } from "./score";

let called: ReadonlyMap<string, Called> | null = null;

export function countryCalled(code: string): Called {
  called ??= nameAll();
  return called.get(code) ?? { codes: [code], names: [] };
}

/** When somebody searches first. */
function nameAll(): ReadonlyMap<string, Called> {
  const languages = Object.keys(LANGUAGES).map(
    (one) => new Intl.DisplayNames(one, { type: "region", fallback: "code" }),
  );
  const namesOf = (code: string) => languages.map((one) => folded(one.of(code) ?? code));
  return new Map(COUNTRY_CODES.map((code) => [code, { codes: [code], names: namesOf(code) }]));
}
