// What the reader has chosen: everything that a link to this page carries.
import type { View } from "../lib/hash";
import type { UnitSystem } from "../lib/units";
import type { Language } from "../i18n/languages";
import type { Place } from "../lib/geo";
import { NO_FILTERS, type Filters } from "./filters";
import type { Sorting, TableColumn } from "./tableColumns";

export const PANELS = [
  "filters",
  "table",
  "airport",
  "fleet",
  "statistics",
  "alerts",
  "pipeline",
  "settings",
  "help",
] as const;
export type Panel = (typeof PANELS)[number];

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** How much stands beside an aircraft, where there is room. */
export const LABELS = ["off", "callsign", "altitude", "full"] as const;
export type Labels = (typeof LABELS)[number];

/** Hours of track that are shown; more than one needs the lakehouse. */
export const TRACK_HOURS = [1, 24, 168] as const;
export type TrackHours = (typeof TRACK_HOURS)[number];

/** How many times as fast as it was. */
export const SPEEDS = [1, 5, 10, 30, 60] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Settings {
  /** Where the map looks; null until it has been placed. */
  view: View | null;
  panel: Panel | null;
  filters: Filters;
  units: UnitSystem;
  theme: Theme;
  language: Language;
  labels: Labels;
  estimateMotion: boolean;
  /** Letters alone do something. */
  keys: boolean;
  trackHours: TrackHours;
  /** The map stays with the selected aircraft. */
  follow: boolean;
  /** Only the selected aircraft is shown. */
  isolate: boolean;
  /** The frame that is played back, Unix seconds; null is live. */
  time: number | null;
  playSpeed: Speed;
  isPlaying: boolean;
  /** ICAO code of the airport, and designator of the airline, whose board is shown. */
  airport: string | null;
  airline: string | null;
  rings: boolean;
  /** How the table is sorted, and its columns; null is as it comes. */
  sorting: Sorting | null;
  columns: readonly TableColumn[] | null;
  /** One or two points of the map that are measured between. */
  measured: readonly Place[];
  /** The address of a tile layer in place of the built-in map: `osm`, XYZ or PMTiles. */
  tiles: string | null;
}

export const DEFAULTS: Settings = {
  view: null,
  panel: null,
  filters: NO_FILTERS,
  units: "aviation",
  theme: "system",
  language: "en",
  labels: "callsign",
  estimateMotion: true,
  keys: true,
  trackHours: 1,
  follow: false,
  isolate: false,
  time: null,
  playSpeed: 30,
  isPlaying: false,
  airport: null,
  airline: null,
  rings: false,
  sorting: null,
  columns: null,
  measured: [],
  tiles: null,
};
