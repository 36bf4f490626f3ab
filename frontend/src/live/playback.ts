// Shows the skies of the past, as far as the API keeps frames of them.
import type { ApiClient } from "../api/client";
import { ApiError } from "../api/http";
import { readSky } from "./skyBody";
import { change, showPast, type LiveStore } from "./store";

export const SPEEDS = [1, 5, 10, 30, 60] as const;
export type Speed = (typeof SPEEDS)[number];

/** The frames there are, Unix seconds, the oldest first. */
export async function frameTimes(client: ApiClient): Promise<readonly number[]> {
  return (await client.ask("/history/frames")).times;
}

/** Begins with the newest frame but one: the newest is the sky that is live. */
export async function openPast(store: LiveStore, client: ApiClient): Promise<void> {
  const times = await frameTimes(client).catch(() => []);
  const time = times.at(-2) ?? times.at(-1);
  // The bar says so where there is nothing; 0 is a time that no frame has.
  change(store, { time: time ?? 0 });
}

/** Shows the frame nearest to the wanted time; false if it could not be had. */
export async function showFrame(store: LiveStore, client: ApiClient, time: number) {
  try {
    const sky = readSky(await client.fetchBytes(`/history/frames/${time}`), null);
    // The reader may have gone back to live, or on to another frame, in the meantime.
    if (store.getState().settings.time !== time) return true;
    showPast(store, { ...sky, snapshotTime: sky.snapshotTime ?? time }, performance.now());
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}

/** The frame that stands nearest to a time; null where there is none. */
export function nearestFrame(times: readonly number[], time: number): number | null {
  let nearest: number | null = null;
  for (const one of times) {
    if (nearest === null || Math.abs(one - time) < Math.abs(nearest - time)) nearest = one;
  }
  return nearest;
}

/** The frame after (or before) this one; null at the end. */
export function stepFrom(times: readonly number[], time: number, step: 1 | -1): number | null {
  const place = times.indexOf(nearestFrame(times, time) ?? NaN);
  return place < 0 ? null : (times[place + step] ?? null);
}

/** Milliseconds until the next frame at this speed; `from` and `to` are its times. */
export function waitBetween(from: number, to: number, speed: Speed): number {
  return Math.max(100, ((to - from) / speed) * 1_000);
}
