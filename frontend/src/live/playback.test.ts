import { expect, test, vi } from "vitest";
import type { ApiClient } from "../api/client";
import { ApiError } from "../api/http";
import { frameFor, isBarOpen, loadFrames, openPast, progressOf, showFrame } from "./playback";
import { sampleSky } from "./samples";
import { change, createLiveStore, replaceSky, showLive, showPast } from "./store";

const TIMES = [900, 930, 1020];

const clientOf = (answer: () => Promise<{ times: number[] }>) =>
  ({ ask: vi.fn(answer) }) as unknown as ApiClient;

function opened() {
  const store = createLiveStore();
  replaceSky(store, sampleSky({}), 1);
  openPast(store);
  return store;
}

test("the past begins with the newest frame but one", async () => {
  const store = opened();
  await loadFrames(
    store,
    clientOf(async () => ({ times: TIMES })),
  );
  expect(store.getState().settings.time).toBe(930);
});

test("without frames the sky stays live", async () => {
  const store = opened();
  await loadFrames(
    store,
    clientOf(async () => ({ times: [] })),
  );
  expect(store.getState()).toMatchObject({ settings: { time: null }, frames: { times: [] } });
  expect(isBarOpen(store.getState())).toBe(true);
  showLive(store);
  expect(isBarOpen(store.getState())).toBe(false);
});

test("frames that cannot be had are no missing frames", async () => {
  const store = opened();
  const error = new ApiError("unavailable", "/history/frames", 503);
  await loadFrames(
    store,
    clientOf(() => Promise.reject(error)),
  );
  expect(store.getState().frames).toEqual({ isAsked: true, times: null, error });
  expect(store.getState().settings.time).toBeNull();
});

test("a frame that cannot be read says so, and what is shown stays", async () => {
  const store = opened();
  change(store, { time: 900 });
  const error = await showFrame(store, () => Promise.reject(new Error("no Arrow")), 900);
  expect(error?.kind).toBe("malformed");
  expect(store.getState().sky?.isPast).toBe(false);
});

test("the way to the next frame counts from the frame that is shown", () => {
  const store = opened();
  change(store, { time: 900, isPlaying: true });
  const { aircraft } = sampleSky({});
  store.setState({ passage: { from: 900, aircraft, places: new Map(), startedAt: 0, ms: 1_000 } });
  expect(progressOf(store.getState(), 250)).toBe(0);
  showPast(store, { ...sampleSky({}), snapshotTime: 900 }, 1);
  expect(progressOf(store.getState(), 250)).toBe(0.25);
  expect(progressOf(store.getState(), 5_000)).toBe(1);
  change(store, { isPlaying: false });
  expect(progressOf(store.getState(), 250)).toBe(0);
});

test("the bar goes by time, and a short step is one frame", () => {
  expect([910, 990, 1_100].map((wanted) => frameFor(TIMES, 900, wanted))).toEqual([
    930, 1020, 1020,
  ]);
  expect(frameFor(TIMES, 1020, 1019)).toBe(930);
  expect(frameFor(TIMES, 900, 899)).toBe(900);
});
