// Shows the skies of the past, as far as the API keeps frames of them.
import type { ApiClient } from "../api/client";
import { ApiError } from "../api/http";
import { placesOf } from "./aircraft";
import type { Speed } from "./settings";
import { readSky, type SkyBody } from "./skyBody";
import { change, showPast, type Frames, type LiveState, type LiveStore } from "./store";

const FRAMES_KEPT = 4;

export const isBarOpen = ({ settings, frames }: LiveState) =>
  settings.time !== null || frames.isAsked;

/** The time bar begins with the first frame that it can get. */
export function openPast(store: LiveStore): void {
  setFrames(store, { isAsked: true });
}

const setFrames = (store: LiveStore, changes: Partial<Frames>) =>
  store.setState(({ frames }) => ({ frames: { ...frames, ...changes } }));

export async function loadFrames(store: LiveStore, client: ApiClient): Promise<void> {
  try {
    const { times } = await client.ask("/history/frames");
    setFrames(store, { times, error: null });
  } catch (error) {
    return setFrames(store, { error: asApiError(error, "/history/frames") });
  }
  const { frames, settings } = store.getState();
  // The newest is the sky that is live.
  const time = frames.times?.at(-2) ?? frames.times?.at(-1);
  if (frames.isAsked && settings.time === null && time !== undefined) change(store, { time });
}

export type FrameReader = (time: number) => Promise<SkyBody>;

/** Frames by their times; the last ones are kept, for what comes next is asked for ahead. */
export function createFrameReader(client: ApiClient): FrameReader {
  const kept = new Map<number, Promise<SkyBody>>();
  return function read(time) {
    const found = kept.get(time);
    if (found) return found;
    const body = client
      .fetchBytes(`/history/frames/${time}`)
      .then((bytes) => ({ ...readSky(bytes, null), snapshotTime: time }));
    kept.set(time, body);
    body.catch(() => kept.delete(time));
    for (const old of [...kept.keys()].slice(0, -FRAMES_KEPT)) kept.delete(old);
    return body;
  };
}

/** Shows a frame; says why where it cannot be had. */
export async function showFrame(
  store: LiveStore,
  read: FrameReader,
  time: number,
): Promise<ApiError | null> {
  try {
    const sky = await read(time);
    // The reader may have gone back to live, or on to another frame, in the meantime.
    if (store.getState().settings.time === time) showPast(store, sky, performance.now());
    return null;
  } catch (error) {
    return asApiError(error, "/history/frames");
  }
}

const asApiError = (error: unknown, path: string) =>
  error instanceof ApiError ? error : new ApiError("malformed", path);

interface Stretch {
  from: number;
  to: number;
  speed: Speed;
}

/** Leads the aircraft to the next frame, and then shows it; returns what stops it on the way. */
export function playOn(store: LiveStore, read: FrameReader, { from, to, speed }: Stretch) {
  const startedAt = performance.now();
  const ms = waitBetween(from, to, speed);
  let isStopped = false;
  read(to).then(
    ({ aircraft }) => {
      if (isStopped) return;
      store.setState({ passage: { from, aircraft, places: placesOf(aircraft), startedAt, ms } });
    },
    () => {}, // said when its turn comes
  );
  const timer = setTimeout(() => change(store, { time: to }), ms);
  return function stop() {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** How much of the way to the next frame lies behind, 0 to 1. */
export function progressOf({ sky, passage, settings }: LiveState, now: number): number {
  if (!passage || !sky?.isPast || !settings.isPlaying) return 0;
  if (passage.from !== sky.snapshotTime) return 0;
  return Math.max(0, Math.min(1, (now - passage.startedAt) / passage.ms));
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

/** The frame that is meant by a time on the bar: a step that is too short for one is one. */
export function frameFor(times: readonly number[], from: number, wanted: number): number {
  const nearest = nearestFrame(times, wanted) ?? from;
  if (nearest !== from || wanted === from) return nearest;
  return stepFrom(times, from, wanted > from ? 1 : -1) ?? from;
}

/** Milliseconds until the next frame at this speed; `from` and `to` are its times. */
export function waitBetween(from: number, to: number, speed: Speed): number {
  return Math.max(100, ((to - from) / speed) * 1_000);
}
