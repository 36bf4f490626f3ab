// The filters that hold now, each with a way to take it off.
import { useWords, type Words } from "../i18n/context";
import type { Unit } from "../lib/units";
import { activeFilters, NO_FILTERS, type Filters, type Range } from "../live/filters";
import { change } from "../live/store";
import { useLive, useServices } from "./context";

export function FilterChips() {
  const words = useWords();
  const { store } = useServices();
  const filters = useLive((state) => state.settings.filters);
  const active = activeFilters(filters);
  if (active.length === 0) return null;
  return (
    <ul className="chips" aria-label={words.t("filters")}>
      {active.map((name) => {
        const text = textOf(name, filters, words);
        return (
          <li key={name}>
            <button
              type="button"
              className="chip is-on"
              aria-label={words.t("filterRemove", { name: text })}
              onClick={() => change(store, { filters: { ...filters, [name]: NO_FILTERS[name] } })}
            >
              {text} <span aria-hidden="true">×</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function textOf(name: keyof Filters, filters: Filters, { t, format }: Words): string {
  const { near } = filters;
  const texts: Record<keyof Filters, () => string> = {
    altitude: () => rangeOf(filters.altitude, format.units.altitude),
    speed: () => rangeOf(filters.speed, format.units.speed),
    airlines: () => filters.airlines.join(", "),
    countries: () => filters.countries.map(format.country).join(", "),
    shapes: () => filters.shapes.map((shape) => t(`shape_${shape}`)).join(", "),
    phases: () => filters.phases.map((phase) => t(`phase_${phase}`)).join(", "),
    ground: () => t(filters.ground === "ground" ? "filterOnGround" : "filterInAir"),
    emergency: () => t("filterEmergency"),
    source: () => `${t("source")}: ${filters.source}`,
    near: () => (near ? `${near.icao} ≤ ${format.distance(near.km * 1_000)}` : ""),
    inView: () => t("filterInView"),
  };
  return texts[name]();
}

function rangeOf(range: Range | null, { name, factor }: Unit): string {
  const [from, to] = (range ?? [null, null]).map((value) =>
    value === null ? null : Math.round(value * factor),
  );
  if (from != null && to != null) return `${from}–${to} ${name}`;
  return from != null ? `≥ ${from} ${name}` : `≤ ${to} ${name}`;
}
