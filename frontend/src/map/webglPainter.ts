// Paints the aircraft by WebGL 2: one call draws them all, each a square with a form of the atlas
// in it. Looks as the pixel buffer's: the same forms, colours and opacities.
import {
  createBufferInfoFromArrays,
  createProgramInfo,
  createTexture,
  drawBufferInfo,
  setAttribInfoBufferFromArray,
  setBuffersAndAttributes,
  setUniforms,
} from "twgl.js";
import { classColours } from "./altitude";
import { drawMarks, type Scene } from "./drawMarks";
import { createAtlas, type Atlas } from "./glyphAtlas";
import { fillInstances, noInstances } from "./instances";
import { createImage, createLabelPainter, hasLabels, type Look, type Painter } from "./painter";
import { parseColour, type Palette } from "./palette";
import { glyphSize, MARGIN } from "./sprites";
import { FRAGMENT, VERTEX } from "./webglShaders";

type Sizes = Pick<HTMLCanvasElement, "width" | "height">;

export function createWebglPainter(gl: WebGL2RenderingContext): Painter {
  const { canvas } = gl;
  const drawAll = createDrawing(gl);
  const paintLabels = createLabelCanvas();
  return {
    paint(scene, look) {
      resize(canvas, scene.frame.context.canvas);
      drawAll(scene, look.elapsed);
      scene.frame.context.drawImage(canvas, 0, 0);
      if (hasLabels(scene, look)) {
        const labels = paintLabels(scene, look);
        scene.frame.context.drawImage(labels, 0, 0);
      }
      drawMarks(scene);
    },
    finish: () => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)),
    onLost: (action) => canvas.addEventListener("webglcontextlost", action, { once: true }),
  };
}

function createDrawing(gl: WebGL2RenderingContext) {
  const program = createProgramInfo(gl, [VERTEX, FRAGMENT]);
  const formsOf = createForms(gl);
  let instances = noInstances();
  const buffers = createBufferInfoFromArrays(gl, {
    place: { numComponents: 4, divisor: 1, data: instances.place },
    look: { numComponents: 3, divisor: 1, data: instances.look },
  });
  gl.useProgram(program.program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  return function drawAll(scene: Scene, elapsed: number) {
    const { frame, palette } = scene;
    const { width, height } = gl.canvas;
    const size = glyphSize(frame.zoom) * frame.pixelRatio;
    const { forms, atlas } = formsOf(size);
    instances = fillInstances(instances, scene, { size, elapsed, cellOf: atlas.cellOf });
    for (const name of ["place", "look"] as const) {
      const attributes = buffers.attribs?.[name];
      if (attributes) setAttribInfoBufferFromArray(gl, attributes, instances[name]);
    }
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    setBuffersAndAttributes(gl, program, buffers);
    setUniforms(program, { forms, cells: atlas.count, reach: MARGIN / 2, size: [width, height] });
    setUniforms(program, coloursOf(palette));
    drawBufferInfo(gl, buffers, gl.TRIANGLE_STRIP, 4, 0, instances.count);
  };
}

/** For each size of the aircraft: the line of a hollow one is as wide on all. */
function createForms(gl: WebGL2RenderingContext) {
  const made = new Map<number, { atlas: Atlas; forms: WebGLTexture }>();
  return function formsOf(size: number) {
    const found = made.get(size);
    if (found) return found;
    const atlas = createAtlas(size);
    const forms = createTexture(gl, {
      src: atlas.canvas as unknown as HTMLCanvasElement, // as good to WebGL
      premultiplyAlpha: 1,
      min: gl.LINEAR_MIPMAP_LINEAR,
      wrap: gl.CLAMP_TO_EDGE,
    });
    made.set(size, { atlas, forms });
    return { atlas, forms };
  };
}

const coloursOf = (palette: Palette) => ({
  outline: parts(palette.outline),
  colours: classColours(palette).flatMap((colour) => parts(colour).slice(0, 3)),
});

/** Red, green, blue and alpha, 0 to 1. */
function parts(colour: string): number[] {
  const packed = parseColour(colour);
  return [0, 8, 16, 24].map((shift) => ((packed >>> shift) & 255) / 255);
}

function createLabelCanvas() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d");
  const image = createImage();
  const paintLabels = createLabelPainter();
  return function paint(scene: Scene, look: Look): OffscreenCanvas {
    resize(canvas, scene.frame.context.canvas);
    const { picture, data } = image(canvas);
    paintLabels(picture, scene, look);
    context?.putImageData(data, 0, 0);
    return canvas;
  };
}

function resize(canvas: Sizes, { width, height }: Sizes): void {
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}
