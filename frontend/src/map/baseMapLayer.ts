// Land, borders and country names under the aircraft.
import type L from "leaflet";
import { project } from "../lib/mercator";
import type { LiveState, LiveStore } from "../live/store";
import { CanvasLayer } from "./canvasLayer";
import { drawDegrees } from "./degrees";
import { drawAirports, drawCities, type Mark } from "./drawPlaces";
import { worldCopies, type Frame } from "./frame";
import { Occupied, type Box as Written } from "./occupied";
import { currentPalette, onPaletteChange, type Palette } from "./palette";
import { createPlaces } from "./places";
import { createWorldData } from "./worldData";
import type { Box, CountryLabel, Shape, WorldShapes } from "./worldShapes";

const NAMES_FROM_ZOOM = 3;
const NAMES_TO_ZOOM = 7;

export interface BaseMap {
  /** The airport whose mark stands at a point of the map's container, by its ICAO code. */
  airportAt(x: number, y: number): string | null;
  /** What is written on it, in pixels of another frame; nothing where that has another zoom. */
  namesIn(frame: Frame): readonly Written[];
  remove(): void;
}

/** Also where the chosen tiles do not come. */
const isBuiltIn = ({ settings, tileTrouble }: LiveState) => settings.tiles === null || tileTrouble;

export function createBaseMapLayer(map: L.Map, store: LiveStore): BaseMap {
  const layer = new CanvasLayer(map, 1, draw);
  const world = createWorldData(() => layer.redraw());
  const places = createPlaces(() => layer.redraw());
  let marks: readonly Mark[] = [];
  let writing: Writing | null = null;
  const stops = [
    onPaletteChange(repaint),
    store.subscribe((state, previous) => {
      if (isBuiltIn(state) !== isBuiltIn(previous)) layer.redraw();
    }),
  ];
  repaint();

  function repaint() {
    map.getContainer().style.background = currentPalette().water;
    layer.redraw();
  }

  function draw(frame: Frame) {
    const palette = currentPalette();
    const shapes = isBuiltIn(store.getState()) ? world.at(frame.zoom) : null;
    const lakes = shapes ? places.lakes() : [];
    if (shapes)
      worldCopies(frame).forEach((copy) => drawCopy(frame, { ...shapes, lakes }, palette, copy));
    drawGraticule(frame, palette);
    const room = new Occupied();
    marks = drawAirports(frame, places.airports(frame.zoom), palette, room);
    if (shapes) drawCities(frame, places.cities(frame.zoom), palette, room);
    writing = { boxes: [...room.boxes], frame };
    drawDegrees(frame, graticuleStep(frame.zoom), palette, room);
  }

  return {
    airportAt: (x, y) => airportNear(marks, layer.toCanvas(x, y)),
    namesIn: (frame) => (writing ? movedTo(frame, writing) : []),
    remove: function removeBaseMapLayer() {
      stops.forEach((stop) => stop());
      layer.remove();
    },
  };
}

function airportNear(marks: readonly Mark[], { x, y }: L.Point): string | null {
  return marks.find((mark) => Math.hypot(mark.x - x, mark.y - y) < 10)?.icao ?? null;
}

/** The boxes of what was written into a frame. */
interface Writing {
  boxes: readonly Written[];
  frame: Frame;
}

function movedTo(to: Frame, { boxes, frame }: Writing): Written[] {
  if (to.scale !== frame.scale) return [];
  const [x, y] = [frame.left - to.left, frame.top - to.top];
  return boxes.map((box) => ({ ...box, left: box.left + x, top: box.top + y }));
}

type Shapes = WorldShapes & { lakes: readonly Shape[] };

function drawCopy(frame: Frame, shapes: Shapes, palette: Palette, copy: number): void {
  const { context, pixelRatio } = frame;
  const scale = frame.scale * pixelRatio;
  context.setTransform(
    scale,
    0,
    0,
    scale,
    (copy * frame.scale - frame.left) * pixelRatio,
    -frame.top * pixelRatio,
  );
  const seen = visibleBox(frame, copy);
  const strokes = { context, seen, pixel: 1 / frame.scale };
  context.fillStyle = palette.land;
  for (const { path, box } of shapes.land) if (overlaps(box, seen)) context.fill(path);
  context.fillStyle = palette.lake;
  for (const { path, box } of shapes.lakes) if (overlaps(box, seen)) context.fill(path);
  strokeAll(strokes, shapes.lakes, palette.coast, 0.6);
  strokeAll(strokes, shapes.borders, palette.border, 0.9);
  strokeAll(strokes, shapes.coasts, palette.coast, 0.8);
  if (frame.zoom >= NAMES_FROM_ZOOM && frame.zoom < NAMES_TO_ZOOM) {
    drawNames(frame, shapes.labels, palette, copy);
  }
}

interface Strokes {
  context: CanvasRenderingContext2D;
  seen: Box;
  pixel: number;
}

function strokeAll(
  { context, seen, pixel }: Strokes,
  shapes: readonly Shape[],
  colour: string,
  width: number,
) {
  context.strokeStyle = colour;
  context.lineWidth = width * pixel;
  context.lineJoin = "round";
  for (const { path, box } of shapes) if (overlaps(box, seen)) context.stroke(path);
}

function visibleBox({ left, top, width, height, scale }: Frame, copy: number): Box {
  return {
    minX: left / scale - copy,
    maxX: (left + width) / scale - copy,
    minY: top / scale,
    maxY: (top + height) / scale,
  };
}

function overlaps(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

function drawNames(frame: Frame, labels: CountryLabel[], palette: Palette, copy: number): void {
  const { context, pixelRatio, scale, left, top } = frame;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.font = "500 11px system-ui, sans-serif";
  context.textAlign = "center";
  context.letterSpacing = "0.08em";
  context.fillStyle = palette.country;
  for (const { name, x, y, width } of labels) {
    const text = name.toUpperCase();
    // A name larger than its country would stand on the neighbours.
    if (context.measureText(text).width > width * scale * 1.15) continue;
    context.fillText(text, (x + copy) * scale - left, y * scale - top);
  }
  context.letterSpacing = "0px";
}

function drawGraticule(frame: Frame, palette: Palette): void {
  const { context, pixelRatio, scale, left, top, width, height } = frame;
  const degrees = graticuleStep(frame.zoom);
  const step = (degrees / 360) * scale;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.strokeStyle = palette.graticule;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.ceil(left / step) * step - left; x < width; x += step) {
    context.moveTo(x, 0);
    context.lineTo(x, height);
  }
  for (let latitude = -80; latitude <= 80; latitude += degrees) {
    const y = project(latitude, 0).y * scale - top;
    context.moveTo(0, y);
    context.lineTo(width, y);
  }
  context.stroke();
}

function graticuleStep(zoom: number): number {
  if (zoom < 4) return 20;
  if (zoom < 6) return 10;
  if (zoom < 8) return 2;
  return zoom < 10 ? 1 : 0.5;
}
