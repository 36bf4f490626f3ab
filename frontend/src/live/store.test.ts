import { expect, test } from "vitest";
import { NO_FILTERS } from "./filters";
import { sampleSky } from "./samples";
import {
  change,
  createLiveStore,
  isCurrent,
  replaceSky,
  rowOf,
  select,
  selectAndCentre,
  setInView,
  showLive,
  showPast,
} from "./store";

test("a sky is found by address", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky({ icao24: "aaaaaa" }), 1);
  expect(rowOf(store.getState().sky, "aaaaaa")?.callsign).toBe("SWR7354");
});

test("a selection follows its aircraft into the next sky", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky({}), 1);
  select(store, "4b1816");
  replaceSky(store, sampleSky({ latitude: 48 }), 2);
  expect(store.getState().selectedRow?.latitude).toBe(48);
});

test("an aircraft that left the sky keeps its last row", () => {
  const store = createLiveStore("4b1816");
  replaceSky(store, sampleSky({}), 1);
  replaceSky(store, sampleSky(), 2);
  expect(store.getState().selectedRow?.latitude).toBe(47);
  expect(isCurrent(store.getState(), "4b1816")).toBe(false);
});

test("more of the same snapshot keeps its arrival time, a new one restarts it", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky(), 1);
  replaceSky(store, sampleSky({}), 2);
  expect(store.getState().sky?.arrivedAt).toBe(1);
  replaceSky(store, { ...sampleSky(), snapshotTime: 1030 }, 3);
  expect(store.getState().sky?.arrivedAt).toBe(3);
});

test("each request to centre is a new one", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky({}), 1);
  selectAndCentre(store, "4b1816");
  const first = store.getState().centreRequest;
  selectAndCentre(store, "4b1816");
  expect(first).toEqual({ latitude: 47, longitude: 8 });
  expect(store.getState().centreRequest).not.toBe(first);
});

test("filters hold for the next sky, too", () => {
  const store = createLiveStore();
  change(store, { filters: { ...NO_FILTERS, ground: "ground" } });
  replaceSky(store, sampleSky({}, { icao24: "aaaaaa", onGround: true }), 1);
  expect(store.getState().visible).toEqual({ rows: Uint8Array.of(0, 1), count: 1 });
});

test("while the past is shown the live sky waits", () => {
  const store = createLiveStore();
  change(store, { time: 900 });
  showPast(store, { ...sampleSky({}), snapshotTime: 900 }, 1);
  replaceSky(store, { ...sampleSky(), snapshotTime: 1030 }, 2);
  expect(store.getState().sky?.snapshotTime).toBe(900);
  showLive(store);
  expect(store.getState().sky?.snapshotTime).toBe(1030);
  expect(store.getState().settings.time).toBeNull();
});

test("who deselects follows nobody", () => {
  const store = createLiveStore("4b1816", { follow: true, isolate: true });
  select(store, null);
  expect(store.getState().settings).toMatchObject({ follow: false, isolate: false });
});

test("an unchanged count wakes nobody", () => {
  const store = createLiveStore();
  let calls = 0;
  store.subscribe(() => calls++);
  setInView(store, 0);
  expect(calls).toBe(0);
});

test("a sky that was old when it arrived is as old as that", () => {
  const store = createLiveStore();
  replaceSky(store, { ...sampleSky({}), age: 20 }, 30_000);
  expect(store.getState().sky).toMatchObject({ arrivedAt: 30_000, takenAt: 10_000 });
});

test("until a frame of the past has come the sky is live, and is shown", () => {
  const store = createLiveStore(null, { time: 900 });
  replaceSky(store, sampleSky({}), 1);
  expect(store.getState().sky).toMatchObject({ snapshotTime: 1000, isPast: false });
});

test("an isolated aircraft is the only one that is counted and listed", () => {
  const store = createLiveStore("aaaaaa");
  replaceSky(store, sampleSky({}, { icao24: "aaaaaa" }), 1);
  change(store, { isolate: true });
  expect(store.getState().visible).toEqual({ rows: Uint8Array.of(0, 1), count: 1 });
  select(store, "4b1816");
  expect(store.getState().visible.rows).toEqual(Uint8Array.of(1, 0));
  select(store, "bbbbbb");
  expect(store.getState().visible.count).toBe(0);
  select(store, null);
  expect(store.getState().visible).toEqual({ rows: null, count: 2 });
});
