// Every aircraft picture. Its form is painted once for each shape and rotation; colours are then
// mixed in by hand, for a canvas call costs more than all the pixels of an aircraft.
import { SHAPES, type Shape } from "../live/shape";
import { classColours, EMERGENCY, GROUND } from "./altitude";
import { NO_TRACK, ROTATIONS } from "./columns";
import { BOX, DOT, GLYPHS, isUpright } from "../live/glyphs";
import { parseColour, type Palette } from "./palette";
import { toSprite, type Picture, type Sprite } from "./pixels";

export interface Sprites {
  /** Edge of one picture, in device pixels. */
  cell: number;
  /** An estimated position is hollow: an outline in its colour. */
  at(altitudeClass: number, shape: number, rotation: number, isHollow: boolean): Sprite;
}

// Room for the largest glyph, its outline and any rotation.
export const MARGIN = 1.45;
/** How much of its colour the inside of a hollow form has, of 255. */
const INSIDE = 55;
/** The line of a hollow form: in the box of the glyph, and at least this many pixels. */
const LINE = 1.2;
const LEAST_LINE_PX = 1;
/** Around every form, in the box of the glyph. */
const HALO = 2.6;

/** Its width in the box of a glyph that is drawn in this size. */
export const hollowLine = (size: number) => Math.max(LINE, (LEAST_LINE_PX * BOX) / size);

export function glyphSize(zoom: number): number {
  if (zoom < 3) return 10;
  if (zoom < 4.5) return 13;
  if (zoom < 6) return 16;
  return zoom < 8 ? 20 : 25;
}

/** Keeps every set it made: there are five sizes and two palettes. */
export function createSpriteCache(): (
  size: number,
  pixelRatio: number,
  palette: Palette,
) => Sprites {
  const sets = new Map<string, Sprites>();
  return function spritesFor(size, pixelRatio, palette) {
    const key = `${size} ${pixelRatio} ${palette.name} ${palette.isStale}`;
    const sprites = sets.get(key) ?? createSprites(size * pixelRatio, palette);
    sets.set(key, sprites);
    return sprites;
  };
}

function createSprites(size: number, palette: Palette): Sprites {
  const cell = Math.ceil(size * MARGIN) + 4;
  const colours = classColours(palette).map(parseColour);
  const outline = parseColour(palette.outline);
  const formAt = createForms(cell, size);
  const made: (Sprite | undefined)[] = [];
  const shades: (Uint32Array | undefined)[] = [];
  const shadesAt = (altitudeClass: number) =>
    (shades[altitudeClass] ??= shadesOf(colours[altitudeClass] ?? outline, outline));
  return {
    cell,
    at(altitudeClass, shape, rotation, isHollow) {
      const turn = NO_TRACK + 1;
      const key =
        ((altitudeClass * 2 + Number(isHollow)) * SHAPES.length + shape) * turn + rotation;
      return (made[key] ??= tint(
        formAt(shape, rotation, sizeOf(altitudeClass), isHollow),
        shadesAt(altitudeClass),
      ));
    },
  };
}

export function sizeOf(row: number): number {
  if (row === EMERGENCY) return 1.25;
  return row === GROUND ? 0.8 : 1;
}

/**
 * The form of a shape: red where its outline is, green where its colour is. All rotations of a shape
 * are painted at once, for reading a canvas costs more than painting it.
 */
function createForms(cell: number, size: number) {
  const made = new Map<string, Sprite[]>();
  return function formAt(shape: number, rotation: number, scale: number, isHollow: boolean) {
    const key = `${shape} ${scale} ${isHollow}`;
    const line = isHollow ? hollowLine(size * scale) : 0;
    const name = SHAPES[shape] ?? "unknown";
    const forms = made.get(key) ?? paintForms(name, cell, size * scale, line);
    made.set(key, forms);
    return forms[rotation];
  };
}

function paintForms(shape: Shape, cell: number, size: number, line: number): Sprite[] {
  const context = createContext(cell, NO_TRACK + 1);
  const turning = new Path2D(GLYPHS[shape]);
  const dot = isUpright(shape) ? turning : new Path2D(DOT);
  for (let rotation = 0; rotation <= NO_TRACK; rotation++) {
    const isTurned = rotation !== NO_TRACK && !isUpright(shape);
    placeBox(context, rotation * cell, cell, size / BOX, isTurned ? rotation : 0);
    paintForm(context, rotation === NO_TRACK ? dot : turning, line);
  }
  const { width, height } = context.canvas;
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  return Array.from({ length: NO_TRACK + 1 }, (_, i) => toSprite(cut(pixels, width, cell, i)));
}

function cut(pixels: Uint32Array, width: number, cell: number, place: number): Picture {
  const part = new Uint32Array(cell * cell);
  for (let y = 0; y < cell; y++) {
    const from = y * width + place * cell;
    part.set(pixels.subarray(from, from + cell), y * cell);
  }
  return { pixels: part, width: cell, height: cell };
}

function createContext(cell: number, count: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(cell * count, cell);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no 2D canvas");
  return context;
}

type Context = OffscreenCanvasRenderingContext2D;

/** Puts the box of the glyph in the middle of its cell, turned. */
export function placeBox(
  context: Context,
  left: number,
  cell: number,
  scale: number,
  rotation: number,
) {
  context.setTransform(scale, 0, 0, scale, left + cell / 2, cell / 2);
  context.rotate((rotation / ROTATIONS) * 2 * Math.PI);
  context.translate(-BOX / 2, -BOX / 2);
}

/** Full, or hollow with a line of this width around it. */
export function paintForm(context: Context, path: Path2D, line: number) {
  context.lineJoin = "round";
  context.lineWidth = HALO + 2 * line;
  context.strokeStyle = "#f00";
  context.stroke(path);
  if (line > 0) {
    context.lineWidth = 2 * line;
    context.strokeStyle = "#0f0";
    context.stroke(path);
  }
  context.fillStyle = line > 0 ? `rgb(${255 - INSIDE}, ${INSIDE}, 0)` : "#0f0";
  context.fill(path);
}

/** A form in its colours; colours are alpha, blue, green, red from the highest byte. */
function tint(form: Sprite | undefined, shades: Uint32Array): Sprite {
  if (!form) throw new Error("there is no such rotation");
  const colour = new Uint32Array(form.colour.length);
  for (let i = 0; i < colour.length; i++) {
    const pixel = form.colour[i] as number;
    const shade = shades[(pixel >>> 8) & 255] as number;
    const alpha = ((pixel >>> 24) * (shade >>> 24) + 127) / 255;
    colour[i] = ((alpha << 24) | (shade & 0xffffff)) >>> 0;
  }
  return { ...form, colour };
}

/** From the outline's colour (0) to the body's (255). */
function shadesOf(body: number, outline: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, share) => {
    const mixed = (shift: number) =>
      (((body >>> shift) & 255) * share + ((outline >>> shift) & 255) * (255 - share)) / 255;
    const alpha = share + ((255 - share) * (outline >>> 24)) / 255;
    return ((alpha << 24) | (mixed(16) << 16) | (mixed(8) << 8) | mixed(0)) >>> 0;
  });
}
