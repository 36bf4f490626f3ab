// Dead reckoning between two snapshots: where an aircraft probably is now. Pure.
import { unitsPerMetre } from "../lib/mercator";
import { IN_THE_AIR, type Aircraft } from "./aircraft";
import type { LiveState, Sky } from "./store";

/** This long after its last position an estimate is a guess; the aircraft stays there. */
export const MAX_ESTIMATE_SECONDS = 60;

/** Degrees a second; a faster turn is a slip of the data, airliners turn at 3 at most. */
const FASTEST_TURN = 3.5;
/** Slower, it is the noise of a track in steps of 1.4 degrees. */
const SLOWEST_TURN = 0.25;
/** Measured on recorded tracks: going on in a turn for longer is worse than flying straight on. */
export const MAX_TURN_SECONDS = 5;
/** Of reports further apart, the change of track says nothing of the turn now. */
const LONGEST_BETWEEN = 15;

const RADIANS = Math.PI / 180;

/** Units of the Mercator square a second, at the row's track; 0 on the ground or without a track. */
export function speedAt(aircraft: Aircraft, i: number): number {
  const { latitude, velocity, trueTrack, onGround } = aircraft;
  const isFlying = onGround[i] === IN_THE_AIR && !Number.isNaN(trueTrack[i] as number);
  const speed = (velocity[i] as number) * unitsPerMetre(latitude[i] as number);
  return isFlying && speed > 0 ? speed : 0;
}

/**
 * Radians a second, clockwise, from the change of track since the sky before; 0 for straight on.
 * `seconds` lie between the two skies.
 */
export function turnAt(now: Aircraft, i: number, before: number | undefined, seconds: number) {
  if (before === undefined || seconds <= 0 || seconds > LONGEST_BETWEEN) return 0;
  const change = (((now.trueTrack[i] as number) - before + 540) % 360) - 180;
  const rate = change / seconds;
  const isTurn = Math.abs(rate) >= SLOWEST_TURN && Math.abs(rate) <= FASTEST_TURN;
  return isTurn && now.onGround[i] === IN_THE_AIR ? rate * RADIANS : 0;
}

/** Offset on the Mercator square after `seconds` at `speed`, with `track` and `turn` in radians. */
export function moved(speed: number, track: number, turn: number, seconds: number) {
  const turning = turn === 0 ? 0 : Math.min(seconds, MAX_TURN_SECONDS);
  const end = track + turn * turning;
  const straight = seconds - turning;
  // The chord of an arc points half way between both tracks (sine rule).
  const half = (turn * turning) / 2;
  const chord = turning === 0 ? 0 : half === 0 ? turning : turning * (Math.sin(half) / half);
  return {
    x: speed * (chord * Math.sin(track + half) + straight * Math.sin(end)),
    y: -speed * (chord * Math.cos(track + half) + straight * Math.cos(end)),
    track: end,
  };
}

/** Seconds since the sky was taken for which aircraft are moved on; 0 unless the feed is live. */
export function estimateSeconds(state: LiveState, now: number): number {
  const { sky, settings } = state;
  if (!sky || sky.isPast || !settings.estimateMotion || !isFeedLive(state)) return 0;
  return Math.max(0, Math.min(MAX_ESTIMATE_SECONDS, (now - sky.takenAt) / 1_000));
}

export function isFeedLive({ health, trouble }: Pick<LiveState, "health" | "trouble">): boolean {
  return trouble === null && health?.body.components.source.status === "ok";
}

/** Seconds between two skies, by the clock of the data. */
export const secondsBetween = (before: Sky | null, now: Sky) =>
  (now.snapshotTime ?? 0) - (before?.snapshotTime ?? now.snapshotTime ?? 0);
