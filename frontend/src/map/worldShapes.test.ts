import { expect, test } from "vitest";
import { closeRing, unwrap } from "./worldShapes";

test("a line across the antimeridian runs on eastward", () => {
  expect(
    unwrap([
      [179, 60],
      [-179, 61],
      [-178, 62],
    ]),
  ).toEqual([
    [179, 60],
    [181, 61],
    [182, 62],
  ]);
});

test("and westward, and back", () => {
  expect(
    unwrap([
      [-179, 0],
      [179, 1],
      [-179, 2],
    ]),
  ).toEqual([
    [-179, 0],
    [-181, 1],
    [-179, 2],
  ]);
});

test("an ordinary ring stays as it is", () => {
  const ring = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  expect(closeRing(ring)).toEqual(ring);
});

test("a ring around the pole is led over the pole", () => {
  const ring = [
    [-120, -70],
    [0, -70],
    [120, -70],
    [-120, -70],
  ];
  expect(closeRing(ring).slice(-2)).toEqual([
    [240, -90],
    [-120, -90],
  ]);
});
