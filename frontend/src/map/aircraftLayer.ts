// All aircraft on one canvas. Subscribes to the store; React is not involved.
import L from "leaflet";
import { unitsPerMetre } from "../lib/mercator";
import { estimateSeconds } from "../live/motion";
import { setInView, type LiveState, type LiveStore } from "../live/store";
import { CanvasLayer } from "./canvasLayer";
import { buildColumns } from "./columns";
import { countInView, emptyDrawn, placeAircraft } from "./drawAircraft";
import type { Frame } from "./frame";
import { nearestAircraft } from "./hitTest";
import { createPainter } from "./painter";
import { currentPalette, onPaletteChange } from "./palette";
import { selectByPointer } from "./pointer";

const HIT_RADIUS_PX = 12;
const AIRLINER_SPEED = 250;
const FASTEST_TICK_MS = 33;
const SLOWEST_TICK_MS = 2_000;

export class AircraftLayer {
  private readonly layer: CanvasLayer;
  private readonly paint = createPainter();
  private readonly stops: (() => void)[];
  private columns;
  private drawn = emptyDrawn();
  private drawnSeconds = 0;
  private timer = 0;

  constructor(
    private readonly map: L.Map,
    private readonly store: LiveStore,
  ) {
    this.columns = buildColumns(store.getState().sky?.flights ?? []);
    this.layer = new CanvasLayer(map, 2, (frame) => this.draw(frame));
    this.stops = [
      store.subscribe((state, previous) => this.update(state, previous)),
      onPaletteChange(() => this.layer.redraw()),
      selectByPointer(map, store, (point) => this.aircraftAt(point)),
    ];
    map.on("moveend", this.recount, this);
    this.tick();
  }

  remove(): void {
    clearTimeout(this.timer);
    this.map.off("moveend", this.recount, this);
    this.stops.forEach((stop) => stop());
    this.layer.remove();
  }

  private update(state: LiveState, previous: LiveState): void {
    const isNewSky = state.sky !== previous.sky;
    if (isNewSky) this.columns = buildColumns(state.sky?.flights ?? []);
    const isOther = state.selected !== previous.selected;
    const isToggled = state.estimateMotion !== previous.estimateMotion;
    if (isNewSky || isOther || isToggled) this.layer.redraw();
  }

  private draw(frame: Frame): void {
    const state = this.store.getState();
    this.drawnSeconds = estimateSeconds(state, performance.now());
    this.drawn = placeAircraft(frame, this.columns, this.drawnSeconds, this.drawn);
    const { columns, drawn } = this;
    this.paint({ frame, columns, drawn, palette: currentPalette() }, state.selected);
    setInView(this.store, countInView(frame.view, drawn));
  }

  // A pan moves the view over what is drawn already.
  private recount(): void {
    const { x: width, y: height } = this.map.getSize();
    const { x: left, y: top } = this.layer.toCanvas(L.point(0, 0));
    setInView(this.store, countInView({ left, top, width, height }, this.drawn));
  }

  // The estimates have moved, or have ended and the reported positions are due again.
  private tick(): void {
    const seconds = estimateSeconds(this.store.getState(), performance.now());
    if (seconds !== this.drawnSeconds) this.layer.redraw();
    this.timer = window.setTimeout(() => this.tick(), tickMs(this.map));
  }

  private aircraftAt(point: L.Point): string | null {
    const { x, y } = this.layer.toCanvas(point);
    const nearest = nearestAircraft(this.drawn, x, y, HIT_RADIUS_PX);
    return this.columns.states[nearest]?.icao24 ?? null;
  }
}

/** About the time an airliner needs for one device pixel: seldom far out, often close up. */
function tickMs(map: L.Map): number {
  const metresPerSecond = AIRLINER_SPEED * unitsPerMetre(map.getCenter().lat);
  const pixelsPerSecond = metresPerSecond * 256 * 2 ** map.getZoom() * window.devicePixelRatio;
  return Math.max(FASTEST_TICK_MS, Math.min(SLOWEST_TICK_MS, 1_000 / pixelsPerSecond));
}
