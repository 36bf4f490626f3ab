// Dead reckoning between two snapshots: where an aircraft probably is now. Pure.
import type { StateVector } from "../api/types";
import { unitsPerMetre } from "../lib/mercator";
import type { LiveState } from "./store";

/** After this long an estimate is a guess; the aircraft stays where it was estimated last. */
export const MAX_ESTIMATE_SECONDS = 60;

export interface MercatorVelocity {
  dx: number;
  dy: number;
}

const STANDING: MercatorVelocity = { dx: 0, dy: 0 };

type Movement = Pick<StateVector, "latitude" | "on_ground" | "velocity" | "true_track">;

/**
 * Units of the Mercator square a second. A constant true track is a straight line on Mercator,
 * and over 60 s (15 km) the scale of the map does not change visibly.
 */
export function mercatorVelocity(state: Movement): MercatorVelocity {
  const { latitude, on_ground, velocity, true_track } = state;
  if (latitude === null || velocity === null || true_track === null || on_ground !== false) {
    return STANDING;
  }
  const speed = velocity * unitsPerMetre(latitude);
  const track = (true_track * Math.PI) / 180;
  return { dx: speed * Math.sin(track), dy: -speed * Math.cos(track) };
}

/** Seconds to move every aircraft ahead of its reported position; 0 unless the feed is live. */
export function estimateSeconds(state: LiveState, now: number): number {
  if (!state.sky || !state.estimateMotion || !isFeedLive(state)) return 0;
  const elapsed = (now - state.sky.arrivedAt) / 1000;
  return Math.max(0, Math.min(MAX_ESTIMATE_SECONDS, elapsed));
}

export function isFeedLive({ health, trouble }: Pick<LiveState, "health" | "trouble">): boolean {
  return trouble === null && health?.body.components.source.status === "ok";
}
