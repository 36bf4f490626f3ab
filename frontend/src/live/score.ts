// How well something is what was typed: one scale for all kinds, the smaller the better. Pure.
import { startsWithTypo } from "./searchTypo";

export const EXACT_CODE = 0;
export const EXACT_NAME = 1;
export const PREFIX = 2;
/** A later word, or the beginning of a code. */
export const WORD = 3;
export const WITHIN = 4;
export const TYPO = 5;

/** What letters become that no accent can be taken from. */
const LETTERS: Readonly<Record<string, string>> = { ß: "SS", Ø: "O", Ł: "L", Đ: "D", Æ: "AE" };

/** Without accents and case: Zürich is ZURICH. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[ßØŁĐÆ]/g, (letter) => LETTERS[letter] ?? letter)
    .trim();
}

/** What something is called; all folded. */
export interface Called {
  codes: readonly string[];
  names: readonly string[];
}

/** `wanted` is folded; null where it does not fit. */
export function scoreOf({ codes, names }: Called, wanted: string): number | null {
  if (codes.includes(wanted)) return EXACT_CODE;
  if (names.includes(wanted)) return EXACT_NAME;
  if (names.some((name) => name.startsWith(wanted))) return PREFIX;
  const words = wanted.split(/\s+/);
  const hasWords = (name: string) => words.every((word) => ` ${name}`.includes(` ${word}`));
  if (names.some(hasWords) || codes.some((code) => code.startsWith(wanted))) return WORD;
  return names.some((name) => startsWithTypo(name, wanted)) ? TYPO : null;
}
