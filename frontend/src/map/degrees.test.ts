import { expect, test } from "vitest";
import { degreesOf, drawDegrees } from "./degrees";
import type { Frame } from "./frame";
import { Occupied } from "./occupied";
import { currentPalette } from "./palette";

globalThis.window = { matchMedia: () => ({ matches: false }) } as unknown as Window &
  typeof globalThis;

test("degrees say their side", () => {
  const all = [47.5, -20, 0].map((one) => degreesOf(one, "N", "S"));
  expect(all).toEqual(["47.5°N", "20°S", "0°"]);
});

test("every second crossing of the world is named once", () => {
  const written: string[] = [];
  const context = {
    setTransform() {},
    measureText: () => ({ width: 40 }),
    fillText: (text: string) => written.push(text),
  } as unknown as CanvasRenderingContext2D;
  const size = { width: 1023, height: 1024, scale: 1024, left: 0, top: 0 };
  const frame = { ...size, context, pixelRatio: 1, zoom: 2 } as Frame;
  drawDegrees(frame, 20, currentPalette(), new Occupied());
  expect(written).toContain("40°S 120°W");
  expect(new Set(written).size).toBe(written.length);
  expect(written).toHaveLength(5 * 9);
});
