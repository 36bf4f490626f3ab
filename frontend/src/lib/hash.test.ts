import { expect, test } from "vitest";
import { formatView, parseView } from "./hash";

test("a view is zoom, latitude and longitude", () => {
  expect(parseView("10/52.31/4.77")).toEqual({ zoom: 10, latitude: 52.31, longitude: 4.77 });
});

test.each(["", "1/2", "a/b/c", "3/91/0", "3//4", "1/2/3/4"])("%j is no view", (text) => {
  expect(parseView(text)).toBeNull();
});

test("a view is written as it is read", () => {
  const view = { zoom: 10, latitude: 52.31, longitude: 4.77 };
  expect(parseView(formatView(view))).toEqual(view);
});
