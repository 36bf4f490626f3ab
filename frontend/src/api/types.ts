// Short names for the generated types, taken by endpoint so that schemas may be renamed freely.
import type { paths } from "./types.gen";

type Asked =
  | "/health"
  | "/databricks/status"
  | "/flights/{icao24}"
  | "/flights/{icao24}/track"
  | "/flights/{icao24}/legs"
  | "/flights/search"
  | "/flights/stats"
  | "/stats/hourly"
  | "/airports"
  | "/airports/{icao}"
  | "/history/frames"
  | "/reports"
  | "/completeness";

/** What each endpoint answers. */
export type Answers = {
  [Path in Asked]: paths[Path]["get"]["responses"][200]["content"]["application/json"];
};

export type Health = Answers["/health"];
export type ComponentName = keyof Health["components"];
export type Flight = Answers["/flights/{icao24}"];
export type StateVector = Flight["state"];
export type Enrichment = Flight["enrichment"];
export type TrackPoint = Answers["/flights/{icao24}/track"]["points"][number];
export type Leg = Answers["/flights/{icao24}/legs"]["legs"][number];
export type Airport = Answers["/airports"]["airports"][number];
export type AirportTraffic = Answers["/airports/{icao}"];
export type Stats = Answers["/flights/stats"];
