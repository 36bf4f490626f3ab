// The questions of the dashboard, but for the sky itself, which a worker asks for.
import { ApiError, readJson, refusalOf, request } from "./http";
import type { Answers, Health } from "./types";

export type AskablePath = keyof Answers;

export interface ApiClient {
  fetchHealth(): Promise<Health>;
  /** A path of the API with its parameters filled in; `kind` names the endpoint it belongs to. */
  ask<Kind extends AskablePath>(kind: Kind, path?: string): Promise<Answers[Kind]>;
  /** The addresses of the aircraft that fit this question to /flights/current. */
  askAddresses(query: string): Promise<readonly string[]>;
  fetchBytes(path: string): Promise<Uint8Array>;
}

export function createApiClient(base = "/api", fetcher: typeof fetch = fetch): ApiClient {
  async function answered(path: string): Promise<Response> {
    const response = await request(fetcher, base + path);
    if (!response.ok) throw await refusalOf(response, path);
    return response;
  }

  return {
    async fetchHealth() {
      // 503 carries the same body as 200: it says what is wrong.
      const response = await request(fetcher, `${base}/health`);
      const again = response.clone();
      const body: unknown = await readJson(response, "/health").catch(() => null);
      if (isHealth(body)) return body;
      if (response.ok) throw new ApiError("malformed", "/health", response.status);
      throw await refusalOf(again, "/health");
    },
    async ask(kind, path = kind) {
      const body = await readJson(await answered(path), path);
      if (!isObject(body)) throw new ApiError("malformed", path);
      return body as never;
    },
    async askAddresses(query) {
      const path = `/flights/current?fields=icao24&${query}`;
      const body = await readJson(await answered(path), path);
      if (!isObject(body) || !Array.isArray(body.flights)) throw new ApiError("malformed", path);
      return (body.flights as { icao24: string }[]).map(({ icao24 }) => icao24);
    },
    async fetchBytes(path) {
      return new Uint8Array(await (await answered(path)).arrayBuffer());
    },
  };
}

function isHealth(body: unknown): body is Health {
  return isObject(body) && isObject(body.components) && isObject(body.components.source);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
