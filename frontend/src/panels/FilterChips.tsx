// The filters that hold now, each with a way to take it off.
import { useWords, type Words } from "../i18n/context";
import type { Unit } from "../lib/units";
import { activeFilters, NO_FILTERS, type Filters, type Range } from "../live/filters";
import { change, isolatedOf, nameOf } from "../live/store";
import { useLive, useServices } from "./context";

export function FilterChips() {
  const words = useWords();
  const { store } = useServices();
  const filters = useLive((state) => state.settings.filters);
  const active = activeFilters(filters);
  const alone = useLive((state) => (isolatedOf(state) ? nameOf(state) : null));
  if (active.length === 0 && alone === null) return null;
  return (
    <ul className="chips" aria-label={words.t("filters")}>
      {alone !== null && (
        <Chip
          text={`${words.t("isolated")}: ${alone}`}
          onRemove={() => change(store, { isolate: false })}
        />
      )}
      {active.map((name) => (
        <Chip
          key={name}
          text={textOf(name, filters, words)}
          onRemove={() => change(store, { filters: { ...filters, [name]: NO_FILTERS[name] } })}
        />
      ))}
    </ul>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useWords();
  return (
    <li>
      <button
        type="button"
        className="chip is-on"
        aria-label={t("filterRemove", { name: text })}
        onClick={onRemove}
      >
        {text} <span aria-hidden="true">×</span>
      </button>
    </li>
  );
}

function textOf(name: keyof Filters, filters: Filters, { t, format }: Words): string {
  const { near } = filters;
  const texts: Record<keyof Filters, () => string> = {
    altitude: () => rangeOf(filters.altitude, format.units.altitude, format),
    speed: () => rangeOf(filters.speed, format.units.speed, format),
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

function rangeOf(range: Range | null, { name, factor }: Unit, format: Words["format"]): string {
  const [from, to] = (range ?? [null, null]).map((value) =>
    value === null ? null : format.number(value * factor),
  );
  if (from != null && to != null) return `${from}–${to} ${name}`;
  return from != null ? `≥ ${from} ${name}` : `≤ ${to} ${name}`;
}
