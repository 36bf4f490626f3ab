import { expect, test } from "vitest";
import { sampleSky } from "./samples";
import { ageOf } from "./skyReader";

const SENT = "Tue, 14 Nov 2023 22:13:50 GMT"; // 1_700_000_030
const sky = { ...sampleSky({}), source: "opensky", snapshotTime: 1_700_000_000 };

test("a sky is as old as its sender and the caches on the way say", () => {
  expect(ageOf(sky, new Headers({ date: SENT }))).toBe(30);
  expect(ageOf(sky, new Headers({ date: SENT, age: "5" }))).toBe(35);
});

test("a source whose clock is ahead gives no sky of the future", () => {
  expect(ageOf({ ...sky, snapshotTime: 1_700_000_100 }, new Headers({ date: SENT }))).toBe(0);
});

test("a recording, and a sender that keeps its time to itself, have no age", () => {
  expect(ageOf({ ...sky, source: "replay" }, new Headers({ date: SENT }))).toBeNull();
  expect(ageOf(sky, new Headers())).toBeNull();
});
