// Paints a scene onto its canvas: the aircraft and their labels by hand, what stands out on top.
import { paintAircraft } from "./drawAircraft";
import { drawMarks, type Scene } from "./drawMarks";
import { createLabeller, type LabelStyle } from "./labels";
import type { Picture } from "./pixels";
import { createSpriteCache, glyphSize } from "./sprites";

/** Further out, labels would be of aircraft picked at random. */
const LABELS_FROM_ZOOM = 6.5;

export interface Look extends Pick<LabelStyle, "level" | "altitude" | "speed"> {
  /** Seconds since the sky was taken. */
  elapsed: number;
}

export interface Painter {
  paint(scene: Scene, look: Look): void;
  /** Waits until what was painted is done; a GPU works while the page goes on. */
  finish(): void;
  /** Called once if it can paint no more. */
  onLost?(action: () => void): void;
}

/** By the CPU. It keeps its sprites and its picture from frame to frame. */
export function createPixelPainter(): Painter {
  const spritesFor = createSpriteCache();
  const paintLabels = createLabelPainter();
  const image = createImage();
  return {
    paint(scene, look) {
      const { context, pixelRatio, zoom } = scene.frame;
      const { picture, data } = image(context.canvas);
      const sprites = spritesFor(glyphSize(zoom), pixelRatio, scene.palette);
      paintAircraft(picture, { ...scene, sprites, pixelRatio, elapsed: look.elapsed });
      paintLabels(picture, scene, look);
      context.putImageData(data, 0, 0);
      drawMarks(scene);
    },
    finish() {},
  };
}

/** Whether there are any. */
export const hasLabels = (scene: Scene, look: Look) =>
  scene.frame.zoom >= LABELS_FROM_ZOOM && look.level !== "off";

export function createLabelPainter(): (to: Picture, scene: Scene, look: Look) => void {
  const paintLabels = createLabeller();
  return function paint(to, scene, look) {
    if (!hasLabels(scene, look)) return;
    const { pixelRatio, zoom } = scene.frame;
    const size = glyphSize(zoom);
    const room = { gap: size * 0.62, radius: size * 0.42 };
    paintLabels(to, scene, { ...look, ...room, palette: scene.palette, pixelRatio });
  };
}

/** A clear picture of the size of a canvas, and what puts it there. */
export function createImage() {
  let data = new ImageData(1, 1);
  return function clear({ width, height }: { width: number; height: number }) {
    if (data.width !== width || data.height !== height) data = new ImageData(width, height);
    const picture: Picture = { pixels: new Uint32Array(data.data.buffer).fill(0), width, height };
    return { picture, data };
  };
}
