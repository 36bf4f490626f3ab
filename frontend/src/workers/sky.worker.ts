// Asks for the sky and decodes it away from the page's own thread; keeps the last one for a start
// without a network.
import { get, set } from "idb-keyval";
import { ApiError } from "../api/http";
import { buffersOf } from "../live/aircraft";
import type { SkyBody } from "../live/skyBody";
import type { SkyMessage, SkyQuestion } from "../live/skyClient";
import { createSkyReader } from "../live/skyReader";

const KEY = "last-sky";
const KEEP_EVERY_MS = 60_000;

let readNext: ReturnType<typeof createSkyReader> | null = null;
let keptAt = -Infinity;
let hasAnswered = false;

self.onmessage = async ({ data }: MessageEvent<SkyQuestion>) => {
  readNext ??= createSkyReader(data.base);
  try {
    const sky = await readNext();
    hasAnswered = true;
    if (sky) await keep(sky);
    answer({ sky }, sky);
  } catch (error) {
    // A class does not survive the way between threads: its members do.
    const { kind, path, status, retryAfter, detail } = asApiError(error);
    const last = hasAnswered ? null : await recall();
    hasAnswered ||= last !== null;
    answer({ failure: { kind, path, status, retryAfter, detail }, last }, last);
  }
};

function answer(message: SkyMessage, sky: SkyBody | null): void {
  self.postMessage(message, { transfer: sky ? buffersOf(sky.aircraft) : [] });
}

async function keep(sky: SkyBody): Promise<void> {
  if (performance.now() - keptAt < KEEP_EVERY_MS) return;
  keptAt = performance.now();
  // Storage may be full or forbidden: then a start without a network shows nothing, and says so.
  await set(KEY, { ...sky, keptAt: Date.now() }).catch(() => {});
}

async function recall(): Promise<SkyBody | null> {
  const kept = await get<SkyBody & { keptAt?: number }>(KEY).catch(() => undefined);
  if (!kept) return null;
  const seconds = (Date.now() - (kept.keptAt ?? Date.now())) / 1_000;
  return { ...kept, age: (kept.age ?? 0) + Math.max(0, seconds) };
}

const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError("malformed", "/flights/current");
