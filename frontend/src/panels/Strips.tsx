// Lines over the same time, one below the other, with what they are at a moment: by pointer on the
// lines, by keyboard on the slider.
import { useState } from "react";
import { useWords } from "../i18n/context";
import { formatClock } from "../i18n/format";
import Chart, { type Line } from "./Chart";

const HEIGHT = 92;
const TIMES_HEIGHT = 34;

interface Props {
  label: string;
  times: readonly number[];
  lines: readonly Line[];
}

export default function Strips({ label, times, lines }: Props) {
  const { t, format } = useWords();
  const [wanted, setPlace] = useState<number | null>(null);
  const last = times.length - 1;
  const place = Math.min(wanted ?? last, last);
  const valueOf = ({ values, unit }: Line) =>
    values[place] == null ? t("unknown") : `${format.number(values[place])} ${unit}`;
  const clock = formatClock(times[place] ?? 0);
  return (
    <div className="strips">
      <div role="img" aria-label={label}>
        {lines.map((line, n) => (
          <div key={line.label}>
            <p className="chart-key">
              <i style={{ background: `var(${line.colour})` }} />
              {line.label}
              <strong>{valueOf(line)}</strong>
            </p>
            <Chart
              {...{ times, line, place, onPlace: setPlace, locale: format.locale }}
              height={HEIGHT + (n === lines.length - 1 ? TIMES_HEIGHT : 0)}
              hasTimes={n === lines.length - 1}
            />
          </div>
        ))}
      </div>
      <label className="strip-time">
        <output>{clock}</output>
        <input
          type="range"
          aria-label={t("chartTime", { name: label })}
          aria-valuetext={[clock, ...lines.map((line) => `${line.label} ${valueOf(line)}`)].join(
            ", ",
          )}
          min={0}
          max={last}
          value={place}
          onChange={({ target }) => setPlace(Number(target.value))}
        />
      </label>
    </div>
  );
}
