// Paints a scene onto its canvas: the aircraft by hand, what stands out on top.
import { paintAircraft } from "./drawAircraft";
import { drawMarks, type Scene } from "./drawMarks";
import { createSpriteCache, glyphSize } from "./sprites";

/** The painter keeps its sprites and its picture from frame to frame. */
export function createPainter(): (scene: Scene, selected: string | null) => void {
  const spritesFor = createSpriteCache();
  let image = new ImageData(1, 1);
  return function paint(scene, selected) {
    const { context, pixelRatio, zoom } = scene.frame;
    const { width, height } = context.canvas;
    if (image.width !== width || image.height !== height) image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer).fill(0);
    const sprites = spritesFor(glyphSize(zoom), pixelRatio, scene.palette);
    paintAircraft({ pixels, width, height }, { ...scene, sprites, pixelRatio, selected });
    context.putImageData(image, 0, 0);
    drawMarks(scene, selected);
  };
}
