import { expect, test } from "vitest";
import { currentPalette, parseColour, stale } from "./palette";

globalThis.window = { matchMedia: () => ({ matches: false }) } as unknown as Window &
  typeof globalThis;

test("a stale sky has no colour but that of an emergency", () => {
  const palette = stale(currentPalette());
  const isGrey = (colour: string) => {
    const packed = parseColour(colour);
    return ((packed >>> 8) & 255) === (packed & 255) && ((packed >>> 16) & 255) === (packed & 255);
  };
  expect([...palette.altitude, palette.ground, palette.unknown].every(isGrey)).toBe(true);
  expect(palette.alarm).toBe(currentPalette().alarm);
  expect(isGrey(palette.alarm)).toBe(false);
});
