// What stands out from the crowd: emergencies, the selection, and where a position was reported.
import { nameAt, squawkAt, type Aircraft } from "../live/aircraft";
import { emergencyAt, type EmergencyKind } from "../live/emergency";
import { EMERGENCY } from "./altitude";
import type { Columns } from "./columns";
import type { Frame } from "./frame";
import type { Drawn } from "./hitTest";
import type { Box } from "./occupied";
import type { Palette } from "./palette";
import { glyphSize } from "./sprites";

export interface Scene {
  frame: Frame;
  aircraft: Aircraft;
  columns: Columns;
  drawn: Drawn;
  palette: Palette;
  /** Indices into the columns, or -1. */
  chosen: number;
  hovered: number;
  /** What the base map has written there. */
  names: readonly Box[];
  meaningOf(kind: EmergencyKind): string;
}

interface Mark {
  n: number;
  x: number;
  y: number;
}

export function drawMarks(scene: Scene): void {
  const { context, pixelRatio } = scene.frame;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const { columns, chosen, hovered } = scene;
  for (const mark of marks(scene, (n) => columns.colour[n] === EMERGENCY)) {
    drawEmergency(scene, mark);
  }
  if (hovered >= 0 && hovered !== chosen) {
    for (const mark of marks(scene, (n) => n === hovered)) drawHover(scene, mark);
  }
  if (chosen >= 0) for (const mark of marks(scene, (n) => n === chosen)) drawSelection(scene, mark);
}

function marks({ drawn }: Scene, isWanted: (n: number) => boolean): Mark[] {
  const found: Mark[] = [];
  for (let at = 0; at < drawn.count; at++) {
    const n = drawn.aircraft[at] as number;
    if (isWanted(n)) found.push({ n, x: drawn.x[at] as number, y: drawn.y[at] as number });
  }
  return found;
}

const rowOf = ({ columns }: Scene, n: number) => columns.row[n] as number;

// A ring, a wider pale one, and a tag with the code and what it means.
function drawEmergency(scene: Scene, { n, x, y }: Mark): void {
  const { frame, palette } = scene;
  const { context } = frame;
  const radius = emergencyRadius(frame);
  context.strokeStyle = palette.alarm;
  ring(context, { x, y, radius, width: 2 });
  context.globalAlpha = 0.35;
  ring(context, { x, y, radius: radius + 5, width: 5 });
  context.globalAlpha = 1;
  const text = emergencyText(scene, n);
  const tag = { text, x, y, gap: radius + 10, back: palette.alarm, ink: palette.alarmText };
  drawTag(frame, tag);
}

const emergencyRadius = ({ zoom }: Frame) => glyphSize(zoom) * 0.95;
const selectionRadius = ({ zoom }: Frame) => glyphSize(zoom) * 0.8 + 3;

function emergencyText(scene: Scene, n: number): string {
  const kind = emergencyAt(scene.aircraft, rowOf(scene, n));
  const squawk = squawkAt(scene.aircraft, rowOf(scene, n));
  return `${squawk} ${kind ? scene.meaningOf(kind) : ""}`;
}

/** The room that emergencies and the selection take, with their rings and tags. */
export function markBoxes(scene: Scene): Box[] {
  const { frame, columns, aircraft, chosen } = scene;
  return marks(scene, (n) => n === chosen || columns.colour[n] === EMERGENCY).flatMap((mark) => {
    const isEmergency = columns.colour[mark.n] === EMERGENCY;
    const radius = isEmergency ? emergencyRadius(frame) + 8 : selectionRadius(frame) + 2;
    const text = isEmergency
      ? emergencyText(scene, mark.n)
      : nameAt(aircraft, rowOf(scene, mark.n));
    const gap = isEmergency ? radius + 2 : radius + 4;
    return [boxAround(mark, radius), tagBox(frame, { ...mark, text, gap })];
  });
}

const boxAround = ({ x, y }: Mark, radius: number): Box => ({
  left: x - radius,
  top: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});

function drawHover(scene: Scene, mark: Mark): void {
  const { frame, palette, aircraft } = scene;
  drawReported(scene, mark);
  if (emergencyAt(aircraft, rowOf(scene, mark.n))) return;
  const gap = glyphSize(frame.zoom) * 0.62 + 4;
  const text = nameAt(aircraft, rowOf(scene, mark.n));
  drawTag(frame, { text, ...mark, gap, back: palette.label, ink: palette.land });
}

function drawSelection(scene: Scene, mark: Mark): void {
  const { frame, palette, aircraft } = scene;
  const { x, y } = mark;
  drawReported(scene, mark);
  const radius = selectionRadius(frame);
  frame.context.strokeStyle = palette.outline;
  ring(frame.context, { x, y, radius, width: 5 });
  frame.context.strokeStyle = palette.selection;
  ring(frame.context, { x, y, radius, width: 2.25 });
  // The tag of an emergency says more; it keeps its place.
  if (emergencyAt(aircraft, rowOf(scene, mark.n))) return;
  const ink = palette.name === "dark" ? "#0a1220" : "#ffffff";
  const text = nameAt(aircraft, rowOf(scene, mark.n));
  drawTag(frame, { text, x, y, gap: radius + 6, back: palette.selection, ink });
}

/** A dot at the last position that was reported, and a dotted line from there. */
function drawReported(scene: Scene, { n, x, y }: Mark): void {
  const { frame, columns, palette } = scene;
  const { context, scale, left, top } = frame;
  const reportedY = (columns.y[n] as number) * scale - top;
  const plainX = (columns.x[n] as number) * scale - left;
  // In the copy of the world that the mark is in.
  const reportedX = plainX + Math.round((x - plainX) / scale) * scale;
  if (Math.hypot(x - reportedX, y - reportedY) < 4) return;
  context.strokeStyle = palette.label;
  context.fillStyle = palette.label;
  context.lineWidth = 1.5;
  context.setLineDash([2, 4]);
  context.beginPath();
  context.moveTo(reportedX, reportedY);
  context.lineTo(x, y);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(reportedX, reportedY, 3, 0, 2 * Math.PI);
  context.fill();
}

interface Ring {
  x: number;
  y: number;
  radius: number;
  width: number;
}

function ring(context: CanvasRenderingContext2D, { x, y, radius, width }: Ring): void {
  context.lineWidth = width;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

interface Tag {
  text: string;
  x: number;
  y: number;
  gap: number;
  back: string;
  ink: string;
}

/** Beside its aircraft: on the right, or on the left where the screen ends. */
function tagBox({ context, view }: Frame, { text, x, y, gap }: Omit<Tag, "back" | "ink">): Box {
  context.font = "600 12px system-ui, sans-serif";
  const width = context.measureText(text).width + 14;
  const isRoom = x + gap + width <= view.left + view.width;
  return { left: isRoom ? x + gap : x - gap - width, top: y - 10, width, height: 20 };
}

export function drawTag(frame: Frame, tag: Tag): void {
  const { context } = frame;
  const { left, top, width, height } = tagBox(frame, tag);
  context.fillStyle = tag.back;
  context.beginPath();
  context.roundRect(left, top, width, height, 5);
  context.fill();
  context.fillStyle = tag.ink;
  context.fillText(tag.text, left + 7, tag.y + 0.5);
}
