// A canvas that follows a Leaflet map: moved by CSS while the map pans or zooms, redrawn after a
// zoom and when the view leaves what was drawn.
import L from "leaflet";
import type { Frame } from "./frame";

// Drawn beyond each edge, as a share of the view, so that a pan has something to show.
const PADDING = 0.2;

export class CanvasLayer {
  readonly element: HTMLCanvasElement;
  /** Corner of the last drawing: in the map's layer, and in pixels of the world at its zoom. */
  private drawn = { corner: L.point(0, 0), world: L.point(0, 0), zoom: 0 };
  private request = 0;
  private isZooming = false;
  private readonly handlers: L.LeafletEventHandlerFnMap = {
    zoomstart: () => (this.isZooming = true),
    zoomanim: (event) => this.stretch(event.center, event.zoom),
    zoom: () => this.stretch(this.map.getCenter(), this.map.getZoom()),
    zoomend: () => (this.isZooming = false),
    // The origin of the layer has moved: what was drawn stands in the wrong place.
    viewreset: () => (this.drawn.zoom = NaN),
    move: () => !this.isCovered() && this.redraw(),
    moveend: () => !this.isCovered() && this.drawNow(),
    resize: () => this.redraw(),
  };

  constructor(
    private readonly map: L.Map,
    zIndex: number,
    private readonly draw: (frame: Frame) => void,
  ) {
    this.element = createCanvas(map, zIndex);
    map.on(this.handlers);
    this.redraw();
  }

  /** Draws again before the next frame of the screen. */
  redraw(): void {
    this.request ||= requestAnimationFrame(() => this.drawNow());
  }

  /** A point of the map container in pixels of the canvas. */
  toCanvas(x: number, y: number): L.Point {
    return this.map.containerPointToLayerPoint([x, y]).subtract(this.drawn.corner);
  }

  remove(): void {
    cancelAnimationFrame(this.request);
    this.map.off(this.handlers);
    this.element.remove();
  }

  private drawNow(): void {
    cancelAnimationFrame(this.request);
    this.request = 0;
    if (this.isZooming) return;
    const size = this.map.getSize();
    const padding = size.multiplyBy(PADDING).round();
    const corner = this.map.containerPointToLayerPoint(padding.multiplyBy(-1)).round();
    const world = this.map.getPixelOrigin().add(corner);
    this.drawn = { corner, world, zoom: this.map.getZoom() };
    const context = prepare(this.element, size.add(padding.multiplyBy(2)));
    L.DomUtil.setPosition(this.element, corner);
    if (context) this.draw(frameOf(context, { size, padding, ...this.drawn }));
  }

  private isCovered(): boolean {
    if (this.isZooming) return true;
    const offset = this.toCanvas(0, 0);
    const slack = this.map.getSize().multiplyBy(2 * PADDING);
    const isInside = offset.x >= 0 && offset.y >= 0 && offset.x <= slack.x && offset.y <= slack.y;
    return isInside && this.drawn.zoom === this.map.getZoom();
  }

  // The same sum as in Leaflet's own renderers: where the drawn corner falls after the zoom.
  private stretch(center: L.LatLng, zoom: number): void {
    const { map, element, drawn } = this;
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
    const half = map.getSize().divideBy(2);
    const origin = map.project(center, zoom).subtract(half).add(pane).round();
    L.DomUtil.setTransform(element, drawn.world.multiplyBy(scale).subtract(origin), scale);
  }
}

function createCanvas(map: L.Map, zIndex: number): HTMLCanvasElement {
  const pane = map.getPane("overlayPane");
  const canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated map-canvas", pane);
  canvas.style.zIndex = String(zIndex);
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/** The cleared context of a canvas of this size. */
function prepare(canvas: HTMLCanvasElement, size: L.Point): CanvasRenderingContext2D | null {
  const width = Math.round(size.x * window.devicePixelRatio);
  const height = Math.round(size.y * window.devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

interface Placement {
  size: L.Point;
  padding: L.Point;
  world: L.Point;
  zoom: number;
}

function frameOf(context: CanvasRenderingContext2D, at: Placement): Frame {
  const { size, padding, world, zoom } = at;
  return {
    context,
    width: size.x + 2 * padding.x,
    height: size.y + 2 * padding.y,
    pixelRatio: window.devicePixelRatio,
    scale: 256 * 2 ** zoom,
    left: world.x,
    top: world.y,
    zoom,
    view: { left: padding.x, top: padding.y, width: size.x, height: size.y },
  };
}
