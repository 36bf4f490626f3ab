// The whole state of the page as the part of its address behind "#", and back. What stands at its
// default is left out; what cannot be read counts as not given.
import { isLanguage } from "../i18n/languages";
import { formatView, parseView } from "../lib/hash";
import { UNIT_SYSTEMS } from "../lib/units";
import type { Place } from "../lib/geo";
import { NO_FILTERS, type Filters, type Near, type Range } from "./filters";
import { PHASES } from "./phase";
import { DEFAULTS, LABELS, PANELS, SPEEDS, THEMES, TRACK_HOURS, type Settings } from "./settings";
import { SHAPES } from "./shape";
import { TABLE_COLUMNS, type Sorting, type TableColumn } from "./tableColumns";

export interface PageAddress {
  icao24: string | null;
  settings: Partial<Settings>;
}

export function parseAddress(hash: string): PageAddress {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: string) => fields.get(name) ?? "";
  const icao24 = text("icao24").toLowerCase();
  const found: Partial<Settings> = {
    view: parseView(text("map")) ?? undefined,
    panel: oneOf(PANELS, text("panel")),
    filters: parseFilters(text),
    units: oneOf(UNIT_SYSTEMS, text("units")),
    theme: oneOf(THEMES, text("theme")),
    language: isLanguage(text("lang")) ? (text("lang") as Settings["language"]) : undefined,
    labels: oneOf(LABELS, text("labels")),
    estimateMotion: parseSwitch(fields.get("motion")),
    keys: parseSwitch(fields.get("keys")),
    trackHours: TRACK_HOURS.find((hours) => String(hours) === text("track")),
    follow: text("follow") === "1" || undefined,
    isolate: text("isolate") === "1" || undefined,
    rings: text("rings") === "1" || undefined,
    sorting: parseSorting(text("sort")),
    columns: parseColumns(text("columns")),
    measured: parsePlaces(text("measure")),
    tiles: parseTiles(text("tiles")),
    time: /^\d{1,10}$/.test(text("time")) ? Number(text("time")) : undefined,
    playSpeed: SPEEDS.find((speed) => String(speed) === text("rate")),
    isPlaying: text("play") === "1" || undefined,
    airport: code(text("airport"), /^[A-Z0-9]{4}$/),
    airline: code(text("operator"), /^[A-Z]{3}$/),
  };
  return {
    icao24: /^~?[0-9a-f]{6}$/.test(icao24) ? icao24 : null,
    settings: Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
  };
}

