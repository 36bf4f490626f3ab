import { expect, test, vi } from "vitest";
import { ApiError } from "../api/http";
import { startPolling, type Page, type PollClient } from "./poll";
import { sampleHealth, sampleSky } from "./samples";
import type { SkyAnswer } from "./skyReader";
import { createLiveStore } from "./store";

class FakePage implements Page {
  time = 0;
  hidden = false;
  delays: number[] = [];
  pending: (() => void) | null = null;
  changeVisibility = () => {};
  now = () => this.time;
  isHidden = () => this.hidden;
  onWake = (listener: () => void) => {
    this.changeVisibility = listener;
    return () => {
      this.changeVisibility = () => {};
    };
  };
  after = (delayMs: number, task: () => void) => {
    this.delays.push(delayMs);
    this.pending = task;
    return () => {
      this.pending = null;
    };
  };
}

function begin(fetchSky: () => Promise<SkyAnswer>) {
  const page = new FakePage();
  const store = createLiveStore();
  const asked = { count: 0 };
  const client: PollClient = {
    fetchSky: () => ((asked.count += 1), fetchSky()),
    fetchHealth: async () => sampleHealth({ next_poll_at: 5003 }),
  };
  const stop = startPolling(store, client, page);
  return { page, store, asked, stop };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test("fills the store, looks again soon, and then waits for the next poll", async () => {
  let answer: SkyAnswer = sampleSky({});
  const { page, store } = begin(async () => answer);
  await settle();
  const { sky } = store.getState();
  expect(sky?.aircraft.count).toBe(1);
  answer = null;
  page.time = 2_000;
  page.pending?.();
  await settle();
  expect(page.delays).toEqual([2_000, 4_000]);
  expect(store.getState().sky).toBe(sky);
});

test("an error is said, backs off, and keeps the last sky", async () => {
  let fails = false;
  const { page, store } = begin(async () => {
    if (fails) throw new ApiError("unreachable", "/flights/current");
    return sampleSky({});
  });
  await settle();
  fails = true;
  for (let i = 0; i < 3; i++) {
    page.pending?.();
    await settle();
  }
  expect(store.getState().trouble).toMatchObject({ error: { kind: "unreachable" }, failures: 3 });
  expect(store.getState().sky?.aircraft.count).toBe(1);
  expect(page.delays).toEqual([2_000, 1_000, 2_000, 4_000]);
});

test("a server that asks to wait is waited for", async () => {
  const { page } = begin(async () => {
    throw new ApiError("rate_limited", "/flights/current", 429, 40);
  });
  await settle();
  expect(page.delays).toEqual([40_000]);
});

test("an answer ends the trouble", async () => {
  let fails = true;
  const { page, store } = begin(async () => {
    if (fails) throw new ApiError("timeout", "/");
    return sampleSky({});
  });
  await settle();
  fails = false;
  page.pending?.();
  await settle();
  expect(store.getState().trouble).toBeNull();
});

test("pauses while hidden and resumes at once", async () => {
  const { page, asked } = begin(async () => sampleSky({}));
  await settle();
  page.hidden = true;
  page.changeVisibility();
  expect(page.pending).toBeNull();
  page.hidden = false;
  page.changeVisibility();
  await settle();
  expect(asked.count).toBe(2);
});

test("stops for good", async () => {
  const { page, stop } = begin(async () => sampleSky({}));
  await settle();
  stop();
  expect(page.pending).toBeNull();
});

test("a listener that throws stops neither the others nor the feed", async () => {
  const told: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => told.push(error));
  const { page, store } = begin(async () => sampleSky({}));
  store.subscribe(() => {
    throw new Error("Illegal constructor");
  });
  await settle();
  expect(store.getState().sky?.aircraft.count).toBe(1);
  expect(page.pending).not.toBeNull();
  expect(told.length).toBeGreaterThan(0);
  vi.unstubAllGlobals();
});

test("whatever goes wrong in this page, the next sky is asked for", async () => {
  const told: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => told.push(error));
  const { page } = begin(async () => ({ ...sampleSky({}), aircraft: null }) as never);
  await settle();
  expect(String(told[0])).toContain("TypeError");
  expect(page.delays).toEqual([10_000]);
  vi.unstubAllGlobals();
});
