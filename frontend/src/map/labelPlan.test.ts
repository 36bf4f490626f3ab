import { expect, test } from "vitest";
import { boxAt, planLabels, type LabelRoom, type Side } from "./labelPlan";
import { noDrawn } from "./hitTest";
import type { Box } from "./occupied";

const SIZE = { width: 50, height: 13 };
const ROOM: LabelRoom = { taken: [], gap: 12, radius: 8, sizeOf: () => SIZE, before: null };

function planned(places: [number, number][], room: Partial<LabelRoom> = {}, chosen = -1) {
  const drawn = noDrawn(places.length);
  places.forEach(([x, y], n) => {
    drawn.x[n] = x;
    drawn.y[n] = y;
    drawn.aircraft[n] = n;
  });
  drawn.count = places.length;
  const frame = { width: 800, height: 600 };
  const columns = { count: places.length };
  return [...planLabels({ drawn, columns, frame, chosen }, { ...ROOM, ...room })];
}

test("alone, a label stands on the right", () => {
  expect(planned([[400, 300]])).toEqual([1]);
});

test("another aircraft on the right: the label goes to the left", () => {
  expect(
    planned([
      [400, 300],
      [430, 300],
    ])[0],
  ).toBe(2);
});

test("names of the map and marks are kept clear; where no side is, there is no label", () => {
  const right: Box = { left: 410, top: 290, width: 60, height: 20 };
  expect(planned([[400, 300]], { taken: [right] })).toEqual([2]);
  const all: Box = { left: 300, top: 200, width: 200, height: 200 };
  expect(planned([[400, 300]], { taken: [all] })).toEqual([0]);
});

test("a label stays on its side while there is room", () => {
  expect(planned([[400, 300]], { before: Uint8Array.of(4) })).toEqual([4]);
});

test("the chosen one has a tag and no label", () => {
  expect(planned([[400, 300]], {}, 0)).toEqual([0]);
});

test("in a crowd no label lies on another or on an aircraft", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const places = Array.from({ length: 150 }, (): [number, number] => [
    80 + random() * 640,
    60 + random() * 480,
  ]);
  const sides = planned(places);
  const boxes = places.flatMap(([x, y], n) =>
    sides[n] ? [{ n, ...boxAt(sides[n] as Side, x, y, ROOM.gap, SIZE) }] : [],
  );
  const onAnother = boxes.filter((a) =>
    places.some(
      ([x, y], n) =>
        n !== a.n && x > a.left && x < a.left + a.width && y > a.top && y < a.top + a.height,
    ),
  );
  const overlapping = boxes.filter((a) =>
    boxes.some(
      (b) =>
        a.n !== b.n &&
        a.left < b.left + b.width &&
        b.left < a.left + a.width &&
        a.top < b.top + b.height &&
        b.top < a.top + a.height,
    ),
  );
  expect(boxes.length).toBeGreaterThan(30);
  expect([onAnother, overlapping]).toEqual([[], []]);
});
