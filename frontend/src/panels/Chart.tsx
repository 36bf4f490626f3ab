// A line chart (uPlot), in the colours of the page.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  label: string;
  /** A CSS variable of tokens.css. */
  colour: string;
  values: readonly (number | null)[];
  /** Of the scale on the left or on the right. */
  side: "left" | "right";
}

interface Props {
  label: string;
  /** Unix seconds */
  times: readonly number[];
  lines: readonly Line[];
  locale: string;
  height?: number;
}

export default function Chart({ label, times, lines, locale, height = 130 }: Props) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const data = [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
    const chart = new uPlot(optionsOf(element, lines, locale, height), data, element);
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [times, lines, locale, height]);
  return <div ref={container} className="chart" role="img" aria-label={label} />;
}

function optionsOf(
  element: HTMLElement,
  lines: readonly Line[],
  locale: string,
  height: number,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colourOf = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colourOf("--soft"), grid: { stroke: colourOf("--card-edge"), width: 1 } };
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  const sides = [...new Set(lines.map(({ side }) => side))];
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: true } },
    series: [
      {},
      ...lines.map(({ label, colour, side }) => ({
        label,
        scale: side,
        stroke: colourOf(colour),
        width: 2,
        points: { show: false },
      })),
    ],
    axes: [
      { ...axis, values: (_: uPlot, ticks: number[]) => ticks.map((s) => clock.format(s * 1_000)) },
      ...sides.map((side) => ({
        ...axis,
        scale: side,
        side: side === "left" ? (3 as const) : (1 as const),
        size: 62,
        grid: side === "left" ? axis.grid : { show: false },
        values: (_: uPlot, ticks: number[]) => ticks.map((tick) => tick.toLocaleString(locale)),
      })),
    ],
  };
}
