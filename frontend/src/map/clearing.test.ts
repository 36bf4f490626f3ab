import { expect, test } from "vitest";
import { clearSpot } from "./clearing";

const MAP = { left: 76, top: 0, right: 1600, bottom: 900 };
const MIDDLE = { x: 838, y: 450 };

test("what lies beside the middle moves nothing", () => {
  const details = { left: 1180, top: 14, right: 1530, bottom: 800 };
  expect(clearSpot(MAP, [details])).toEqual(MIDDLE);
  expect(clearSpot(MAP, [])).toEqual(MIDDLE);
});

test("details over the middle: the middle of what is left of them", () => {
  const map = { left: 456, top: 0, right: 1280, bottom: 800 };
  const details = { left: 860, top: 14, right: 1210, bottom: 700 };
  expect(clearSpot(map, [details])).toEqual({ x: (456 + 860) / 2, y: 400 });
});

test("a sheet from below, and a search above: between them", () => {
  const map = { left: 0, top: 0, right: 390, bottom: 844 };
  const sheet = { left: 0, top: 300, right: 390, bottom: 784 };
  const search = { left: 10, top: 10, right: 324, bottom: 56 };
  const { x, y } = clearSpot(map, [sheet, search]);
  expect(x).toBe(195);
  expect(y).toBe((56 + 300) / 2);
});
