// Chooses which aircraft are shown.
import { useId, useMemo, useState } from "react";
import { useWords } from "../i18n/context";
import type { Unit } from "../lib/units";
import { NO_FILTERS, type Filters, type Near, type Range } from "../live/filters";
import { airlineOf } from "../live/airline";
import { COUNTRY_CODES } from "../live/country";
import { PHASES } from "../live/phase";
import { SHAPES } from "../live/shape";
import { change } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Panel } from "../panels/Panel";
import { useAirlines } from "../panels/useAirlines";
import { useAnswer } from "../panels/useAnswer";
import { CodeField } from "./CodeField";
import { SavedFilters } from "./SavedFilters";

export default function FiltersView() {
  const { t, format } = useWords();
  const { store } = useServices();
  const filters = useLive((state) => state.settings.filters);
  const { count } = useLive((state) => state.visible);
  const all = useLive((state) => state.sky?.aircraft.count ?? 0);
  const set = (part: Partial<Filters>) => change(store, { filters: { ...filters, ...part } });
  return (
    <Panel title={t("filters")} name="filters">
      <p role="status" className="lead">
        {t("filterShown", { n: format.number(count), all: format.number(all) })}
      </p>
      <WhereFields filters={filters} set={set} />
      <RangeFields
        label={t("altitude")}
        unit={format.units.altitude}
        value={filters.altitude}
        onChange={(altitude) => set({ altitude })}
      />
      <RangeFields
        label={t("speed")}
        unit={format.units.speed}
        value={filters.speed}
        onChange={(speed) => set({ speed })}
      />
      <AirlineField filters={filters} set={set} />
      <CountryField filters={filters} set={set} />
      <NearField value={filters.near} onChange={(near) => set({ near })} />
      <Choices
        label={t("phase")}
        values={PHASES}
        chosen={filters.phases}
        nameOf={(phase) => t(`phase_${phase}`)}
        onChange={(phases) => set({ phases })}
      />
      <Choices
        label={t("category")}
        values={SHAPES}
        chosen={filters.shapes}
        nameOf={(shape) => t(`shape_${shape}`)}
        onChange={(shapes) => set({ shapes })}
      />
      <SourceField value={filters.source} onChange={(source) => set({ source })} />
      <SavedFilters filters={filters} />
      <button
        type="button"
        className="button"
        onClick={() => change(store, { filters: NO_FILTERS })}
      >
        {t("clearFilters")}
      </button>
    </Panel>
  );
}

interface PartProps {
  filters: Filters;
  set(part: Partial<Filters>): void;
}

function WhereFields({ filters, set }: PartProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <fieldset className="field">
      <label htmlFor={id}>{t("filterGround")}</label>
      <select
        id={id}
        value={filters.ground ?? ""}
        onChange={({ target }) => set({ ground: (target.value || null) as Filters["ground"] })}
      >
        <option value="">{t("filterAny")}</option>
        <option value="air">{t("filterInAir")}</option>
        <option value="ground">{t("filterOnGround")}</option>
      </select>
      <Check
        label={t("filterEmergency")}
        isOn={filters.emergency}
        onChange={(emergency) => set({ emergency })}
      />
      <Check
        label={t("filterInView")}
        isOn={filters.inView}
        onChange={(inView) => set({ inView })}
      />
    </fieldset>
  );
}

/** Also those that have no name here, while they fly. */
function AirlineField({ filters, set }: PartProps) {
  const { t } = useWords();
  const names = useAirlines();
  const callsigns = useLive((state) => state.sky?.aircraft.callsign);
  const isFlying = (code: string) => callsigns?.some((one) => airlineOf(one) === code) ?? false;
  return (
    <CodeField
      label={t("filterAirlines")}
      hint={t("filterAirlinesHint")}
      names={names}
      values={filters.airlines}
      isCode={(code) => /^[A-Z]{3}$/.test(code) && (code in names || isFlying(code))}
      onChange={(airlines) => set({ airlines })}
    />
  );
}

