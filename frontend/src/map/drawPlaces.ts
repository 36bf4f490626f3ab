// Marks and names of airports and cities, as many as have room.
import { worldCopies, type Frame } from "./frame";
import type { Occupied } from "./occupied";
import type { Palette } from "./palette";
import type { AirportMark, City } from "./places";

const LINE = 14;
const NAMELESS_FROM_ZOOM = 8;

/** Where an airport was drawn, in pixels of the canvas. */
export interface Mark {
  icao: string;
  x: number;
  y: number;
}

export function drawAirports(
  frame: Frame,
  airports: readonly AirportMark[],
  palette: Palette,
  room: Occupied,
): Mark[] {
  const { context, zoom } = frame;
  begin(frame, "600 10.5px system-ui, sans-serif");
  context.fillStyle = context.strokeStyle = palette.airport;
  const marks: Mark[] = [];
  const size = zoom < 8 ? 2.5 : 3.5;
  eachSeen(frame, airports, ({ icao, iata }, x, y) => {
    const width = context.measureText(iata).width;
    const box = { left: x - width / 2, top: y - size, width, height: LINE + 2 * size };
    const hasRoom = room.take(box);
    // Far out, a mark that nobody can name is a speck.
    if (!hasRoom && zoom < NAMELESS_FROM_ZOOM) return;
    marks.push({ icao, x, y });
    context.fillStyle = palette.airport;
    context.fillRect(x - size, y - size, 2 * size, 2 * size);
    if (hasRoom) write(frame, palette, iata, x, y + size + 8);
  });
  return marks;
}

export function drawCities(
  frame: Frame,
  cities: readonly City[],
  palette: Palette,
  room: Occupied,
): void {
  const { context } = frame;
  begin(frame, "500 11.5px system-ui, sans-serif");
  eachSeen(frame, cities, ({ name }, x, y) => {
    const width = context.measureText(name).width;
    const box = { left: x - width / 2, top: y - 18, width, height: LINE + 8 };
    if (!room.take(box)) return;
    context.fillStyle = palette.city;
    context.beginPath();
    context.arc(x, y, 2, 0, 2 * Math.PI);
    context.fill();
    write(frame, palette, name, x, y - 10);
  });
}

function begin({ context, pixelRatio }: Frame, font: string): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
}

function write({ context }: Frame, palette: Palette, text: string, x: number, y: number): void {
  context.lineWidth = 3;
  context.strokeStyle = palette.land;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function eachSeen<T extends { x: number; y: number }>(
  frame: Frame,
  items: readonly T[],
  visit: (item: T, x: number, y: number) => void,
): void {
  const { scale, left, top, width, height } = frame;
  for (const copy of worldCopies(frame)) {
    for (const item of items) {
      const [x, y] = [(item.x + copy) * scale - left, item.y * scale - top];
      if (x >= 0 && y >= 0 && x <= width && y <= height) visit(item, x, y);
    }
  }
}
