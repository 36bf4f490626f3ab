// The fields of a state, as the details panel shows them: grouped, named, with units.
import type { StateVector } from "../api/types";
import {
  formatAltitude,
  formatDegrees,
  formatDuration,
  formatSpeed,
  formatText,
  formatTime,
  formatTrack,
  formatVerticalRate,
  formatYesNo,
  UNKNOWN,
} from "../lib/format";
import { emergencyOf } from "../live/emergency";

export interface Field {
  name: keyof StateVector;
  label: string;
  show(state: StateVector): string;
}

export interface FieldGroup {
  title: string;
  fields: Field[];
}

// OpenSky's numbering.
const POSITION_SOURCES = ["ADS-B", "ASTERIX", "MLAT", "FLARM"];
const CATEGORIES = [
  "no information",
  "no category information",
  "light",
  "small",
  "large",
  "high-vortex large",
  "heavy",
  "high performance",
  "rotorcraft",
  "glider",
  "lighter than air",
  "parachutist",
  "ultralight",
  "reserved",
  "unmanned",
  "space vehicle",
  "emergency vehicle",
  "service vehicle",
  "point obstacle",
  "cluster obstacle",
  "line obstacle",
];

export const FIELD_GROUPS: FieldGroup[] = [
  {
    title: "Aircraft",
    fields: [
      { name: "callsign", label: "Callsign", show: (s) => formatText(s.callsign) },
      { name: "icao24", label: "Address", show: (s) => s.icao24 },
      { name: "origin_country", label: "Country", show: (s) => formatText(s.origin_country) },
      { name: "category", label: "Category", show: (s) => named(CATEGORIES, s.category) },
      { name: "squawk", label: "Squawk", show: showSquawk },
      { name: "spi", label: "Ident (SPI)", show: (s) => formatYesNo(s.spi) },
    ],
  },
  {
    title: "Movement",
    fields: [
      {
        name: "baro_altitude",
        label: "Pressure altitude",
        show: (s) => formatAltitude(s.baro_altitude),
      },
      { name: "geo_altitude", label: "GPS altitude", show: (s) => formatAltitude(s.geo_altitude) },
      { name: "velocity", label: "Ground speed", show: (s) => formatSpeed(s.velocity) },
      {
        name: "vertical_rate",
        label: "Vertical rate",
        show: (s) => formatVerticalRate(s.vertical_rate),
      },
      { name: "true_track", label: "True track", show: (s) => formatTrack(s.true_track) },
      { name: "on_ground", label: "On ground", show: (s) => formatYesNo(s.on_ground) },
    ],
  },
  {
    title: "Last report",
    fields: [
      { name: "latitude", label: "Latitude", show: (s) => formatDegrees(s.latitude) },
      { name: "longitude", label: "Longitude", show: (s) => formatDegrees(s.longitude) },
      { name: "time_position", label: "Position from", show: (s) => showTime(s, s.time_position) },
      { name: "last_contact", label: "Last contact", show: (s) => showTime(s, s.last_contact) },
      { name: "snapshot_time", label: "Snapshot", show: (s) => formatTime(s.snapshot_time) },
      {
        name: "position_source",
        label: "Position by",
        show: (s) => named(POSITION_SOURCES, s.position_source),
      },
      { name: "source", label: "Source", show: (s) => formatText(s.source) },
    ],
  },
];

function showSquawk(state: StateVector): string {
  const meaning = emergencyOf(state);
  return meaning ? `${state.squawk}, ${meaning}` : formatText(state.squawk);
}

// Age in the time of the data: how old the report was when the snapshot was taken.
function showTime({ snapshot_time }: StateVector, time: number | null): string {
  if (time === null) return UNKNOWN;
  return `${formatTime(time)} (${formatDuration(snapshot_time - time)} old)`;
}

function named(names: readonly string[], index: number | null): string {
  if (index === null) return UNKNOWN;
  return names[index] ?? `code ${index}`;
}
