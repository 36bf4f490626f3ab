// Texts of a language. English is always there; the others are loaded when they are wanted.
import { en, type TextKey, type Texts } from "./en";
import type { Language } from "./languages";

export type Params = Readonly<Record<string, string | number>>;
/** The text of a key, its `{names}` filled in. */
export type Translate = (key: TextKey, params?: Params) => string;

const LOADERS: Record<Language, () => Promise<Texts>> = {
  en: async () => en,
  de: () => import("./de").then((module) => module.de),
  fr: () => import("./fr").then((module) => module.fr),
  es: () => import("./es").then((module) => module.es),
};

export const loadTexts = (language: Language): Promise<Texts> => LOADERS[language]();

export function translateBy(texts: Texts): Translate {
  return (key, params) => fill(texts[key], params);
}

function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all));
}