export function formatAddress(icao24: string | null, settings: Settings): string {
  const { view } = settings;
  const parts: [string, string | null][] = [
    ["map", view && formatView(view)],
    ["icao24", icao24],
    ["panel", settings.panel],
    ["airport", settings.airport],
    ["operator", settings.airline],
    ...formatFilters(settings.filters),
    ["labels", unlessDefault(settings, "labels")],
    ["motion", settings.estimateMotion ? null : "0"],
    ["keys", settings.keys ? null : "0"],
    ["track", unlessDefault(settings, "trackHours")],
    ["follow", settings.follow ? "1" : null],
    ["isolate", settings.isolate ? "1" : null],
    ["rings", settings.rings ? "1" : null],
    ["sort", formatSorting(settings.sorting)],
    ["columns", settings.columns && settings.columns.join(",")],
    ["measure", formatPlaces(settings.measured)],
    ["tiles", settings.tiles],
    ["time", settings.time === null ? null : String(settings.time)],
    ["rate", unlessDefault(settings, "playSpeed")],
    ["play", settings.isPlaying ? "1" : null],
    ["units", unlessDefault(settings, "units")],
    ["theme", unlessDefault(settings, "theme")],
    ["lang", unlessDefault(settings, "language")],
  ];
  const given = parts.filter((part): part is [string, string] => part[1] !== null);
  return `#${given.map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}

// Commas, slashes and colons are allowed there, and a link is read by people, too.
const encode = (value: string) =>
  encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");

type Chosen = "labels" | "units" | "theme" | "language" | "trackHours" | "playSpeed";

const unlessDefault = (settings: Settings, name: Chosen) =>
  settings[name] === DEFAULTS[name] ? null : String(settings[name]);

/** What is on unless it is given as 0. */
const parseSwitch = (text: string | null) => (text === null ? undefined : text !== "0");

function oneOf<T extends string>(values: readonly T[], text: string): T | undefined {
  return values.find((value) => value === text);
}

function code(text: string, form: RegExp): string | undefined {
  return form.test(text.toUpperCase()) ? text.toUpperCase() : undefined;
}

/** `osm`, or an https address (a link must not make the page ask for anything else). */
function parseTiles(text: string): string | undefined {
  return text === "osm" || /^https:\/\/[^\s"'<>]+$/.test(text) ? text : undefined;
}

/** `altitude`, or `-altitude` for the highest first. */
function parseSorting(text: string): Sorting | undefined {
  const column = oneOf(TABLE_COLUMNS, text.replace(/^-/, ""));
  return column && { column, isDescending: text.startsWith("-") };
}

const formatSorting = (sorting: Sorting | null) =>
  sorting && `${sorting.isDescending ? "-" : ""}${sorting.column}`;

function parseColumns(text: string): readonly TableColumn[] | undefined {
  const columns = TABLE_COLUMNS.filter((column) => listOf(text).includes(column));
  return columns.length > 0 ? columns : undefined;
}

/** `47.4647/8.5492,…`, at most two. */
function parsePlaces(text: string): readonly Place[] | undefined {
  const places = listOf(text).map((one) => {
    const [latitude = NaN, longitude = NaN] = one.split("/").map(Number);
    return { latitude, longitude };
  });
  const isWrong = places.some(
    ({ latitude, longitude }) => !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180),
  );
  return places.length > 0 && places.length <= 2 && !isWrong ? places : undefined;
}

const formatPlaces = (places: readonly Place[]) =>
  places.map((one) => `${one.latitude.toFixed(4)}/${one.longitude.toFixed(4)}`).join(",") || null;

type Text = (name: string) => string;

function parseFilters(text: Text): Filters | undefined {
  const filters: Filters = {
    altitude: parseRange(text("altitude")),
    speed: parseRange(text("speed")),
    airlines: listOf(text("airline").toUpperCase()).filter((one) => /^[A-Z]{3}$/.test(one)),
    countries: listOf(text("country").toUpperCase()).filter((one) => /^[A-Z]{2}$/.test(one)),
    shapes: SHAPES.filter((shape) => listOf(text("category")).includes(shape)),
    phases: PHASES.filter((phase) => listOf(text("phase")).includes(phase)),
    ground: oneOf(["ground", "air"] as const, text("ground")) ?? null,
    emergency: text("emergency") === "1",
    source: text("source") || null,
    near: parseNear(text("near")),
    inView: text("inview") === "1",
  };
  return JSON.stringify(filters) === JSON.stringify(NO_FILTERS) ? undefined : filters;
}

function formatFilters(filters: Filters): [string, string | null][] {
  const list = (values: readonly string[]) => (values.length > 0 ? values.join(",") : null);
  const { near } = filters;
  return [
    ["altitude", formatRange(filters.altitude)],
    ["speed", formatRange(filters.speed)],
    ["airline", list(filters.airlines)],
    ["country", list(filters.countries)],
    ["category", list(filters.shapes)],
    ["phase", list(filters.phases)],
    ["ground", filters.ground],
    ["emergency", filters.emergency ? "1" : null],
    ["source", filters.source],
    ["near", near && [near.icao, near.latitude, near.longitude, near.km].join(":")],
    ["inview", filters.inView ? "1" : null],
  ];
}

const listOf = (text: string) => text.split(",").filter((part) => part !== "");

/** `1000:3000`, `1000:` or `:3000`, in SI units; a colon, for numbers may be negative. */
function parseRange(text: string): Range | null {
  const match = /^(-?\d+(?:\.\d+)?)?:(-?\d+(?:\.\d+)?)?$/.exec(text);
  if (!match || (match[1] === undefined && match[2] === undefined)) return null;
  const bound = (part: string | undefined) => (part === undefined ? null : Number(part));
  return [bound(match[1]), bound(match[2])];
}

const formatRange = (range: Range | null) => range && `${range[0] ?? ""}:${range[1] ?? ""}`;

function parseNear(text: string): Near | null {
  const [icao = "", ...numbers] = text.split(":");
  const [latitude = NaN, longitude = NaN, km = NaN] = numbers.map(Number);
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (!/^[A-Z0-9]{4}$/.test(icao) || !isPlace || !(km > 0)) return null;
  return { icao, latitude, longitude, km };
}
