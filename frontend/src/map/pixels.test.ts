import { expect, test } from "vitest";
import { blit, toSprite, type Picture } from "./pixels";

const OPAQUE = 256;
const RED = 0xff0000ff;
const BLUE = 0xffff0000;

function square(...pixels: number[]): Picture {
  const width = Math.sqrt(pixels.length);
  return { pixels: Uint32Array.from(pixels), width, height: width };
}

test("a sprite keeps only what is painted", () => {
  const sprite = toSprite(square(0, RED, BLUE, 0));
  expect([...sprite.x]).toEqual([1, 0]);
  expect([...sprite.y]).toEqual([0, 1]);
  expect([...sprite.colour]).toEqual([RED, BLUE]);
});

test("an opaque pixel covers, a clear one does not", () => {
  const to = square(BLUE, BLUE, BLUE, BLUE);
  blit(to, toSprite(square(RED, 0, 0, 0)), 0, 0, OPAQUE);
  expect([...to.pixels]).toEqual([RED, BLUE, BLUE, BLUE]);
});

test("a half clear pixel mixes", () => {
  const to = square(BLUE);
  blit(to, toSprite(square(0x800000ff)), 0, 0, OPAQUE);
  expect(to.pixels[0]).toBe(0xff7f007f);
});

test("on nothing, a faded pixel keeps its colour and loses its weight", () => {
  const to = square(0);
  blit(to, toSprite(square(RED)), 0, 0, 128);
  expect(to.pixels[0]).toBe(0x7f0000ff);
});

test("a sprite lands at its place and never wraps to the next row", () => {
  const to = square(0, 0, 0, 0);
  blit(to, toSprite(square(RED)), 1, 1, OPAQUE);
  blit(to, toSprite(square(RED, RED, RED, RED)), 1, 0, OPAQUE);
  expect([...to.pixels]).toEqual([0, 0, 0, RED]);
});
