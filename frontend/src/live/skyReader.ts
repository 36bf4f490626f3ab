// Asks for the sky and keeps what the next question needs. Runs in the worker.
import { ApiError, refusalOf, request } from "../api/http";
import type { Aircraft } from "./aircraft";
import { readSky, type KnownSky, type SkyBody } from "./skyBody";

/** Answers that rest on the same known one; then identities are taken anew. */
const REBASE_AFTER = 20;

/** null: the sky is still the one that was read last. */
export type SkyAnswer = SkyBody | null;

/**
 * The question stays the same for some answers (`known=` the same version), so that the browser's
 * own cache can revalidate it: an unchanged sky is a 304 without a body.
 */
export function createSkyReader(base: string, fetcher: typeof fetch = fetch) {
  let known: KnownSky | null = null;
  let latest: KnownSky | null = null;
  let etag: string | null = null;
  let answers = 0;

  function url(): string {
    const suffix = known ? `&known=${encodeURIComponent(known.version)}` : "";
    return `${base}/flights/current?format=arrow${suffix}`;
  }

  function keep(sky: SkyBody): void {
    latest = { version: sky.version, aircraft: identitiesOf(sky.aircraft) };
    answers += 1;
    if (known && answers < REBASE_AFTER) return;
    known = latest;
    answers = 0;
    etag = null;
  }

  return async function readNext(): Promise<SkyAnswer> {
    const response = await request(fetcher, url());
    if (!response.ok) throw await refusalOf(response, "/flights/current");
    const tag = response.headers.get("etag");
    if (tag !== null && tag === etag) {
      await response.body?.cancel();
      return null;
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const read = decode(bytes, known);
    const sky = { ...read, age: ageOf(read, response.headers) };
    const isSame = sky.version !== "" && sky.version === latest?.version;
    etag = tag;
    if (isSame) return null;
    keep(sky);
    return sky;
  };
}

/** By the server's own clock. A recording that is played is of another time than its sender. */
export function ageOf({ snapshotTime, source }: SkyBody, headers: Headers): number | null {
  const sent = Date.parse(headers.get("date") ?? "") / 1_000;
  if (snapshotTime === null || source === "replay" || Number.isNaN(sent)) return null;
  // A cache on the way tells for how long it has had it.
  return Math.max(0, sent + Number(headers.get("age") ?? 0) - snapshotTime);
}

function decode(bytes: Uint8Array, known: KnownSky | null): SkyBody {
  try {
    return readSky(bytes, known);
  } catch {
    throw new ApiError("malformed", "/flights/current");
  }
}

/** A copy: the columns themselves are handed over to the page. */
function identitiesOf(aircraft: Aircraft): Aircraft {
  const { code, callsign, category, squawk } = aircraft;
  return {
    ...aircraft,
    code: code.slice(),
    callsign: callsign.slice(),
    category: category.slice(),
    squawk: squawk.slice(),
  };
}
