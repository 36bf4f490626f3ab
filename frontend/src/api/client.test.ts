import { expect, test } from "vitest";
import { ApiError, createApiClient } from "./client";

const sky = { snapshot_time: 1, source: "replay", count: 0, flights: [] };
const health = { status: "down", time: 1, components: { source: { status: "down" } } };

const clientOf = (answer: () => Response) => createApiClient("/api", async () => answer());
const json = (body: unknown, init?: ResponseInit) => () => new Response(JSON.stringify(body), init);

test("a new ETag brings a new sky", async () => {
  const client = clientOf(json(sky, { headers: { etag: '"b"' } }));
  expect(await client.fetchFlights('"a"')).toEqual({ etag: '"b"', body: sky });
});

test("a known ETag is not decoded again", async () => {
  const client = clientOf(() => new Response("not read", { headers: { etag: '"a"' } }));
  expect(await client.fetchFlights('"a"')).toEqual({ etag: '"a"', body: null });
});

test("health is read from a 503 too", async () => {
  expect(await clientOf(json(health, { status: 503 })).fetchHealth()).toEqual(health);
});

test("a gateway's error page is no health", async () => {
  const client = clientOf(() => new Response("<html>", { status: 502 }));
  await expect(client.fetchHealth()).rejects.toThrow("502");
});

test("an unreachable API is an ApiError in plain words", async () => {
  const client = createApiClient("/api", () => Promise.reject(new TypeError("Failed to fetch")));
  const error = await client.fetchHealth().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  expect(String(error)).toContain("cannot be reached");
});

test("a body of another shape is refused", async () => {
  await expect(clientOf(json({ flights: null })).fetchFlights(null)).rejects.toThrow(ApiError);
});
