import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recall, syncAddress } from "./addressSync";
import { createLiveStore, change, select, type LiveStore } from "./store";

let entries: string[];
let kept: Map<string, string>;
let store: LiveStore;
let stop: () => void;
let goTo: (hash: string) => void;

/** A browser's address, history and storage, as far as they are asked. */
function begin(hash: string) {
  entries = [hash];
  kept = new Map();
  const location = {
    get hash() {
      return entries.at(-1) ?? "";
    },
  };
  const history = {
    pushState: (_: unknown, __: string, next: string) => entries.push(next),
    replaceState: (_: unknown, __: string, next: string) => entries.splice(-1, 1, next),
  };
  let read = () => {};
  const addEventListener = (_: string, listener: () => void) => (read = listener);
  const removeEventListener = () => {};
  const { setTimeout, clearTimeout } = globalThis;
  vi.stubGlobal("window", {
    ...{ location, history, addEventListener, removeEventListener, setTimeout, clearTimeout },
  });
  vi.stubGlobal("navigator", { languages: ["en"] });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  store = createLiveStore();
  stop = syncAddress(store);
  goTo = (next) => {
    entries.push(next);
    read();
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  begin("#");
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is opened or selected is a step back, a pan is none", () => {
  change(store, { panel: "table" });
  change(store, { view: { zoom: 5, latitude: 1, longitude: 2 } });
  vi.advanceTimersByTime(1_000);
  select(store, "4b1816");
  expect(entries).toEqual(["#", "#map=5/1.00/2.00&panel=table", expect.stringContaining("4b1816")]);
});

test("steps that follow each other at once are one", () => {
  for (const icao24 of ["aaaaaa", "bbbbbb", "cccccc"]) select(store, icao24);
  expect(entries).toEqual(["#", "#icao24=cccccc"]);
});

test("going back is no step forward", () => {
  change(store, { panel: "table" });
  vi.advanceTimersByTime(1_000);
  entries.pop();
  goTo("#");
  vi.advanceTimersByTime(1_000);
  expect(store.getState().settings.panel).toBeNull();
  expect(entries).toEqual(["#", "#"]);
});

test("a link's taste is not kept, what is changed is", () => {
  goTo("#units=metric&theme=dark&tiles=osm&lang=de");
  vi.advanceTimersByTime(1_000);
  expect(recall()).toEqual({});
  change(store, { labels: "full" });
  change(store, { language: "en", estimateMotion: false });
  expect(recall()).toEqual({ labels: "full", language: "en", estimateMotion: false });
});
