// Paints a scene onto its canvas: the aircraft and their labels by hand, what stands out on top.
import { paintAircraft } from "./drawAircraft";
import { drawMarks, type Scene } from "./drawMarks";
import { createLabeller, type LabelStyle } from "./labels";
import { createSpriteCache, glyphSize } from "./sprites";

/** Further out, labels would be of aircraft picked at random. */
const LABELS_FROM_ZOOM = 6.5;

export interface Look extends Pick<LabelStyle, "level" | "altitude" | "speed"> {
  /** Seconds since the sky arrived. */
  elapsed: number;
}

/** The painter keeps its sprites and its picture from frame to frame. */
export function createPainter(): (scene: Scene, look: Look) => void {
  const spritesFor = createSpriteCache();
  const paintLabels = createLabeller();
  let image = new ImageData(1, 1);
  return function paint(scene, look) {
    const { context, pixelRatio, zoom } = scene.frame;
    const { width, height } = context.canvas;
    if (image.width !== width || image.height !== height) image = new ImageData(width, height);
    const picture = { pixels: new Uint32Array(image.data.buffer).fill(0), width, height };
    const sprites = spritesFor(glyphSize(zoom), pixelRatio, scene.palette);
    paintAircraft(picture, { ...scene, sprites, pixelRatio, elapsed: look.elapsed });
    if (zoom >= LABELS_FROM_ZOOM) {
      const gap = glyphSize(zoom) * 0.62;
      paintLabels(picture, scene, { ...look, palette: scene.palette, pixelRatio, gap });
    }
    context.putImageData(image, 0, 0);
    drawMarks(scene);
  };
}
