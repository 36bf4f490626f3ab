// The fields of an aircraft, as the details show them: grouped, named, with units.
import type { Flight } from "../api/types";
import type { TextKey } from "../i18n/en";
import type { Words } from "../i18n/context";
import { formatTime } from "../i18n/format";
import type { AircraftRow } from "../live/aircraft";
import { airlineOf } from "../live/airline";
import { countryOf } from "../live/country";
import { codeOf } from "../live/aircraft";
import { emergencyOf } from "../live/emergency";
import { phaseOf } from "../live/phase";
import { shapeOf } from "../live/shape";

/** The API's whole answer where it is there; the row of the sky before that. */
export interface Known {
  row: AircraftRow;
  flight: Flight | null;
  /** Of the sky that the row is from. */
  snapshotTime: number | null;
  isPast: boolean;
  /** The operator's name, where only the callsign says who it is. */
  airlineName: string | null;
}

export interface Field {
  name: string;
  label: TextKey;
  show(known: Known, words: Words): string;
}

export interface FieldGroup {
  title: TextKey;
  /** Whose age stands beside the title. */
  age?: "position" | "contact";
  fields: readonly Field[];
}

// OpenSky's numbering.
const POSITION_SOURCES = ["ADS-B", "ASTERIX", "MLAT", "FLARM"];

export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: "groupMotion",
    age: "contact",
    fields: [
      {
        name: "baro_altitude",
        label: "baroAltitude",
        show: ({ row, flight }, { format }) =>
          format.altitude(flight ? flight.state.baro_altitude : row.altitude),
      },
      {
        name: "geo_altitude",
        label: "geoAltitude",
        show: ({ flight }, { format }) => format.altitude(flight?.state.geo_altitude),
      },
      {
        name: "velocity",
        label: "velocity",
        show: ({ row, flight }, { format }) => format.speed(flight?.state.velocity ?? row.velocity),
      },
      {
        name: "vertical_rate",
        label: "verticalRate",
        show: ({ row, flight }, { format }) =>
          format.rate(flight?.state.vertical_rate ?? row.verticalRate),
      },
      {
        name: "true_track",
        label: "trueTrack",
        show: ({ row, flight }, { format }) =>
          format.track(flight?.state.true_track ?? row.trueTrack),
      },
      {
        name: "on_ground",
        label: "onGround",
        show: ({ row }, { format }) => format.yesNo(row.onGround),
      },
      { name: "phase", label: "phase", show: showPhase },
      { name: "nearest_airport", label: "nearestAirport", show: showAirport },
    ],
  },
  {
    title: "groupIdentity",
    fields: [
      {
        name: "callsign",
        label: "callsign",
        show: ({ row }, { format }) => format.text(row.callsign),
      },
      { name: "icao24", label: "address", show: ({ row }) => row.icao24 },
      {
        name: "registration",
        label: "registration",
        show: ({ flight }, { format }) => format.text(flight?.enrichment.registration),
      },
      { name: "airline", label: "airlineLabel", show: showAirline },
      {
        name: "origin_country",
        label: "country",
        show: ({ row, flight }, { format }) =>
          format.country(flight?.enrichment.country_code ?? countryOf(codeOf(row.icao24))),
      },
      {
        name: "category",
        label: "category",
        show: ({ row }, { t }) => t(`shape_${shapeOf(row.category)}`),
      },
      { name: "squawk", label: "squawk", show: showSquawk },
      {
        name: "spi",
        label: "spi",
        show: ({ flight }, { format }) => format.yesNo(flight?.state.spi),
      },
    ],
  },
  {
    title: "groupReport",
    age: "position",
    fields: [
      {
        name: "latitude",
        label: "latitude",
        show: ({ row, flight }, { format }) =>
          format.degrees(flight?.state.latitude ?? row.latitude),
      },
      {
        name: "longitude",
        label: "longitude",
        show: ({ row, flight }, { format }) =>
          format.degrees(flight?.state.longitude ?? row.longitude),
      },
      { name: "time_position", label: "timePosition", show: showTime("time_position") },
      { name: "last_contact", label: "lastContact", show: showTime("last_contact") },
      {
        name: "snapshot_time",
        label: "snapshotTime",
        show: ({ flight, snapshotTime }, { t }) => {
          const time = flight?.state.snapshot_time ?? snapshotTime;
          return time === null ? t("unknown") : formatTime(time);
        },
      },
      {
        name: "position_source",
        label: "positionSource",
        show: ({ flight }, { format }) =>
          format.text(POSITION_SOURCES[flight?.state.position_source ?? -1]),
      },
      {
        name: "source",
        label: "source",
        show: ({ flight }, { format }) => format.text(flight?.state.source),
      },
    ],
  },
];

function showPhase({ flight, row }: Known, { t }: Words): string {
  return t(`phase_${flight?.enrichment.phase ?? phaseOf(row.onGround, row.verticalRate)}`);
}

/** What a frame of the past does not hold was not kept: that is not the same as unknown. */
export function textOf({ show }: Field, known: Known, words: Words): string {
  const text = show(known, words);
  return known.isPast && text === words.t("unknown") ? words.t("notKept") : text;
}

/** Seconds from a report to the snapshot it is in. */
export function ageOf({ row, flight }: Known, of: "position" | "contact"): number | null {
  if (!flight) return of === "position" ? row.positionAge : null;
  const { snapshot_time, time_position, last_contact } = flight.state;
  const time = of === "position" ? time_position : last_contact;
  return time === null ? null : snapshot_time - time;
}

function showAirport({ flight }: Known, { t, format }: Words): string {
  const { nearest_airport: icao, nearest_airport_km: km } = flight?.enrichment ?? {};
  return icao && km != null ? `${icao}, ${format.distance(km * 1_000)}` : t("unknown");
}

function showAirline({ row, flight, airlineName }: Known, { t }: Words): string {
  const { airline, airline_name: name } = flight?.enrichment ?? {
    airline: airlineOf(row.callsign ?? ""),
    airline_name: airlineName,
  };
  return airline ? [name, airline].filter(Boolean).join(", ") : t("unknown");
}

function showSquawk({ row: { squawk } }: Known, { t, format }: Words): string {
  const kind = emergencyOf(squawk);
  return kind ? `${squawk}, ${t(kind)}` : format.text(squawk);
}

// Age in the time of the data: how old the report was when the snapshot was taken.
function showTime(name: "time_position" | "last_contact") {
  return (known: Known, { t, format }: Words): string => {
    const age = ageOf(known, name === "time_position" ? "position" : "contact");
    const snapshot = known.flight?.state.snapshot_time ?? known.snapshotTime;
    if (age === null || snapshot === null) return t("unknown");
    return `${formatTime(snapshot - age)} (${t("ageOld", { age: format.duration(age) })})`;
  };
}
