// How many there are, of what kind, and how that changed over the day.
import { lazy, Suspense, useMemo } from "react";
import type { TextKey } from "../i18n/en";
import { useWords } from "../i18n/context";
import type { Filters, Range } from "../live/filters";
import type { Phase } from "../live/phase";
import type { Shape } from "../live/shape";
import { statisticsOf, type Bands, type Counted } from "../live/statistics";
import { change } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Failure } from "../panels/Failure";
import { Panel } from "../panels/Panel";
import { useAirlines } from "../panels/useAirlines";
import { useAnswer } from "../panels/useAnswer";
import { Bars, type Bar } from "./Bars";

const Strips = lazy(() => import("../panels/Strips"));
const MOST_ROWS = 10;
/** Round numbers in the reader's unit: 5,000 ft, or 2,000 m. */
const BANDS = { ft: { metres: 1_524, count: 9 }, m: { metres: 2_000, count: 7 } };

export default function StatisticsView() {
  const { t, format } = useWords();
  const { store } = useServices();
  const airlines = useAirlines();
  const sky = useLive((state) => state.sky);
  const visible = useLive((state) => state.visible.rows);
  const bands = format.units.altitude.name === "m" ? BANDS.m : BANDS.ft;
  const found = useMemo(
    () => sky && statisticsOf(sky.aircraft, visible, bands),
    [sky, visible, bands],
  );
  if (!found)
    return (
      <Panel title={t("statistics")} name="statistics">
        {t("loading")}
      </Panel>
    );
  /** What is clicked is filtered by, beside what is already. */
  const filter = (part: Partial<Filters>) =>
    change(store, { filters: { ...store.getState().settings.filters, ...part } });
  const named = (counted: Counted, nameOf: (key: string) => string): Bar[] =>
    counted.map(([key, count]) => ({ key, name: nameOf(key), count }));
  return (
    <Panel title={t("statistics")} name="statistics">
      <p className="lead">{t("statShown", { n: format.number(found.total) })}</p>
      <dl className="figures">
        <Figure label={t("statAirborne")} value={format.number(found.airborne)} />
        <Figure label={t("statGround")} value={format.number(found.onGround)} />
      </dl>
      <Bars
        title={t("statAltitude")}
        bars={bandBars(found.bands, bands, format)}
        onChoose={(band) => filter({ altitude: bandRange(Number(band), bands) })}
      />
      <Bars
        title={t("statPhase")}
        bars={named(found.phases, (phase) => t(`phase_${phase}` as TextKey))}
        onChoose={(phase) => filter({ phases: [phase as Phase] })}
      />
      <Hours />
      <Reports />
      <Bars
        title={t("statCountry")}
        bars={named(found.countries.slice(0, MOST_ROWS), format.country)}
        onChoose={(country) => filter({ countries: [country] })}
      />
      <Bars
        title={t("statAirline")}
        bars={named(found.airlines.slice(0, MOST_ROWS), (code) => airlines[code] ?? code)}
        onChoose={(airline) => filter({ airlines: [airline] })}
      />
      <Bars
        title={t("statCategory")}
        bars={named(found.shapes, (shape) => t(`shape_${shape}` as TextKey))}
        onChoose={(shape) => filter({ shapes: [shape as Shape] })}
      />
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function bandBars(
  bands: readonly number[],
  { metres }: Bands,
  format: ReturnType<typeof useWords>["format"],
): Bar[] {
  const { name, factor } = format.units.altitude;
  const edge = (band: number) => format.number(Math.round(band * metres * factor));
  return bands
    .map((count, band) => ({
      key: String(band),
      name:
        band === bands.length - 1
          ? `≥ ${edge(band)} ${name}`
          : `${edge(band)}–${edge(band + 1)} ${name}`,
      count,
    }))
    .reverse();
}

/** From its lower edge to its upper, in m; the uppermost is open. */
const bandRange = (band: number, { metres, count }: Bands): Range => [
  band * metres,
  band === count - 1 ? null : (band + 1) * metres,
];

function Hours() {
  const { t, format } = useWords();
  const { data, error } = useAnswer("/stats/hourly", "/stats/hourly");
  const chart = useMemo(() => {
    const hours = [...(data?.hours ?? [])].sort((a, b) => a.hour - b.hour);
    return {
      times: hours.map(({ hour }) => hour),
      lines: [
        {
          label: t("aircraft"),
          colour: "--accent",
          unit: "",
          least: 10,
          values: hours.map(({ aircraft }) => aircraft),
        },
      ],
    };
  }, [data, t]);
  return (
    <section>
      <h3>{t("statHours")}</h3>
      {error && <Failure error={error} />}
      {chart.times.length > 1 ? (
        <Suspense fallback={<p>{t("loading")}</p>}>
          <Strips label={t("statHours")} {...chart} />
        </Suspense>
      ) : (
        !error && <p className="second">{hourNote(data?.hours[0], t, format)}</p>
      )}
    </section>
  );
}

const MOST_REPORTS = 7;

/** The pages that the daily job wrote; there are none before its first run. */
function Reports() {
  const { t } = useWords();
  const days = useAnswer("/reports", "/reports").data?.days ?? [];
  if (days.length === 0) return null;
  return (
    <section>
      <h3>{t("statReport")}</h3>
      <ul className="choices">
        {days.slice(0, MOST_REPORTS).map((day) => (
          <li key={day}>
            <a className="chip" href={`./api/reports/${day}`} target="_blank" rel="noreferrer">
              {day}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Words = ReturnType<typeof useWords>;

/** One hour is no line: it is said. */
function hourNote(hour: { aircraft: number } | undefined, t: Words["t"], format: Words["format"]) {
  return hour ? t("tableRows", { n: format.number(hour.aircraft) }) : t("loading");
}
