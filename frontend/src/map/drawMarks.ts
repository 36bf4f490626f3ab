// What stands out from the crowd: the selection, emergencies, and callsigns when there is room.
import type { StateVector } from "../api/types";
import { emergencyOf } from "../live/emergency";
import { EMERGENCY } from "./altitude";
import type { Frame } from "./frame";
import type { Columns } from "./columns";
import type { Drawn } from "./hitTest";
import type { Palette } from "./palette";
import { glyphSize } from "./sprites";

const CALLSIGNS_FROM_ZOOM = 7;
const MOST_CALLSIGNS = 160;

export interface Scene {
  frame: Frame;
  columns: Columns;
  drawn: Drawn;
  palette: Palette;
}

interface Mark {
  state: StateVector;
  x: number;
  y: number;
}

export function drawMarks(scene: Scene, selected: string | null): void {
  const { context, pixelRatio, zoom } = scene.frame;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  if (zoom >= CALLSIGNS_FROM_ZOOM && scene.drawn.count <= MOST_CALLSIGNS) {
    drawCallsigns(scene, selected);
  }
  for (const mark of marks(scene, (i) => scene.columns.colour[i] === EMERGENCY)) {
    drawEmergency(scene, mark);
  }
  const chosen = scene.columns.states.findIndex((state) => state.icao24 === selected);
  if (chosen >= 0) for (const mark of marks(scene, (i) => i === chosen)) drawSelection(scene, mark);
}

function marks({ drawn, columns }: Scene, isWanted: (i: number) => boolean): Mark[] {
  const found: Mark[] = [];
  for (let n = 0; n < drawn.count; n++) {
    const i = drawn.aircraft[n] as number;
    const state = columns.states[i];
    if (state && isWanted(i))
      found.push({ state, x: drawn.x[n] as number, y: drawn.y[n] as number });
  }
  return found;
}

const nameOf = ({ callsign, icao24 }: StateVector) => callsign?.trim() || icao24;

// One callsign to a patch of the screen: at an airport they would cover each other.
function drawCallsigns(scene: Scene, selected: string | null): void {
  const taken = new Set<string>();
  // Backwards, for the aircraft on top have the first claim.
  for (const mark of marks(scene, () => true).reverse()) {
    const patch = `${Math.round(mark.x / 70)} ${Math.round(mark.y / 16)}`;
    if (taken.has(patch) || mark.state.icao24 === selected) continue;
    taken.add(patch);
    drawCallsign(scene, mark);
  }
}

function drawCallsign({ frame: { context, zoom }, palette }: Scene, { state, x, y }: Mark): void {
  context.font = "500 11px system-ui, sans-serif";
  context.lineWidth = 3;
  context.strokeStyle = palette.labelHalo;
  context.fillStyle = palette.label;
  const left = x + glyphSize(zoom) * 0.62;
  context.strokeText(nameOf(state), left, y);
  context.fillText(nameOf(state), left, y);
}

// A ring, a wider pale one, and a tag with the code and what it means.
function drawEmergency({ frame, palette }: Scene, { state, x, y }: Mark): void {
  const { context } = frame;
  const radius = glyphSize(frame.zoom) * 0.95;
  context.strokeStyle = palette.alarm;
  ring(context, { x, y, radius, width: 2 });
  context.globalAlpha = 0.35;
  ring(context, { x, y, radius: radius + 5, width: 5 });
  context.globalAlpha = 1;
  const text = `${state.squawk} ${emergencyOf(state)}`;
  const tag = { text, x, y, gap: radius + 10, back: palette.alarm, ink: palette.alarmText };
  drawTag(frame, tag);
}

function drawSelection({ frame, palette }: Scene, { state, x, y }: Mark): void {
  const { context } = frame;
  const radius = glyphSize(frame.zoom) * 0.8 + 3;
  context.strokeStyle = palette.outline;
  ring(context, { x, y, radius, width: 5 });
  context.strokeStyle = palette.selection;
  ring(context, { x, y, radius, width: 2.25 });
  // The tag of an emergency says more; it keeps its place.
  if (emergencyOf(state)) return;
  const ink = palette.name === "dark" ? "#0a1220" : "#ffffff";
  drawTag(frame, { text: nameOf(state), x, y, gap: radius + 6, back: palette.selection, ink });
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

/** A label beside its aircraft: on the right, or on the left where the screen ends. */
function drawTag({ context, view }: Frame, { text, x, y, gap, back, ink }: Tag): void {
  context.font = "600 12px system-ui, sans-serif";
  const width = context.measureText(text).width + 14;
  const isRoom = x + gap + width <= view.left + view.width;
  const left = isRoom ? x + gap : x - gap - width;
  context.fillStyle = back;
  context.beginPath();
  context.roundRect(left, y - 10, width, 20, 5);
  context.fill();
  context.fillStyle = ink;
  context.fillText(text, left + 7, y + 0.5);
}
