import { expect, test } from "vitest";
import { createApiClient } from "./client";
import { ApiError } from "./http";

const health = { status: "down", time: 1, components: { source: { status: "down" } } };

const clientOf = (answer: () => Response) => createApiClient("/api", async () => answer());
const json = (body: unknown, init?: ResponseInit) => () => new Response(JSON.stringify(body), init);

async function failureOf(asked: Promise<unknown>): Promise<ApiError> {
  const error = await asked.catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${String(error)}`);
  return error;
}

test("health is read from a 503 too", async () => {
  expect(await clientOf(json(health, { status: 503 })).fetchHealth()).toEqual(health);
});

test("a gateway's error page is no health", async () => {
  const client = clientOf(() => new Response("<html>", { status: 502 }));
  expect(await failureOf(client.fetchHealth())).toMatchObject({ kind: "gateway", status: 502 });
});

test("an unreachable API is said to be so", async () => {
  const client = createApiClient("/api", () => Promise.reject(new TypeError("Failed to fetch")));
  expect((await failureOf(client.fetchHealth())).kind).toBe("unreachable");
});

test("a refusal carries the server's own words and how long to wait", async () => {
  const answer = json({ detail: "too many" }, { status: 429, headers: { "retry-after": "7" } });
  expect(await failureOf(clientOf(answer).ask("/flights/stats"))).toMatchObject({
    kind: "rate_limited",
    retryAfter: 7,
    detail: "too many",
  });
});

test("a body that is no object is refused", async () => {
  expect((await failureOf(clientOf(json([])).ask("/flights/stats"))).kind).toBe("malformed");
});

test("the addresses of a question are told", async () => {
  const client = clientOf(json({ flights: [{ icao24: "4b1816" }] }));
  expect(await client.askAddresses("source=opensky")).toEqual(["4b1816"]);
});
