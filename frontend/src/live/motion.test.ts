import { expect, test } from "vitest";
import { EARTH_CIRCUMFERENCE_M } from "../lib/mercator";
import { estimateSeconds, mercatorVelocity } from "./motion";
import { sampleHealth, sampleSky, sampleState } from "./samples";
import { createLiveStore, replaceSky, setHealth, setTrouble, toggleEstimate } from "./store";

function liveStore() {
  const store = createLiveStore();
  replaceSky(store, sampleSky(sampleState()), 10_000);
  setHealth(store, sampleHealth(), 10_000);
  return store;
}

test("eastward at the equator covers velocity / circumference a second", () => {
  const { dx, dy } = mercatorVelocity(sampleState({ latitude: 0, velocity: 250, true_track: 90 }));
  expect(dx * EARTH_CIRCUMFERENCE_M).toBeCloseTo(250, 6);
  expect(dy * EARTH_CIRCUMFERENCE_M).toBeCloseTo(0, 6);
});

test("north is up: y shrinks, and faster on the map at 60°", () => {
  const { dy } = mercatorVelocity(sampleState({ latitude: 60, velocity: 250, true_track: 0 }));
  expect(dy * EARTH_CIRCUMFERENCE_M).toBeCloseTo(-500, 6);
});

test.each([
  ["on ground", { on_ground: true }],
  ["not known to fly", { on_ground: null }],
  ["without velocity", { velocity: null }],
  ["without track", { true_track: null }],
  ["without position", { latitude: null }],
])("an aircraft %s stays", (_, changes) => {
  expect(mercatorVelocity(sampleState(changes))).toEqual({ dx: 0, dy: 0 });
});

test("nothing has moved at the moment a snapshot arrives", () => {
  expect(estimateSeconds(liveStore().getState(), 10_000)).toBe(0);
});

test("time runs from the arrival and stops after 60 s", () => {
  const state = liveStore().getState();
  expect(estimateSeconds(state, 15_000)).toBe(5);
  expect(estimateSeconds(state, 500_000)).toBe(60);
});

test("a late feed is not estimated", () => {
  const store = liveStore();
  setHealth(store, sampleHealth({ status: "late" }), 11_000);
  expect(estimateSeconds(store.getState(), 15_000)).toBe(0);
});

test("without the API nothing is estimated", () => {
  const store = liveStore();
  setTrouble(store, { message: "", failures: 1, retryAt: 0 });
  expect(estimateSeconds(store.getState(), 15_000)).toBe(0);
});

test("the toggle switches estimates off", () => {
  const store = liveStore();
  toggleEstimate(store);
  expect(estimateSeconds(store.getState(), 15_000)).toBe(0);
});
