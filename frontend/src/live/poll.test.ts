import { expect, test } from "vitest";
import { ApiError, type ApiClient, type FlightsAnswer } from "../api/client";
import { startPolling, type Page } from "./poll";
import { sampleHealth, sampleSky, sampleState } from "./samples";
import { createLiveStore } from "./store";

class FakePage implements Page {
  time = 0;
  hidden = false;
  delays: number[] = [];
  pending: (() => void) | null = null;
  changeVisibility = () => {};
  now = () => this.time;
  isHidden = () => this.hidden;
  onVisibilityChange = (listener: () => void) => {
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

const answers = { etag: '"a"', body: sampleSky(sampleState()) };

function begin(fetchFlights: () => Promise<FlightsAnswer>) {
  const page = new FakePage();
  const store = createLiveStore();
  const etags: (string | null)[] = [];
  const client: ApiClient = {
    fetchFlights: (etag) => (etags.push(etag), fetchFlights()),
    fetchHealth: async () => sampleHealth({ next_poll_at: 5003 }),
  };
  const stop = startPolling(store, client, page);
  return { page, store, etags, stop };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test("fills the store, looks again soon, and then waits for the next poll", async () => {
  let body: FlightsAnswer["body"] = answers.body;
  const { page, store } = begin(async () => ({ etag: '"a"', body }));
  await settle();
  expect(store.getState().sky?.flights).toHaveLength(1);
  body = null;
  page.time = 2_000;
  page.pending?.();
  await settle();
  expect(page.delays).toEqual([2_000, 4_000]);
});

test("sends the known ETag and keeps the sky when it is unchanged", async () => {
  let body: FlightsAnswer["body"] = answers.body;
  const { page, store, etags } = begin(async () => ({ etag: '"a"', body }));
  await settle();
  const sky = store.getState().sky;
  body = null;
  page.pending?.();
  await settle();
  expect(etags).toEqual([null, '"a"']);
  expect(store.getState().sky).toBe(sky);
});

test("an error is said, backs off, and keeps the last sky", async () => {
  let fails = false;
  const { page, store } = begin(async () => {
    if (fails) throw new ApiError("The API cannot be reached");
    return answers;
  });
  await settle();
  fails = true;
  for (let i = 0; i < 3; i++) {
    page.pending?.();
    await settle();
  }
  expect(store.getState().trouble).toMatchObject({
    message: "The API cannot be reached",
    failures: 3,
  });
  expect(store.getState().sky?.flights).toHaveLength(1);
  expect(page.delays).toEqual([2_000, 1_000, 2_000, 4_000]);
});

test("an answer ends the trouble", async () => {
  let fails = true;
  const { page, store } = begin(async () => {
    if (fails) throw new ApiError("no");
    return answers;
  });
  await settle();
  fails = false;
  page.pending?.();
  await settle();
  expect(store.getState().trouble).toBeNull();
});

test("pauses while hidden and resumes at once", async () => {
  const { page, etags } = begin(async () => answers);
  await settle();
  page.hidden = true;
  page.changeVisibility();
  expect(page.pending).toBeNull();
  page.hidden = false;
  page.changeVisibility();
  await settle();
  expect(etags).toHaveLength(2);
});

test("stops for good", async () => {
  const { page, stop } = begin(async () => answers);
  await settle();
  stop();
  expect(page.pending).toBeNull();
});
