// What is shown, as a file: CSV (RFC 4180) or GeoJSON (RFC 7946). SI units and degrees.
import { rowAt, type Aircraft, type AircraftRow } from "./aircraft";
import { airlineOf } from "./airline";
import { codeOf } from "./aircraft";
import { countryOf } from "./country";

const COLUMNS: readonly [string, (row: AircraftRow) => string | number | boolean | null][] = [
  ["icao24", (row) => row.icao24],
  ["callsign", (row) => row.callsign],
  ["airline", (row) => airlineOf(row.callsign ?? "")],
  ["country_code", (row) => countryOf(codeOf(row.icao24))],
  ["latitude", (row) => rounded(row.latitude, 4)],
  ["longitude", (row) => rounded(row.longitude, 4)],
  ["altitude", (row) => rounded(row.altitude, 0)],
  ["on_ground", (row) => row.onGround],
  ["velocity", (row) => rounded(row.velocity, 1)],
  ["true_track", (row) => rounded(row.trueTrack, 0)],
  ["vertical_rate", (row) => rounded(row.verticalRate, 1)],
  ["squawk", (row) => row.squawk],
  ["category", (row) => row.category],
  ["position_age", (row) => row.positionAge],
];

const rounded = (value: number | null, digits: number) =>
  value === null ? null : Number(value.toFixed(digits));

export function toCsv(aircraft: Aircraft, rows: readonly number[]): string {
  const lines = rows.map((i) => {
    const row = rowAt(aircraft, i);
    return COLUMNS.map(([, valueOf]) => cell(valueOf(row))).join(",");
  });
  return [COLUMNS.map(([name]) => name).join(","), ...lines, ""].join("\r\n");
}

/** A text that a spreadsheet would run begins with an apostrophe (OWASP, "CSV injection"). */
function cell(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toGeoJson(aircraft: Aircraft, rows: readonly number[]): string {
  const features = rows.map((i) => {
    const row = rowAt(aircraft, i);
    const { latitude, longitude, altitude } = row;
    const position = [rounded(longitude, 4), rounded(latitude, 4)];
    const isPlaced = latitude !== null && longitude !== null;
    return {
      type: "Feature",
      id: row.icao24,
      geometry: isPlaced
        ? {
            type: "Point",
            coordinates: altitude === null ? position : [...position, rounded(altitude, 0)],
          }
        : null,
      properties: Object.fromEntries(COLUMNS.map(([name, valueOf]) => [name, valueOf(row)])),
    };
  });
  return JSON.stringify({ type: "FeatureCollection", features });
}
