// Altitude and speed of the selected aircraft along its track.
import { useMemo } from "react";
import type { TrackPoint } from "../api/types";
import { useWords, type Words } from "../i18n/context";
import { TRACK_HOURS } from "../live/settings";
import { change } from "../live/store";
import Chart, { type Line } from "./Chart";
import { useLive, useServices } from "./context";

export default function Profile() {
  const { t, format } = useWords();
  const track = useLive((state) => state.track);
  const chart = useMemo(() => chartOf(track, format, t), [track, format, t]);
  return (
    <section>
      <h3>{t("profile")}</h3>
      <TrackChoice />
      {chart ? (
        <>
          <Chart label={t("profile")} locale={format.locale} {...chart} />
          <p className="chart-key">
            {chart.lines.map(({ label, colour }) => (
              <span key={label}>
                <i style={{ background: `var(${colour})` }} />
                {label}
              </span>
            ))}
          </p>
        </>
      ) : (
        <p className="second">{t("noTrack")}</p>
      )}
    </section>
  );
}

const HOURS_TEXTS = { 1: "trackHour", 24: "trackDay", 168: "trackWeek" } as const;

function TrackChoice() {
  const { t } = useWords();
  const { store } = useServices();
  const chosen = useLive((state) => state.settings.trackHours);
  return (
    <p className="choices">
      {TRACK_HOURS.map((hours) => (
        <button
          key={hours}
          type="button"
          className="chip"
          aria-pressed={hours === chosen}
          onClick={() => change(store, { trackHours: hours })}
        >
          {t(HOURS_TEXTS[hours])}
        </button>
      ))}
    </p>
  );
}

function chartOf(track: readonly TrackPoint[], { units }: Words["format"], t: Words["t"]) {
  const points = track.filter((point) => point.time_position !== null);
  if (points.length < 2) return null;
  const scaled = (value: number | null, factor: number) =>
    value === null ? null : Math.round(value * factor);
  const lines: Line[] = [
    {
      label: `${t("altitude")} (${units.altitude.name})`,
      colour: "--accent",
      side: "left",
      values: points.map((p) => scaled(p.baro_altitude ?? p.geo_altitude, units.altitude.factor)),
    },
    {
      label: `${t("speed")} (${units.speed.name})`,
      colour: "--second",
      side: "right",
      values: points.map((p) => scaled(p.velocity, units.speed.factor)),
    },
  ];
  return { times: points.map((p) => p.time_position ?? 0), lines };
}
