// The areas that alerts watch, and the drawing of another one, from corner to corner.
import type L from "leaflet";
import type { Bounds, Place } from "../lib/geo";
import type { AlertStore } from "../live/alertStore";
import type { LiveStore } from "../live/store";
import type { Frame } from "./frame";
import { addOverlay, linesOf } from "./overlay";
import { currentPalette, onPaletteChange } from "./palette";

/** What is smaller was a click. */
const LEAST_PIXELS = 8;

export function addAreas(map: L.Map, store: LiveStore, alerts: AlertStore): { remove(): void } {
  const overlay = addOverlay(map, 2, (frame) => {
    alerts.getState().rules.forEach(({ area }) => area && drawArea(frame, area, false));
    const { drawing } = store.getState();
    if (drawing.area) drawArea(frame, drawing.area, true);
  });
  const stops = [
    followPointer(map, store),
    onPaletteChange(() => overlay.redraw()),
    alerts.subscribe(({ rules }, previous) => rules !== previous.rules && overlay.redraw()),
    store.subscribe(({ drawing }, previous) => {
      if (drawing !== previous.drawing) overlay.redraw();
      if (drawing.isOn === previous.drawing.isOn) return;
      map.getContainer().classList.toggle("is-drawing", drawing.isOn);
      if (drawing.isOn) map.dragging.disable();
      else map.dragging.enable();
    }),
  ];
  return {
    remove() {
      stops.forEach((stop) => stop());
      overlay.remove();
    },
  };
}

/** Draws while drawing is on; returns what ends it. */
function followPointer(map: L.Map, store: LiveStore): () => void {
  const container = map.getContainer();
  const drawer = new Drawer(map, store);
  const listening = new AbortController();
  const { signal } = listening;
  const options = { capture: true, signal };
  container.addEventListener("pointerdown", (event) => drawer.begin(event), options);
  container.addEventListener("pointermove", (event) => drawer.go(event), options);
  container.addEventListener("pointerup", (event) => drawer.end(event), options);
  container.addEventListener("click", (event) => drawer.swallow(event), options);
  window.addEventListener("keydown", (event) => drawer.escape(event), options);
  return () => listening.abort();
}

/** From one corner to the other; what it takes, the map does not get. */
class Drawer {
  private from: L.Point | null = null;
  private isClickDue = false;

  constructor(
    private readonly map: L.Map,
    private readonly store: LiveStore,
  ) {}

  begin(event: PointerEvent): void {
    this.isClickDue = false;
    if (!this.store.getState().drawing.isOn) return;
    this.from = this.pointOf(event);
    this.map.getContainer().setPointerCapture(event.pointerId); // it may leave the map
    event.stopPropagation();
  }

  go(event: PointerEvent): void {
    if (!this.from) return;
    const area = areaBetween(this.map, this.from, this.pointOf(event));
    this.store.setState({ drawing: { isOn: true, area } });
    event.stopPropagation();
  }

  end(event: PointerEvent): void {
    if (!this.from) return;
    const to = this.pointOf(event);
    const isClick = to.distanceTo(this.from) < LEAST_PIXELS;
    const area = isClick ? null : areaBetween(this.map, this.from, to);
    this.from = null;
    this.isClickDue = true;
    this.store.setState({ drawing: { isOn: isClick, area } });
  }

  /** The end of a drawing is no click on what lies there. */
  swallow(event: MouseEvent): void {
    if (this.isClickDue) event.stopPropagation();
    this.isClickDue = false;
  }

  escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.store.getState().drawing.isOn) return;
    event.stopPropagation();
    this.from = null;
    this.store.setState({ drawing: { isOn: false, area: null } });
  }

  private pointOf(event: PointerEvent): L.Point {
    return this.map.mouseEventToContainerPoint(event);
  }
}

function areaBetween(map: L.Map, a: L.Point, b: L.Point): Bounds {
  const [one, other] = [map.containerPointToLatLng(a), map.containerPointToLatLng(b)];
  return {
    south: Math.min(one.lat, other.lat),
    west: Math.min(one.lng, other.lng),
    north: Math.max(one.lat, other.lat),
    east: Math.max(one.lng, other.lng),
  };
}

function drawArea(frame: Frame, area: Bounds, isNew: boolean): void {
  const { context } = frame;
  context.strokeStyle = context.fillStyle = currentPalette().selection;
  context.lineWidth = isNew ? 2 : 1.5;
  context.setLineDash(isNew ? [] : [6, 5]);
  for (const line of linesOf(frame, outlineOf(area))) {
    context.beginPath();
    line.forEach(({ x, y }) => context.lineTo(x, y));
    context.closePath();
    context.stroke();
    context.globalAlpha = 0.07;
    context.fill();
    context.globalAlpha = 1;
  }
  context.setLineDash([]);
}

/** Its corners, and enough between them that no two are half the world apart. */
function outlineOf({ south, west, north, east }: Bounds): Place[] {
  const longitudes = [0, 1, 2, 3, 4].map((step) => west + ((east - west) * step) / 4);
  const row = (latitude: number) => longitudes.map((longitude) => ({ latitude, longitude }));
  return [...row(north), ...row(south).reverse()];
}
