// Sample values for the tests.
import type { Health } from "../api/types";
import { codeOf, IN_THE_AIR, noAircraft, ON_GROUND, type Aircraft } from "./aircraft";
import type { SkyBody } from "./skyBody";

export interface SampleAircraft {
  icao24?: string;
  callsign?: string;
  category?: number;
  squawk?: string;
  latitude?: number;
  longitude?: number;
  altitude?: number;
  onGround?: boolean;
  velocity?: number;
  trueTrack?: number;
  verticalRate?: number;
  positionAge?: number;
}

const COMMON: Required<SampleAircraft> = {
  icao24: "4b1816",
  callsign: "SWR7354",
  category: 4,
  squawk: "1000",
  latitude: 47,
  longitude: 8,
  altitude: 10_000,
  onGround: false,
  velocity: 200,
  trueTrack: 90,
  verticalRate: 0,
  positionAge: 0,
};

export function sampleAircraft(...samples: SampleAircraft[]): Aircraft {
  const aircraft = noAircraft(samples.length);
  samples.forEach((sample, i) => {
    const one = { ...COMMON, ...sample };
    aircraft.code[i] = codeOf(one.icao24);
    aircraft.callsign[i] = one.callsign;
    aircraft.category[i] = one.category;
    aircraft.squawk[i] = parseInt(one.squawk, 8);
    aircraft.onGround[i] = one.onGround ? ON_GROUND : IN_THE_AIR;
    const { latitude, longitude, altitude, velocity, trueTrack, verticalRate, positionAge } = one;
    const numbers = {
      latitude,
      longitude,
      altitude,
      velocity,
      trueTrack,
      verticalRate,
      positionAge,
    };
    for (const [name, value] of Object.entries(numbers))
      aircraft[name as keyof typeof numbers][i] = value;
  });
  return aircraft;
}

export function sampleSky(...samples: SampleAircraft[]): SkyBody {
  return {
    snapshotTime: 1000,
    source: "replay",
    stale: null,
    version: "v1",
    aircraft: sampleAircraft(...samples),
  };
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
