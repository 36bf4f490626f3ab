// Sample values for the tests.
import type { CurrentFlights, Health, StateVector } from "../api/types";

export function sampleState(changes: Partial<StateVector> = {}): StateVector {
  return {
    icao24: "4b1816",
    callsign: "SWR7354",
    origin_country: "Switzerland",
    time_position: 1000,
    last_contact: 1000,
    longitude: 8,
    latitude: 47,
    baro_altitude: 10_000,
    on_ground: false,
    velocity: 200,
    true_track: 90,
    vertical_rate: 0,
    geo_altitude: 10_100,
    squawk: "1000",
    spi: false,
    position_source: 0,
    category: 0,
    snapshot_time: 1000,
    source: "replay",
    ...changes,
  };
}

export function sampleSky(...flights: StateVector[]): CurrentFlights {
  return { snapshot_time: 1000, source: "replay", count: flights.length, flights };
}

export function sampleHealth(source: Partial<Health["components"]["source"]> = {}): Health {
  return {
    status: "ok",
    time: 5000,
    components: {
      source: {
        status: "ok",
        detail: "polling",
        name: "replay",
        reason: "FLIGHT_SOURCE asks for it",
        snapshot_time: 1000,
        last_poll_at: 4990,
        next_poll_at: 5020,
        late_reason: null,
        credits_remaining: null,
        ...source,
      },
      broker: { status: "ok", detail: "" },
      live_view: { status: "ok", detail: "", snapshot_time: 1000, aircraft: 1 },
      lakehouse: { status: "ok", detail: "" },
    },
  };
}
