// Altitude and speed of the selected aircraft along its track.
import { useMemo } from "react";
import type { TrackPoint } from "../api/types";
import { useWords, type Words } from "../i18n/context";
import { TRACK_HOURS } from "../live/settings";
import { change } from "../live/store";
import type { Line } from "./Chart";
import Strips from "./Strips";
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
        <Strips label={t("profile")} {...chart} />
      ) : (
        <p className="second">{t("noTrack")}</p>
      )}
    </section>
  );
}

/** What the axes span at least, in m and m/s: less is level flight at one speed. */
const LEAST_CLIMB_M = 600;
const LEAST_CHANGE = 25;

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
      label: t("altitude"),
      unit: units.altitude.name,
      colour: "--accent",
      least: LEAST_CLIMB_M * units.altitude.factor,
      values: points.map((p) => scaled(p.baro_altitude ?? p.geo_altitude, units.altitude.factor)),
    },
    {
      label: t("speed"),
      unit: units.speed.name,
      colour: "--second",
      least: LEAST_CHANGE * units.speed.factor,
      values: points.map((p) => scaled(p.velocity, units.speed.factor)),
    },
  ];
  return { times: points.map((p) => p.time_position ?? 0), lines };
}
