import { expect, test } from "vitest";
import { noticeOf, secondsSincePoll, secondsUntilPoll } from "./feed";
import { sampleHealth, sampleSky, sampleState } from "./samples";
import { createLiveStore, replaceSky, setHealth, setTrouble } from "./store";

function stateWith(health = sampleHealth()) {
  const store = createLiveStore();
  replaceSky(store, sampleSky(sampleState()), 1_000);
  setHealth(store, health, 1_000);
  return store;
}

test("ages grow on the page between two answers", () => {
  const state = stateWith().getState();
  expect(secondsSincePoll(state, 3_000)).toBe(12);
  expect(secondsUntilPoll(state, 3_000)).toBe(18);
});

test("a healthy feed needs no notice", () => {
  expect(noticeOf(stateWith().getState(), 1_000)).toBeNull();
});

test("a late feed says why", () => {
  const late = sampleHealth({ status: "late", late_reason: "OpenSky answers 429" });
  expect(noticeOf(stateWith(late).getState(), 1_000)).toEqual({
    tone: "warning",
    title: "The feed is late",
    detail: "OpenSky answers 429",
  });
});

test("an unreachable API says how old the map is", () => {
  const store = stateWith();
  setTrouble(store, { message: "The API cannot be reached", failures: 2, retryAt: 65_000 });
  const notice = noticeOf(store.getState(), 61_000);
  expect(notice?.tone).toBe("alarm");
  expect(notice?.detail).toBe("The map shows the last sky, received 60 s ago. Next try in 4 s.");
});

test("a broken lakehouse is a warning even while the feed is fine", () => {
  const health = sampleHealth();
  health.components.lakehouse = { status: "down", detail: "warehouse stopped" };
  expect(noticeOf(stateWith(health).getState(), 1_000)?.detail).toContain("warehouse stopped");
});

test("the first moments are said to be connecting", () => {
  expect(noticeOf(createLiveStore().getState(), 0)?.title).toBe("Connecting");
});
