import { expect, test } from "vitest";
import { ApiError, type FailureKind } from "../api/http";
import { en } from "../i18n/en";
import { createFormat } from "../i18n/format";
import { translateBy } from "../i18n/text";
import { isFrozen, noticeOf, pollInterval, secondsSincePoll, secondsUntilPoll } from "./feed";
import { NO_FILTERS } from "./filters";
import { sampleHealth, sampleSky } from "./samples";
import { change, createLiveStore, replaceSky, select, setHealth, setTrouble } from "./store";

const t = translateBy(en);
const { duration } = createFormat(t, "en", "aviation");

function storeWith(health = sampleHealth(), sky = sampleSky({})) {
  const store = createLiveStore();
  replaceSky(store, sky, 1_000);
  setHealth(store, health, 1_000);
  return store;
}

const notice = (store: ReturnType<typeof createLiveStore>, now = 1_000) =>
  noticeOf(store.getState(), now, t, duration);

test("ages grow on the page between two answers", () => {
  const state = storeWith().getState();
  expect(secondsSincePoll(state, 3_000)).toBe(12);
  expect(secondsUntilPoll(state, 3_000)).toBe(18);
  expect(pollInterval(state)).toBe(30);
});

test("a healthy feed needs no notice", () => {
  expect(notice(storeWith())).toBeNull();
});

test("a late feed says why", () => {
  const late = sampleHealth({ status: "late", late_reason: "OpenSky answers 429" });
  expect(notice(storeWith(late))).toEqual({
    tone: "warning",
    title: "The feed is late",
    detail: "OpenSky answers 429",
  });
});

test("an unreachable API says how old the map is and when it is asked again", () => {
  const store = storeWith();
  setTrouble(store, { error: new ApiError("unreachable", "/"), failures: 2, retryAt: 65_000 });
  expect(notice(store, 61_000)?.tone).toBe("alarm");
  expect(notice(store, 61_000)?.detail).toContain("received 60 s ago. Next try in 4 s.");
});

test("every way to fail has a title of its own", () => {
  const kinds: FailureKind[] = [
    ...(["offline", "unreachable", "timeout", "gateway"] as const),
    ...(["rate_limited", "unavailable", "status", "malformed"] as const),
  ];
  const titles = kinds.map((kind) => {
    const store = storeWith();
    setTrouble(store, { error: new ApiError(kind, "/", 500), failures: 1, retryAt: 0 });
    return notice(store)?.title;
  });
  expect(new Set(titles).size).toBe(kinds.length);
});

test("a sky that stays the same for two intervals is frozen", () => {
  const store = storeWith();
  expect(isFrozen(store.getState(), 1_000 + 60_000)).toBe(false);
  expect(isFrozen(store.getState(), 1_000 + 66_000)).toBe(true);
  expect(notice(store, 1_000 + 66_000)?.title).toBe("The feed is frozen");
});

test("a feed that was frozen before the page was opened is frozen at once", () => {
  const store = storeWith(sampleHealth(), { ...sampleSky({}), age: 3_600 });
  expect(isFrozen(store.getState(), 1_000)).toBe(true);
  expect(notice(store)?.detail).toContain("Nothing new for 60 min");
  const fresh = storeWith(sampleHealth(), { ...sampleSky({}), age: 70 });
  expect(isFrozen(fresh.getState(), 1_000)).toBe(false);
});

test("an empty sky is not an error", () => {
  expect(notice(storeWith(sampleHealth(), sampleSky()))?.title).toBe("The sky is empty");
});

test("filters that hide everything offer to be cleared", () => {
  const store = storeWith();
  change(store, { filters: { ...NO_FILTERS, ground: "ground" } });
  expect(notice(store)).toMatchObject({ title: "No aircraft fits the filters", action: "clear" });
});

test("an isolated aircraft that is not there offers to show the others", () => {
  const store = storeWith();
  select(store, "aaaaaa");
  change(store, { isolate: true });
  expect(notice(store)).toMatchObject({ title: "No aircraft fits the filters", action: "clear" });
});

test("a live view that cannot be read says why", () => {
  const stale = { ...sampleSky({}), stale: "shard 3 is damaged" };
  expect(notice(storeWith(sampleHealth(), stale))?.detail).toBe("shard 3 is damaged");
});

test("a broken lakehouse is a warning even while the feed is fine", () => {
  const health = sampleHealth();
  health.components.lakehouse = { status: "down", detail: "warehouse stopped" };
  expect(notice(storeWith(health))?.detail).toContain("warehouse stopped");
});

test("the first moments are said to be connecting", () => {
  expect(notice(createLiveStore())?.title).toBe("Connecting");
});
