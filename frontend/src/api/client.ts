// The two requests of the dashboard. Every failure becomes an ApiError that a person can read.
import type { CurrentFlights, Health } from "./types";

const TIMEOUT_MS = 15_000;

export class ApiError extends Error {}

/** `body` is null if the sky is still the one with the ETag that was passed in. */
export interface FlightsAnswer {
  etag: string | null;
  body: CurrentFlights | null;
}

export interface ApiClient {
  fetchFlights(knownEtag: string | null): Promise<FlightsAnswer>;
  fetchHealth(): Promise<Health>;
}

export function createApiClient(base = "/api", fetcher: typeof fetch = fetch): ApiClient {
  return {
    async fetchFlights(knownEtag) {
      const response = await request(fetcher, `${base}/flights/current`);
      if (!response.ok)
        throw new ApiError(`The API answered ${response.status} to /flights/current`);
      const etag = response.headers.get("etag");
      if (etag !== null && etag === knownEtag) return discard(response, etag);
      return { etag, body: check(await json(response), isFlights, "/flights/current") };
    },
    async fetchHealth() {
      // 503 carries the same body as 200: it says what is wrong.
      const response = await request(fetcher, `${base}/health`);
      const body: unknown = await json(response).catch(() => null);
      if (isHealth(body)) return body;
      throw refusal(response, "/health");
    },
  };
}

function refusal({ status }: Response, path: string): ApiError {
  // A gateway that stands before the API says that it found nobody behind it.
  const isGateway = status === 502 || status === 504;
  return new ApiError(
    isGateway ? `The API cannot be reached (${status})` : `The API answered ${status} to ${path}`,
  );
}

async function request(fetcher: typeof fetch, url: string): Promise<Response> {
  try {
    // "no-cache" revalidates by ETag; the browser turns a 304 into a 200 from its cache.
    return await fetcher(url, { cache: "no-cache", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new ApiError(late ? "The API did not answer in time" : "The API cannot be reached");
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError("The API's answer could not be read");
  }
}

// The body is the sky the page already has: spare the decoding.
async function discard(response: Response, etag: string): Promise<FlightsAnswer> {
  await response.body?.cancel();
  return { etag, body: null };
}

function check<T>(body: unknown, guard: (body: unknown) => body is T, path: string): T {
  if (guard(body)) return body;
  throw new ApiError(`The API's answer to ${path} is not what was expected`);
}

function isFlights(body: unknown): body is CurrentFlights {
  return hasObject(body) && Array.isArray(body.flights);
}

function isHealth(body: unknown): body is Health {
  return hasObject(body) && hasObject(body.components) && hasObject(body.components.source);
}

function hasObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