function CountryField({ filters, set }: PartProps) {
  const { t, format } = useWords();
  const names = useMemo(
    () => Object.fromEntries(COUNTRY_CODES.map((code) => [code, format.country(code)])),
    [format],
  );
  return (
    <CodeField
      label={t("filterCountries")}
      hint={t("filterCountriesHint")}
      names={names}
      values={filters.countries}
      isCode={(code) => code in names}
      onChange={(countries) => set({ countries })}
    />
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

interface RangeProps {
  label: string;
  unit: Unit;
  value: Range | null;
  onChange(value: Range | null): void;
}

/** In the reader's unit; kept in SI. */
function RangeFields({ label, unit, value, onChange }: RangeProps) {
  const { t } = useWords();
  const shown = (si: number | null | undefined) =>
    si == null ? "" : String(Math.round(si * unit.factor));
  const read = (text: string) =>
    text === "" ? null : Math.round((Number(text) / unit.factor) * 100) / 100;
  const [from, to] = value ?? [null, null];
  const set = (range: Range) => onChange(range[0] === null && range[1] === null ? null : range);
  return (
    <fieldset className="field range">
      <legend>{`${label} (${unit.name})`}</legend>
      <input
        type="number"
        aria-label={`${label} ${t("filterFrom")}`}
        placeholder={t("filterFrom")}
        value={shown(from)}
        onChange={({ target }) => set([read(target.value), to])}
      />
      <input
        type="number"
        aria-label={`${label} ${t("filterTo")}`}
        placeholder={t("filterTo")}
        value={shown(to)}
        onChange={({ target }) => set([from, read(target.value)])}
      />
    </fieldset>
  );
}

interface ChoicesProps<T extends string> {
  label: string;
  values: readonly T[];
  chosen: readonly T[];
  nameOf(value: T): string;
  onChange(chosen: readonly T[]): void;
}

function Choices<T extends string>({ label, values, chosen, nameOf, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className="field choices">
      <legend>{label}</legend>
      {values.map((value) => {
        const isOn = chosen.includes(value);
        const next = isOn ? chosen.filter((one) => one !== value) : [...chosen, value];
        return (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={isOn}
            onClick={() => onChange(next)}
          >
            {nameOf(value)}
          </button>
        );
      })}
    </fieldset>
  );
}

const DEFAULT_KM = 50;

interface NearProps {
  value: Near | null;
  onChange(value: Near | null): void;
}

function NearField({ value, onChange }: NearProps) {
  const { t, format } = useWords();
  const { name: unit, factor } = format.units.distance;
  const perKm = factor * 1_000;
  const within = t("filterDistance", { unit });
  const { client } = useServices();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [isUnknown, setUnknown] = useState(false);

  async function read(typed: string) {
    setText(typed);
    const code = typed.trim().toUpperCase();
    if (code === "") onChange(null);
    if (!/^[A-Z0-9]{3,4}$/.test(code)) return setUnknown(false);
    const found = await client.ask("/airports", `/airports?q=${code}`).catch(() => null);
    const airport = found?.airports.find(({ icao, iata }) => icao === code || iata === code);
    setUnknown(!airport);
    if (!airport) return;
    const { icao, latitude, longitude } = airport;
    onChange({ icao, latitude, longitude, km: value?.km ?? DEFAULT_KM });
  }

  return (
    <fieldset className="field range">
      <legend>{t("filterNear")}</legend>
      <input
        id={id}
        type="text"
        aria-label={t("filterNear")}
        aria-invalid={isUnknown}
        placeholder={t("filterNearHint")}
        value={text ?? value?.icao ?? ""}
        onChange={({ target }) => void read(target.value)}
        onBlur={() => setText(null)}
      />
      <input
        type="number"
        min={1}
        aria-label={within}
        placeholder={within}
        disabled={!value}
        value={value ? Math.round(value.km * perKm * 10) / 10 : ""}
        onChange={({ target }) =>
          value &&
          Number(target.value) > 0 &&
          onChange({ ...value, km: Number((Number(target.value) / perKm).toFixed(3)) })
        }
      />
      {isUnknown && <p role="status">{t("filterUnknownAirport")}</p>}
    </fieldset>
  );
}

function SourceField({
  value,
  onChange,
}: {
  value: string | null;
  onChange(v: string | null): void;
}) {
  const { t } = useWords();
  const id = useId();
  const sources = useSources();
  if (sources.length < 2 && value === null) return null;
  return (
    <div className="field">
      <label htmlFor={id}>{t("source")}</label>
      <select id={id} value={value ?? ""} onChange={({ target }) => onChange(target.value || null)}>
        <option value="">{t("filterAny")}</option>
        {[...new Set([...sources, ...(value ? [value] : [])])].map((source) => (
          <option key={source}>{source}</option>
        ))}
      </select>
    </div>
  );
}

/** The producers that there are now. */
function useSources(): readonly string[] {
  const sky = useLive((state) => state.live);
  const { data } = useAnswer("/flights/stats", "/flights/stats", sky);
  return Object.keys(data?.by_source ?? {});
}
