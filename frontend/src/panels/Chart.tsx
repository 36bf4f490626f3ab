// One line over time (uPlot), in the colours of the page.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { rangeOf } from "./chartRange";
import { useTheme } from "./useTheme";

export interface Line {
  label: string;
  unit: string;
  /** A CSS variable of tokens.css. */
  colour: string;
  values: readonly (number | null)[];
  /** What its axis spans at least. */
  least: number;
}

interface Props {
  /** Unix seconds */
  times: readonly number[];
  line: Line;
  locale: string;
  height: number;
  /** Whether the times stand below. */
  hasTimes: boolean;
  /** The place that is read out, in `times`. */
  place: number;
  onPlace(place: number): void;
}

export default function Chart({ times, line, locale, height, hasTimes, place, onPlace }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const tell = useRef(onPlace);
  const theme = useTheme();
  useEffect(() => {
    tell.current = onPlace;
  }, [onPlace]);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const data = [times, line.values] as unknown as uPlot.AlignedData;
    const options = optionsOf(element, { line, locale, height, hasTimes });
    const hooks = {
      setCursor: [({ cursor }: uPlot) => cursor.idx != null && tell.current(cursor.idx)],
    };
    const made = new uPlot({ ...options, hooks } as uPlot.Options, data, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [times, line, locale, height, hasTimes, theme]);

  useEffect(() => {
    const { current } = chart;
    const time = times[place];
    if (!current || time === undefined || current.cursor.idx === place) return;
    current.setCursor({ left: current.valToPos(time, "x"), top: 0 }, false);
  }, [times, place]);
  return <div ref={container} className="chart" style={{ minHeight: height }} />;
}

type Look = Pick<Props, "line" | "locale" | "height" | "hasTimes">;

function optionsOf(element: HTMLElement, { line, locale, height, hasTimes }: Look): uPlot.Options {
  const style = getComputedStyle(element);
  const colourOf = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colourOf("--soft"), grid: { stroke: colourOf("--card-edge"), width: 1 } };
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    padding: [8, 18, hasTimes ? 0 : 6, 0],
    scales: {
      x: { time: true },
      y: { range: (_, low, high) => rangeOf(low ?? 0, high ?? 0, line.least) },
    },
    series: [{}, { stroke: colourOf(line.colour), width: 2, points: { show: false } }],
    axes: [
      {
        ...axis,
        show: hasTimes,
        values: (_, ticks) => ticks.map((s) => clock.format(s * 1_000)),
      },
      {
        ...axis,
        size: 58,
        space: 26,
        values: (_, ticks) => ticks.map((tick) => tick.toLocaleString(locale)),
      },
    ],
  };
}
