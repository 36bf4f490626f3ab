// What stands beside aircraft: chosen so that no two overlap, painted as pictures of their own,
// for drawing a text costs a hundred times as much as copying its pixels.
import { nameAt, type Aircraft } from "../live/aircraft";
import type { Labels } from "../live/settings";
import type { Unit } from "../lib/units";
import type { Columns } from "./columns";
import type { Drawn } from "./hitTest";
import type { Palette } from "./palette";
import { blit, toSprite, type Picture, type Sprite } from "./pixels";

const MOST = 300;
const MOST_KEPT = 4_000;
const FONT = "500 11px system-ui, sans-serif";
const LINE = 13;
const HALO = 3;
const PATCH = 16;

export interface LabelStyle {
  level: Labels;
  palette: Palette;
  pixelRatio: number;
  /** From the middle of an aircraft to its label, in CSS pixels. */
  gap: number;
  altitude: Unit;
  speed: Unit;
}

interface Label {
  sprite: Sprite;
  width: number;
  height: number;
}

export function linesOf(aircraft: Aircraft, row: number, style: LabelStyle): string[] {
  const { level, altitude, speed } = style;
  const lines = [nameAt(aircraft, row)];
  const height = aircraft.altitude[row] as number;
  const pace = aircraft.velocity[row] as number;
  const parts: string[] = [];
  if (level !== "callsign" && !Number.isNaN(height))
    parts.push(`${rounded(height * altitude.factor, 100)}${arrowOf(aircraft, row)}`);
  if (level === "full" && !Number.isNaN(pace)) parts.push(`${rounded(pace * speed.factor, 5)}`);
  return parts.length > 0 ? [...lines, parts.join("  ")] : lines;
}

// Steps keep a label the same from frame to frame, and few enough to be kept.
const rounded = (value: number, step: number) => Math.round(value / step) * step;

function arrowOf({ verticalRate }: Aircraft, row: number): string {
  const rate = verticalRate[row] as number;
  return rate >= 1.5 ? "↑" : rate <= -1.5 ? "↓" : "";
}

/** Labels found so far are kept, some thousands of them. */
export function createLabeller() {
  const kept = new Map<string, Label>();

  function labelOf(lines: string[], style: LabelStyle): Label {
    const key = `${style.palette.name} ${style.pixelRatio} ${lines.join("\n")}`;
    const found = kept.get(key) ?? paintLabel(lines, style);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, found);
    return found;
  }

  /** Paints from the aircraft on top downwards; returns the boxes taken, in CSS pixels. */
  return function paintLabels(
    to: Picture,
    scene: { aircraft: Aircraft; columns: Columns; drawn: Drawn; chosen: number },
    style: LabelStyle,
  ): Box[] {
    if (style.level === "off") return [];
    const { aircraft, columns, drawn, chosen } = scene;
    const taken = new Occupied();
    for (let at = drawn.count - 1; at >= 0 && taken.boxes.length < MOST; at--) {
      const n = drawn.aircraft[at] as number;
      if (n === chosen) continue;
      const left = (drawn.x[at] as number) + style.gap;
      const y = drawn.y[at] as number;
      // Most do not find room: ask for the least one first, before anything is painted.
      if (!taken.isFree({ left, top: y - LINE / 2, width: 30, height: LINE })) continue;
      const label = labelOf(linesOf(aircraft, columns.row[n] as number, style), style);
      const { width, height } = label;
      const box = { left, top: y - height / 2, width, height };
      if (!taken.take(box)) continue;
      const { pixelRatio } = style;
      blit(
        to,
        label.sprite,
        Math.round(box.left * pixelRatio),
        Math.round(box.top * pixelRatio),
        256,
      );
    }
    return taken.boxes;
  };
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Boxes that do not overlap, found by the patches of the screen that they touch. */
export class Occupied {
  readonly boxes: Box[] = [];
  private readonly patches = new Map<number, Box[]>();

  isFree(box: Box): boolean {
    return !this.patchesOf(box).some((key) =>
      this.patches.get(key)?.some((other) => overlap(box, other)),
    );
  }

  take(box: Box): boolean {
    if (!this.isFree(box)) return false;
    this.boxes.push(box);
    for (const key of this.patchesOf(box)) {
      const patch = this.patches.get(key);
      if (patch) patch.push(box);
      else this.patches.set(key, [box]);
    }
    return true;
  }

  private patchesOf({ left, top, width, height }: Box): number[] {
    const keys: number[] = [];
    const [firstRow, lastRow] = [Math.floor(top / PATCH), Math.floor((top + height) / PATCH)];
    const [first, last] = [
      Math.floor(left / (4 * PATCH)),
      Math.floor((left + width) / (4 * PATCH)),
    ];
    for (let row = firstRow; row <= lastRow; row++)
      for (let column = first; column <= last; column++) keys.push(row * 10_000 + column);
    return keys;
  }
}

const overlap = (a: Box, b: Box) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

let measuring: OffscreenCanvasRenderingContext2D | null = null;

function paintLabel(lines: string[], { palette, pixelRatio }: LabelStyle): Label {
  measuring ??= new OffscreenCanvas(1, 1).getContext("2d");
  if (!measuring) throw new Error("This browser has no 2D canvas");
  measuring.font = FONT;
  const widths = lines.map((line) => (measuring ? measuring.measureText(line).width : 0));
  const width = Math.ceil(Math.max(...widths)) + 2 * HALO;
  const height = lines.length * LINE + HALO;
  // toSprite keeps a place in one byte: a label is less than 256 pixels wide.
  const canvas = new OffscreenCanvas(
    Math.min(255, Math.ceil(width * pixelRatio)),
    Math.min(255, Math.ceil(height * pixelRatio)),
  );
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no 2D canvas");
  context.scale(pixelRatio, pixelRatio);
  context.font = FONT;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = HALO;
  context.strokeStyle = palette.labelHalo;
  context.fillStyle = palette.label;
  lines.forEach((line, i) => {
    const y = HALO / 2 + LINE * (i + 0.5);
    context.strokeText(line, HALO, y);
    context.fillText(line, HALO, y);
  });
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer);
  return {
    sprite: toSprite({ pixels, width: canvas.width, height: canvas.height }),
    width,
    height,
  };
}
