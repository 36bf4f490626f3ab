// The language and the units of the page, for every component.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { UnitSystem } from "../lib/units";
import { en, type Texts } from "./en";
import { createFormat, type Format } from "./format";
import type { Language } from "./languages";
import { loadTexts, translateBy, type Translate } from "./text";

export interface Words {
  t: Translate;
  format: Format;
}

const inEnglish = translateBy(en);
const Context = createContext<Words>({
  t: inEnglish,
  format: createFormat(inEnglish, "en", "aviation"),
});

interface Props {
  language: Language;
  units: UnitSystem;
  children: ReactNode;
}

export function LanguageProvider({ language, units, children }: Props) {
  const [loaded, setLoaded] = useState<{ language: Language; texts: Texts }>({
    language: "en",
    texts: en,
  });

  useEffect(() => {
    let isCurrent = true;
    const use = (texts: Texts) => isCurrent && setLoaded({ language, texts });
    // Without its texts (no network) the page stays readable in the language it has.
    loadTexts(language).then(use, () => {});
    document.documentElement.lang = language;
    return () => {
      isCurrent = false;
    };
  }, [language]);

  const words = useMemo(() => {
    const t = translateBy(loaded.texts);
    return { t, format: createFormat(t, loaded.language, units) };
  }, [loaded, units]);
  return <Context value={words}>{children}</Context>;
}

export const useWords = (): Words => useContext(Context);
