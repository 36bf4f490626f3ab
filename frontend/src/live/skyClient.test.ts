import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sampleAircraft } from "./samples";
import type { SkyBody } from "./skyBody";
import { createSkyClient, type SkyMessage } from "./skyClient";

const LAST: SkyBody = {
  aircraft: sampleAircraft({}),
  snapshotTime: 1_700_000_000,
  source: "opensky",
  stale: null,
  version: "v",
};
const FAILURE = { kind: "offline", path: "/flights/current" } as const;

/** Answers every question at once that there is no network. */
class OfflineWorker {
  onmessage: ((event: { data: SkyMessage }) => void) | null = null;

  postMessage(): void {
    const failure = { status: null, retryAfter: null, detail: null, ...FAILURE };
    const message = { failure, last: LAST } as unknown as SkyMessage;
    queueMicrotask(() => this.onmessage?.({ data: message }));
  }
}

beforeEach(() => {
  vi.stubGlobal("Worker", OfflineWorker);
  vi.stubGlobal("window", { location: { href: "http://127.0.0.1/" } });
});
afterEach(() => vi.unstubAllGlobals());

test("a page that is loaded after the first question has failed still gets the last sky", async () => {
  const client = createSkyClient();
  await expect(client.fetchSky()).rejects.toMatchObject({ kind: "offline" });
  const shown: SkyBody[] = [];
  client.onLast((sky) => shown.push(sky));
  expect(shown).toEqual([LAST]);
});

test("a page that is there before hears of it when it fails", async () => {
  const client = createSkyClient();
  const shown: SkyBody[] = [];
  client.onLast((sky) => shown.push(sky));
  expect(shown).toEqual([]);
  await client.fetchSky().catch(() => {});
  expect(shown).toEqual([LAST]);
});
