// How the map draws aircraft, and why.

export const RENDERERS = ["pixels", "webgl2"] as const;
export type Renderer = (typeof RENDERERS)[number];

export interface RendererChoice {
  renderer: Renderer;
  /** Of a frame by either, where this machine has both. */
  milliseconds?: Record<Renderer, number>;
}

/** The one that the page's query asks for, `?renderer=webgl2`; null leaves it to the measurement. */
export function wantedRenderer(search: string): Renderer | null {
  const wanted = new URLSearchParams(search).get("renderer");
  return RENDERERS.find((name) => name === wanted) ?? null;
}
