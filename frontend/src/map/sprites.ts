// Every aircraft picture, painted once for each colour and rotation.
import { classColours, EMERGENCY, GROUND } from "./altitude";
import { NO_TRACK, ROTATIONS } from "./columns";
import type { Palette } from "./palette";
import { toSprite, type Sprite } from "./pixels";

export interface Sprites {
  /** Edge of one picture, in device pixels. */
  cell: number;
  /** The picture of an altitude class in a rotation; painted when first asked for. */
  at(altitudeClass: number, rotation: number): Sprite;
}

// An airliner seen from above, nose up, in a box of 24 × 24.
const AIRLINER =
  "M12 1.2C13 1.2 13.6 2.6 13.6 4.4V8.8L22.3 14.2V16.5L13.6 13.7V18.9L16.3 21V22.7L12 21.4" +
  "L7.7 22.7V21L10.4 18.9V13.7L1.7 16.5V14.2L10.4 8.8V4.4C10.4 2.6 11 1.2 12 1.2Z";
const DOT = "M6 12a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z";
const BOX = 24;
// Room for the largest glyph, its outline and any rotation.
const MARGIN = 1.45;

export function glyphSize(zoom: number): number {
  if (zoom < 3) return 9.5;
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
  const colours = classColours(palette);
  const painted: (Sprite | undefined)[] = [];
  const context = createContext(cell);
  const airliner = new Path2D(AIRLINER);
  const dot = new Path2D(DOT);

  function paint(altitudeClass: number, rotation: number): Sprite {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, cell, cell);
    placeBox(context, (size * sizeOf(altitudeClass)) / BOX, rotation);
    const path = rotation === NO_TRACK ? dot : airliner;
    paintGlyph(context, path, colours[altitudeClass] ?? "", palette);
    const { data } = context.getImageData(0, 0, cell, cell);
    return toSprite({ pixels: new Uint32Array(data.buffer), width: cell, height: cell });
  }

  return {
    cell,
    at: (altitudeClass, rotation) =>
      (painted[altitudeClass * (NO_TRACK + 1) + rotation] ??= paint(altitudeClass, rotation)),
  };
}

function createContext(cell: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(cell, cell).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no 2D canvas");
  return context;
}

/** Puts the box of the glyph in the middle of the cell, turned. */
function placeBox(context: OffscreenCanvasRenderingContext2D, scale: number, rotation: number) {
  context.translate(context.canvas.width / 2, context.canvas.height / 2);
  if (rotation !== NO_TRACK) context.rotate((rotation / ROTATIONS) * 2 * Math.PI);
  context.scale(scale, scale);
  context.translate(-BOX / 2, -BOX / 2);
}

function sizeOf(row: number): number {
  if (row === EMERGENCY) return 1.25;
  return row === GROUND ? 0.8 : 1;
}

function paintGlyph(
  context: OffscreenCanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  palette: Palette,
) {
  context.lineJoin = "round";
  context.lineWidth = 2.6;
  context.strokeStyle = palette.outline;
  context.stroke(path);
  context.fillStyle = colour;
  context.fill(path);
}
