// All aircraft that are shown, as a table: the map's accessible equal.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useWords, type Words } from "../i18n/context";
import { readKept, writeKept } from "../lib/kept";
import { addressOf, rowAt, type Aircraft, type AircraftRow, codeOf } from "../live/aircraft";
import { airlineOf } from "../live/airline";
import { countryOf } from "../live/country";
import { emergencyOf } from "../live/emergency";
import { phaseAt } from "../live/phase";
import { shapeOf } from "../live/shape";
import { change, selectAndCentre } from "../live/store";
import {
  FIRST_COLUMNS,
  isFigure,
  sortedRows,
  TABLE_COLUMNS,
  type Sorting,
  type TableColumn,
} from "../live/tableColumns";
import { useLive, useServices } from "../panels/context";
import { Panel } from "../panels/Panel";
import { useAirlines } from "../panels/useAirlines";
import { TableTools } from "./TableTools";
import { TITLES } from "./tableTitles";

type Names = Readonly<Record<string, string>>;

const ROW_HEIGHT = 34;
const KEY = "flight-tracker.columns";
const BY_CALLSIGN: Sorting = { column: "callsign", isDescending: false };

export default function TableView() {
  const { t, format } = useWords();
  const sky = useLive((state) => state.sky);
  const visible = useLive((state) => state.visible.rows);
  const { store } = useServices();
  const sorting = useLive((state) => state.settings.sorting) ?? BY_CALLSIGN;
  const setSorting = (next: Sorting) => change(store, { sorting: next });
  // A link may bring its own.
  const kept = useMemo(() => readColumns(), []);
  const columns = useLive((state) => state.settings.columns) ?? kept;
  const rows = useMemo(
    () => (sky ? sortedRows(sky.aircraft, visible, sorting) : []),
    [sky, visible, sorting],
  );
  return (
    <Panel title={t("table")} name="table" isWide>
      <TableTools
        count={format.number(rows.length)}
        aircraft={sky?.aircraft ?? null}
        rows={rows}
        columns={columns}
        onColumns={(next) => {
          change(store, { columns: next });
          writeKept(KEY, next);
        }}
      />
      {sky && rows.length > 0 ? (
        <Grid {...{ aircraft: sky.aircraft, rows, columns, sorting, setSorting }} />
      ) : (
        <p className="lead">{t("tableEmpty")}</p>
      )}
    </Panel>
  );
}

function readColumns(): readonly TableColumn[] {
  const kept = readKept<readonly string[]>(KEY, FIRST_COLUMNS);
  const known = TABLE_COLUMNS.filter((column) => kept.includes(column));
  return known.length > 0 ? known : FIRST_COLUMNS;
}

interface GridProps {
  aircraft: Aircraft;
  rows: readonly number[];
  columns: readonly TableColumn[];
  sorting: Sorting;
  setSorting(sorting: Sorting): void;
}

function Grid({ aircraft, rows, columns, sorting, setSorting }: GridProps) {
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions change with what is scrolled to; nothing below is memoized on them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const template = { gridTemplateColumns: columns.map(trackOf).join(" ") };
  return (
    <div className="grid" ref={scroller} tabIndex={0} role="group" aria-label={t("table")}>
      <table
        aria-rowcount={rows.length + 1}
        style={{
          height: virtual.getTotalSize() + ROW_HEIGHT,
          minWidth: columns.reduce((sum, column) => sum + widthOf(column), 0),
        }}
      >
        <thead>
          <tr style={template} aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column} {...{ column, sorting, setSorting }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row
              key={addressOf(aircraft.code[rows[index] ?? 0] ?? 0)}
              aircraft={aircraft}
              i={rows[index] ?? 0}
              columns={columns}
              place={index + 2}
              style={{ ...template, transform: `translateY(${start + ROW_HEIGHT}px)` }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WIDTHS: Partial<Record<TableColumn, number>> = {
  callsign: 98,
  altitude: 84,
  velocity: 76,
  airline: 130,
  country: 120,
  verticalRate: 112,
  phase: 80,
  icao24: 84,
  category: 130,
};

const widthOf = (column: TableColumn) => WIDTHS[column] ?? 98;
const trackOf = (column: TableColumn) => `minmax(${widthOf(column)}px, ${widthOf(column)}fr)`;
const alignOf = (column: TableColumn) => (isFigure(column) ? "right" : undefined);

interface HeadingProps {
  column: TableColumn;
  sorting: Sorting;
  setSorting(sorting: Sorting): void;
}

function Heading({ column, sorting, setSorting }: HeadingProps) {
  const { t } = useWords();
  const isSorted = sorting.column === column;
  const direction = sorting.isDescending ? "descending" : "ascending";
  return (
    <th scope="col" className={alignOf(column)} aria-sort={isSorted ? direction : "none"}>
      <button
        type="button"
        onClick={() => setSorting({ column, isDescending: isSorted && !sorting.isDescending })}
      >
        {t(TITLES[column])}
        <span aria-hidden="true">{isSorted ? (sorting.isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );
}

interface RowProps {
  aircraft: Aircraft;
  i: number;
  columns: readonly TableColumn[];
  place: number;
  style: React.CSSProperties;
}

function Row({ aircraft, i, columns, place, style }: RowProps) {
  const words = useWords();
  const airlines = useAirlines(columns.includes("airline"));
  const { store } = useServices();
  const row = rowAt(aircraft, i);
  const isSelected = useLive((state) => state.selected === row.icao24);
  const isEmergency = emergencyOf(row.squawk) !== null;
  return (
    <tr
      style={style}
      aria-rowindex={place}
      aria-selected={isSelected}
      className={isEmergency ? "is-emergency" : undefined}
      onClick={() => selectAndCentre(store, row.icao24)}
    >
      {columns.map((column, n) => {
        const text = textOf(column, row, aircraft, i, { ...words, airlines });
        return (
          <td key={column} className={alignOf(column)}>
            {n === 0 ? <button type="button">{text}</button> : text}
          </td>
        );
      })}
    </tr>
  );
}

// A row has at most as many texts as there are columns: a table of functions would say no more.
// eslint-disable-next-line complexity
function textOf(
  column: TableColumn,
  row: AircraftRow,
  all: Aircraft,
  i: number,
  { t, format, airlines }: Words & { airlines: Names },
) {
  const airline = airlineOf(row.callsign ?? "");
  switch (column) {
    case "callsign":
      return row.callsign ?? `(${row.icao24})`;
    case "icao24":
      return row.icao24;
    case "airline":
      return airline === null ? "–" : (airlines[airline] ?? airline);
    case "country":
      return format.country(countryOf(codeOf(row.icao24)));
    case "altitude":
      return row.onGround ? t("ground") : format.altitude(row.altitude);
    case "velocity":
      return format.speed(row.velocity);
    case "verticalRate":
      return format.rate(row.verticalRate);
    case "trueTrack":
      return format.track(row.trueTrack);
    case "squawk":
      return row.squawk ?? "–";
    case "phase":
      return t(`phase_${phaseAt(all, i)}`);
    case "category":
      return t(`shape_${shapeOf(row.category)}`);
    case "latitude":
      return format.degrees(row.latitude);
    case "longitude":
      return format.degrees(row.longitude);
    case "age":
      return row.positionAge === null ? t("unknown") : format.duration(row.positionAge);
  }
}
