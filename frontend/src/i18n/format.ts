// Values as text, in a language and a system of units. Null means unknown and is said so; it is
// never shown as zero.
import { UNITS, type Unit, type UnitSystem } from "../lib/units";
import type { Language } from "./languages";
import type { Translate } from "./text";

type Maybe = number | null | undefined;

const isKnown = (value: Maybe): value is number =>
  value !== null && value !== undefined && !Number.isNaN(value);

/** British, for the week begins on Monday and the day has 24 hours. */
const LOCALES: Record<Language, string> = { en: "en-GB", de: "de-DE", fr: "fr-FR", es: "es-ES" };

export type Format = ReturnType<typeof createFormat>;

export function createFormat(t: Translate, language: Language, system: UnitSystem) {
  const locale = LOCALES[language];
  const units = UNITS[system];
  // Made when the first country is named: it takes as long as all the rest.
  let countries: Intl.DisplayNames | null = null;
  const countryName = (code: string) => {
    countries ??= new Intl.DisplayNames(locale, { type: "region", fallback: "code" });
    return countries.of(code) ?? code;
  };

  function number(value: Maybe, digits = 0): string {
    if (!isKnown(value)) return t("unknown");
    return value.toLocaleString(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }

  function quantity(value: Maybe, { name, factor, digits }: Unit, isSigned = false): string {
    if (!isKnown(value)) return t("unknown");
    const sign = isSigned && value > 0 ? "+" : "";
    return `${sign}${number(value * factor, digits)} ${name}`;
  }

  return {
    locale,
    units,
    number,
    altitude: (metres: Maybe) => quantity(metres, units.altitude),
    speed: (speed: Maybe) => quantity(speed, units.speed),
    rate: (rate: Maybe) => quantity(rate, units.rate, true),
    distance: (metres: Maybe) => quantity(metres, units.distance),
    text: (value: string | null | undefined) => value?.trim() || t("unknown"),
    yesNo: (value: boolean | null | undefined) =>
      value === true ? t("yes") : value === false ? t("no") : t("unknown"),
    degrees: (value: Maybe) => (isKnown(value) ? `${number(value, 4)}°` : t("unknown")),
    track: (value: Maybe) =>
      isKnown(value) ? `${number(value)}° (${compassPoint(value)})` : t("unknown"),
    duration: (seconds: number) => durationOf(t, seconds),
    country: (code: string | null) => (code ? countryName(code) : t("unknown")),
  };
}

function compassPoint(degrees: number): string {
  const points = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
  return points[Math.round(degrees / 45) & 7] ?? "";
}

function durationOf(t: Translate, seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return t("seconds", { n: s });
  if (s < 7200) return t("minutes", { n: Math.round(s / 60) });
  if (s < 172_800) return t("hours", { n: Math.round(s / 3600) });
  return t("days", { n: Math.round(s / 86_400) });
}

/** Always UTC, as in aviation: `2026-01-31 12:00:00 UTC`. */
export function formatTime(unixSeconds: number): string {
  const [day, time] = new Date(unixSeconds * 1000).toISOString().split("T");
  return `${day} ${time?.slice(0, 8)} UTC`;
}

/** `12:00:00 UTC` */
export const formatClock = (unixSeconds: number) => formatTime(unixSeconds).slice(11);
