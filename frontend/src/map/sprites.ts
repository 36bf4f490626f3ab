// Every aircraft picture. Its form is painted once for each shape and rotation; colours are then
// mixed in by hand, for a canvas call costs more than all the pixels of an aircraft.
import { SHAPES } from "../live/shape";
import { classColours, EMERGENCY, GROUND } from "./altitude";
import { NO_TRACK, ROTATIONS } from "./columns";
import { BOX, DOT, GLYPHS, isUpright } from "./glyphs";
import { parseColour, type Palette } from "./palette";
import { toSprite, type Sprite } from "./pixels";

export interface Sprites {
  /** Edge of one picture, in device pixels. */
  cell: number;
  /** `light` is the look of an estimated position. */
  at(altitudeClass: number, shape: number, rotation: number, light: boolean): Sprite;
}

// Room for the largest glyph, its outline and any rotation.
const MARGIN = 1.45;
/** How much of its colour an estimated aircraft keeps. */
const LIGHT = 0.45;

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
    const key = `${size} ${pixelRatio} ${palette.name}`;
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
  return {
    cell,
    at(altitudeClass, shape, rotation, light) {
      const turn = NO_TRACK + 1;
      const key = ((altitudeClass * 2 + Number(light)) * SHAPES.length + shape) * turn + rotation;
      return (made[key] ??= tint(
        formAt(shape, rotation, sizeOf(altitudeClass)),
        colours[altitudeClass] ?? outline,
        outline,
        light ? LIGHT : 1,
      ));
    },
  };
}

function sizeOf(row: number): number {
  if (row === EMERGENCY) return 1.25;
  return row === GROUND ? 0.8 : 1;
}

/** The form of a shape: red where its outline is, green where its body is. */
function createForms(cell: number, size: number) {
  const context = createContext(cell);
  const paths = SHAPES.map((shape) => new Path2D(GLYPHS[shape]));
  const dot = new Path2D(DOT);
  const made = new Map<string, Sprite>();

  function paint(shape: number, rotation: number, scale: number): Sprite {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, cell, cell);
    const isUnturned = rotation === NO_TRACK || isUpright(SHAPES[shape] ?? "unknown");
    placeBox(context, (size * scale) / BOX, isUnturned ? 0 : rotation);
    const path = rotation === NO_TRACK && isTurning(shape) ? dot : (paths[shape] ?? dot);
    paintForm(context, path);
    const { data } = context.getImageData(0, 0, cell, cell);
    return toSprite({ pixels: new Uint32Array(data.buffer), width: cell, height: cell });
  }

  return function formAt(shape: number, rotation: number, scale: number): Sprite {
    const key = `${shape} ${rotation} ${scale}`;
    const form = made.get(key) ?? paint(shape, rotation, scale);
    made.set(key, form);
    return form;
  };
}

const isTurning = (shape: number) => !isUpright(SHAPES[shape] ?? "unknown");

function createContext(cell: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(cell, cell).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no 2D canvas");
  return context;
}

/** Puts the box of the glyph in the middle of the cell, turned. */
function placeBox(context: OffscreenCanvasRenderingContext2D, scale: number, rotation: number) {
  context.translate(context.canvas.width / 2, context.canvas.height / 2);
  context.rotate((rotation / ROTATIONS) * 2 * Math.PI);
  context.scale(scale, scale);
  context.translate(-BOX / 2, -BOX / 2);
}

function paintForm(context: OffscreenCanvasRenderingContext2D, path: Path2D) {
  context.lineJoin = "round";
  context.lineWidth = 2.6;
  context.strokeStyle = "#f00";
  context.stroke(path);
  context.fillStyle = "#0f0";
  context.fill(path);
}

/** A form in its colours; colours are alpha, blue, green, red from the highest byte. */
function tint(form: Sprite, body: number, outline: number, strength: number): Sprite {
  const colour = form.colour.map((pixel) => {
    const share = (pixel >>> 8) & 255;
    const rest = 255 - share;
    const channel = (shift: number) =>
      (((body >>> shift) & 255) * share + ((outline >>> shift) & 255) * rest) / 255;
    const weight = (share * strength + (rest * (outline >>> 24)) / 255) / 255;
    const alpha = (pixel >>> 24) * weight;
    return ((alpha << 24) | (channel(16) << 16) | (channel(8) << 8) | channel(0)) >>> 0;
  });
  return { ...form, colour };
}
