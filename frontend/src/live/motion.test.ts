import { expect, test } from "vitest";
import { ApiError } from "../api/http";
import { EARTH_CIRCUMFERENCE_M } from "../lib/mercator";
import { GROUND_UNKNOWN } from "./aircraft";
import { estimateSeconds, moved, speedAt, turnAt } from "./motion";
import { sampleAircraft, sampleHealth, sampleSky, type SampleAircraft } from "./samples";
import { change, createLiveStore, replaceSky, setHealth, setTrouble } from "./store";

function liveStore() {
  const store = createLiveStore();
  replaceSky(store, sampleSky({}), 10_000);
  setHealth(store, sampleHealth(), 10_000);
  return store;
}

const speedOf = (sample: SampleAircraft) => speedAt(sampleAircraft(sample), 0);

test("at the equator a second covers velocity / circumference", () => {
  expect(speedOf({ latitude: 0, velocity: 250 }) * EARTH_CIRCUMFERENCE_M).toBeCloseTo(250, 6);
});

test("the same speed covers twice as much of the map at 60°", () => {
  expect(speedOf({ latitude: 60, velocity: 250 }) * EARTH_CIRCUMFERENCE_M).toBeCloseTo(500, 6);
});

test.each([
  ["on ground", { onGround: true }],
  ["without velocity", { velocity: NaN }],
  ["without track", { trueTrack: NaN }],
  ["without position", { latitude: NaN }],
])("an aircraft %s stays", (_, sample) => {
  expect(speedOf(sample)).toBe(0);
});

test("an aircraft that is not known to fly stays", () => {
  const aircraft = sampleAircraft({});
  aircraft.onGround[0] = GROUND_UNKNOWN;
  expect(speedAt(aircraft, 0)).toBe(0);
});

test("north is up: y shrinks", () => {
  expect(moved(2, 0, 0, 10)).toMatchObject({ x: 0, y: -20 });
});

test("a quarter turn to the right ends on the circle", () => {
  const turn = Math.PI / 2 / 5;
  const radius = 2 / turn;
  const end = moved(2, 0, turn, 5);
  expect(end.x).toBeCloseTo(radius, 9);
  expect(end.y).toBeCloseTo(-radius, 9);
  expect(end.track).toBeCloseTo(Math.PI / 2, 9);
});

test("after 5 s a turn is over", () => {
  const turn = 0.05;
  expect(moved(2, 0, turn, 60).track).toBeCloseTo(turn * 5, 9);
});

test.each([
  ["a turn over north is a small one", 355, 5, 10, Math.PI / 180],
  ["noise is no turn", 90, 91, 10, 0],
  ["what lies 30 s back is no turn", 90, 120, 30, 0],
  ["a jump is no turn", 0, 180, 10, 0],
  ["an unknown track before is no turn", undefined, 90, 10, 0],
])("%s", (_, before, now, seconds, rate) => {
  expect(turnAt(sampleAircraft({ trueTrack: now }), 0, before, seconds)).toBeCloseTo(rate, 9);
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
  setTrouble(store, { error: new ApiError("unreachable", "/"), failures: 1, retryAt: 0 });
  expect(estimateSeconds(store.getState(), 15_000)).toBe(0);
});

test("it can be switched off", () => {
  const store = liveStore();
  change(store, { estimateMotion: false });
  expect(estimateSeconds(store.getState(), 15_000)).toBe(0);
});
