import { expect, test } from "vitest";
import { worldCopies } from "./frame";

test("a view inside the world needs one copy", () => {
  expect(worldCopies({ left: 10, width: 100, scale: 256 })).toEqual([0]);
});

test("a view across the antimeridian needs two", () => {
  expect(worldCopies({ left: 200, width: 100, scale: 256 })).toEqual([0, 1]);
});

test("a view wider than the world needs one on each side", () => {
  expect(worldCopies({ left: -100, width: 512, scale: 256 })).toEqual([-1, 0, 1]);
});
