import { expect, test } from "vitest";
import { sampleHealth } from "./samples";
import { nextDelay } from "./schedule";

const CALM = { failures: 0, retryAfter: null, hasData: true, hasChanged: false, health: null };

const delayBeforePoll = (seconds: number | null) =>
  nextDelay({
    ...CALM,
    health: sampleHealth({ next_poll_at: seconds === null ? null : 5000 + seconds }),
  });

test("asks one second after the next poll", () => {
  expect(delayBeforePoll(4)).toBe(5_000);
});

test("asks at least every 10 s and at most every 2 s", () => {
  expect([delayBeforePoll(300), delayBeforePoll(null), delayBeforePoll(-60)]).toEqual([
    10_000, 10_000, 2_000,
  ]);
});

test("asks each second for the first data", () => {
  expect(nextDelay({ ...CALM, hasData: false })).toBe(1_000);
});

test("looks again soon after a change, because the rest of the snapshot may follow", () => {
  expect(nextDelay({ ...CALM, hasChanged: true })).toBe(2_000);
});

test("backs off to 30 s", () => {
  const delays = [1, 2, 3, 4, 5, 6, 60].map((failures) => nextDelay({ ...CALM, failures }));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("waits as long as the server asks, within reason", () => {
  const delays = [45, 60_394].map((retryAfter) => nextDelay({ ...CALM, failures: 1, retryAfter }));
  expect(delays).toEqual([45_000, 300_000]);
});
