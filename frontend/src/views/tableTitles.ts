// What the columns of the table are called.
import type { TextKey } from "../i18n/en";
import type { TableColumn } from "../live/tableColumns";

export const TITLES: Record<TableColumn, TextKey> = {
  callsign: "callsign",
  icao24: "address",
  airline: "airlineLabel",
  country: "country",
  altitude: "altitude",
  velocity: "speed",
  verticalRate: "verticalRate",
  trueTrack: "track",
  squawk: "squawk",
  phase: "phase",
  category: "category",
  latitude: "latitude",
  longitude: "longitude",
  age: "age",
};
