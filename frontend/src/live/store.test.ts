import { expect, test } from "vitest";
import { sampleSky, sampleState } from "./samples";
import { createLiveStore, replaceSky, select, selectAndCentre, setInView } from "./store";

test("a sky is found by address", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky(sampleState({ icao24: "aaaaaa" })), 1);
  expect(store.getState().sky?.byAddress.get("aaaaaa")?.callsign).toBe("SWR7354");
});

test("a selection follows its aircraft into the next sky", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky(sampleState()), 1);
  select(store, "4b1816");
  replaceSky(store, sampleSky(sampleState({ latitude: 48 })), 2);
  expect(store.getState().selectedState?.latitude).toBe(48);
});

test("an aircraft that left the sky keeps its last state", () => {
  const store = createLiveStore("4b1816");
  replaceSky(store, sampleSky(sampleState()), 1);
  replaceSky(store, sampleSky(), 2);
  expect(store.getState().selectedState?.latitude).toBe(47);
  expect(store.getState().sky?.byAddress.has("4b1816")).toBe(false);
});

test("more of the same snapshot keeps its arrival time, a new one restarts it", () => {
  const store = createLiveStore();
  replaceSky(store, sampleSky(), 1);
  replaceSky(store, sampleSky(sampleState()), 2);
  expect(store.getState().sky?.arrivedAt).toBe(1);
  replaceSky(store, { ...sampleSky(), snapshot_time: 1030 }, 3);
  expect(store.getState().sky?.arrivedAt).toBe(3);
});

test("each request to centre is a new one", () => {
  const store = createLiveStore();
  selectAndCentre(store, "4b1816");
  const first = store.getState().centreRequest;
  selectAndCentre(store, "4b1816");
  expect(store.getState().centreRequest).not.toBe(first);
});

test("an unchanged count wakes nobody", () => {
  const store = createLiveStore();
  let calls = 0;
  store.subscribe(() => calls++);
  setInView(store, 0);
  expect(calls).toBe(0);
});
