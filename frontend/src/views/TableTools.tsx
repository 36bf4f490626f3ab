// Above the table: how many, which columns, and what is shown as a file.
import { useWords } from "../i18n/context";
import type { Aircraft } from "../live/aircraft";
import { toCsv, toGeoJson } from "../live/exporting";
import { TABLE_COLUMNS, type TableColumn } from "../live/tableColumns";
import { TITLES } from "./tableTitles";

interface Props {
  count: string;
  aircraft: Aircraft | null;
  rows: readonly number[];
  columns: readonly TableColumn[];
  onColumns(columns: readonly TableColumn[]): void;
}

export function TableTools({ count, aircraft, rows, columns, onColumns }: Props) {
  const { t } = useWords();
  return (
    <div className="tools">
      <p role="status">{t("tableRows", { n: count })}</p>
      <details className="menu">
        <summary className="button">{t("columns")}</summary>
        <div className="card">
          {TABLE_COLUMNS.map((column) => (
            <label key={column} className="check">
              <input
                type="checkbox"
                checked={columns.includes(column)}
                onChange={() => onColumns(toggled(columns, column))}
              />
              {t(TITLES[column])}
            </label>
          ))}
        </div>
      </details>
      <span role="group" aria-label={t("exportLabel")}>
        <button
          type="button"
          className="button"
          disabled={!aircraft}
          onClick={() => aircraft && save("aircraft.csv", "text/csv", toCsv(aircraft, rows))}
        >
          {t("exportCsv")}
        </button>
        <button
          type="button"
          className="button"
          disabled={!aircraft}
          onClick={() =>
            aircraft && save("aircraft.geojson", "application/geo+json", toGeoJson(aircraft, rows))
          }
        >
          {t("exportGeoJson")}
        </button>
      </span>
    </div>
  );
}

/** In the table's own order; one column always stays. */
function toggled(columns: readonly TableColumn[], column: TableColumn): readonly TableColumn[] {
  const next = TABLE_COLUMNS.filter((one) => columns.includes(one) !== (one === column));
  return next.length > 0 ? next : columns;
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
