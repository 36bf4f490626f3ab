// Whoever paints faster on this machine: the CPU into a buffer of pixels, or a GPU by WebGL 2.
import type { Renderer, RendererChoice } from "../live/renderer";
import { createPixelPainter, type Look, type Painter } from "./painter";
import type { Scene } from "./drawMarks";

const RUNS = 5;
/** What stands in for a GPU: measured, it takes six times as long as the pixels. */
const ON_CPU = /swiftshader|llvmpipe|softpipe|basic render/i;

/**
 * Begins with the pixels, which every machine has. When the first aircraft are there and the page
 * is idle, the same scene is painted both ways, unless `wanted` says by whom.
 */
export function createPainter(
  wanted: Renderer | null,
  say: (choice: RendererChoice) => void,
): (scene: Scene, look: Look) => void {
  const pixels = createPixelPainter();
  let painter = pixels;
  let isAsked = wanted === "pixels";
  say({ renderer: "pixels" });

  async function choose(scene: Scene, look: Look) {
    const gl = webglContext(wanted === "webgl2");
    if (!gl) return;
    const { createWebglPainter } = await import("./webglPainter");
    const webgl = createWebglPainter(gl);
    webgl.onLost?.(() => {
      painter = pixels;
      say({ renderer: "pixels" });
    });
    const milliseconds = {
      pixels: timeOf(pixels, scene, look),
      webgl2: timeOf(webgl, scene, look),
    };
    const isFaster = milliseconds.webgl2 < milliseconds.pixels;
    painter = isFaster || wanted === "webgl2" ? webgl : pixels;
    say({ renderer: painter === webgl ? "webgl2" : "pixels", milliseconds });
  }

  return function paint(scene, look) {
    painter.paint(scene, look);
    if (isAsked || scene.drawn.count === 0) return;
    isAsked = true;
    // A machine where WebGL fails in some way of its own keeps its pixels.
    whenIdle(() => void choose(scene, look).catch(() => (painter = pixels)));
  };
}

/** Null where there is no GPU, unless its stand-in on the CPU will do. */
function webglContext(allowsSoftware: boolean): WebGL2RenderingContext | null {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", {
    antialias: false,
    depth: false,
    failIfMajorPerformanceCaveat: !allowsSoftware,
  });
  return gl && (allowsSoftware || !ON_CPU.test(nameOf(gl))) ? gl : null;
}

// A browser without a window does not take its stand-in for a caveat.
function nameOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** The median of a few; the first one also makes what is kept. */
function timeOf(painter: Painter, scene: Scene, look: Look): number {
  const { context } = scene.frame;
  const times = Array.from({ length: RUNS + 1 }, () => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const started = performance.now();
    painter.paint(scene, look);
    painter.finish();
    return performance.now() - started;
  });
  return times.slice(1).sort((a, b) => a - b)[RUNS >> 1] as number;
}

// Safari has no requestIdleCallback.
function whenIdle(action: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(action);
  else setTimeout(action, 200);
}
