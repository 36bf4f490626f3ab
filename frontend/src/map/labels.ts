// What stands beside aircraft: where labelPlan.ts finds room, painted as pictures of their own,
// for drawing a text costs a hundred times as much as copying its pixels.
import { nameAt, type Aircraft } from "../live/aircraft";
import type { Labels } from "../live/settings";
import type { Unit } from "../lib/units";
import type { Columns } from "./columns";
import { markBoxes, type Scene } from "./drawMarks";
import { boxAt, planLabels, type Side } from "./labelPlan";
import type { Palette } from "./palette";
import { blit, toSprite, type Picture, type Sprite } from "./pixels";

const MOST_KEPT = 4_000;
const FONT = "500 11px system-ui, sans-serif";
const LINE = 13;
const HALO = 3;
const OPAQUE = 256;
const PLANNED_MS = 300;

export interface LabelStyle {
  level: Labels;
  palette: Palette;
  pixelRatio: number;
  /** From the middle of an aircraft to its label, in CSS pixels. */
  gap: number;
  /** Of an aircraft, in CSS pixels. */
  radius: number;
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

  let plan: Plan | null = null;

  return function paintLabels(to: Picture, scene: Scene, style: LabelStyle): void {
    const { aircraft, columns, drawn } = scene;
    const find = (n: number) => labelOf(linesOf(aircraft, columns.row[n] as number, style), style);
    if (!plan || !isGood(plan, scene, style)) plan = planFor(scene, style, plan, find);
    const { pixelRatio, gap } = style;
    for (let at = 0; at < drawn.count; at++) {
      const n = drawn.aircraft[at] as number;
      const side = plan.sides[n] as Side | 0;
      if (side === 0) continue;
      const label = find(n);
      const box = boxAt(side, drawn.x[at] as number, drawn.y[at] as number, gap, label);
      const [left, top] = [Math.round(box.left * pixelRatio), Math.round(box.top * pixelRatio)];
      blit(to, label.sprite, left, top, OPAQUE);
    }
  };
}

/** Found a few times a second: aircraft move, and their labels with them, on every frame. */
interface Plan {
  sides: Uint8Array;
  columns: Columns;
  at: number;
  key: string;
}

function isGood({ columns, at, key }: Plan, scene: Scene, style: LabelStyle): boolean {
  const isFresh = performance.now() - at < PLANNED_MS;
  return isFresh && columns === scene.columns && key === keyOf(scene, style);
}

const keyOf = ({ frame, chosen }: Scene, { level }: LabelStyle) =>
  `${frame.scale} ${frame.left} ${frame.top} ${frame.width} ${frame.height} ${chosen} ${level}`;

function planFor(
  scene: Scene,
  style: LabelStyle,
  last: Plan | null,
  sizeOf: (n: number) => Label,
): Plan {
  const { columns } = scene;
  const sides = planLabels(scene, {
    taken: [...scene.names, ...markBoxes(scene)],
    gap: style.gap,
    radius: style.radius,
    sizeOf,
    before: last?.columns === columns ? last.sides : null,
  });
  return { sides, columns, at: performance.now(), key: keyOf(scene, style) };
}

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
