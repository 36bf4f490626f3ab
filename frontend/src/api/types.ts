// Short names for the generated types, taken by endpoint so that schemas may be renamed freely.
import type { paths } from "./types.gen";

type Answer<Path extends "/flights/current" | "/health"> =
  paths[Path]["get"]["responses"][200]["content"]["application/json"];

export type CurrentFlights = Answer<"/flights/current">;
export type StateVector = CurrentFlights["flights"][number];
export type Health = Answer<"/health">;
export type ComponentName = keyof Health["components"];
