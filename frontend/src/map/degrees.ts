// What the lines of the graticule are: written where every second pair of them crosses.
import { project } from "../lib/mercator";
import type { Frame } from "./frame";
import type { Occupied } from "./occupied";
import type { Palette } from "./palette";

const LINE = 12;

/** `step` degrees lie between two lines. */
export function drawDegrees(frame: Frame, step: number, palette: Palette, room: Occupied): void {
  const { context, pixelRatio, scale, left, top, width, height } = frame;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.font = "500 10px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = palette.degrees;
  const every = 2 * step;
  const west = Math.ceil(((left / scale - 0.5) * 360) / every) * every;
  for (let latitude = -80; latitude <= 80; latitude += every) {
    const y = project(latitude, 0).y * scale - top;
    if (y < 0 || y > height) continue;
    for (let longitude = west; ; longitude += every) {
      const x = (longitude / 360 + 0.5) * scale - left;
      if (x > width) break;
      const text = `${degreesOf(latitude, "N", "S")} ${degreesOf(wrapped(longitude), "E", "W")}`;
      const box = {
        left: x + 4,
        top: y - 14,
        width: context.measureText(text).width,
        height: LINE,
      };
      if (room.take(box)) context.fillText(text, box.left, y - 8);
    }
  }
}

const wrapped = (longitude: number) => ((((longitude + 180) % 360) + 360) % 360) - 180;

/** `47.5°N`; the equator and the meridian of Greenwich are on neither side. */
export function degreesOf(value: number, positive: string, negative: string): string {
  const side = value > 0 ? positive : value < 0 ? negative : "";
  return `${Math.abs(value)}°${side}`;
}
