// All aircraft on one canvas. Subscribes to the store; React is not involved.
import type L from "leaflet";
import { unitsPerMetre } from "../lib/mercator";
import { UNITS } from "../lib/units";
import { addressOf, codeOf } from "../live/aircraft";
import { timed } from "../live/bench";
import type { EmergencyKind } from "../live/emergency";
import { estimateSeconds, isFeedLive, secondsBetween } from "../live/motion";
import { progressOf } from "../live/playback";
import { wantedRenderer } from "../live/renderer";
import { setInView, type LiveState, type LiveStore } from "../live/store";
import { CanvasLayer } from "./canvasLayer";
import { buildColumns, noColumns, type Columns } from "./columns";
import { countInView, placeAircraft } from "./drawAircraft";
import type { Frame } from "./frame";
import { nearestAircraft, noDrawn } from "./hitTest";
import { createPainter } from "./choosePainter";
import type { Box } from "./occupied";
import { currentPalette, onPaletteChange, stale } from "./palette";
import { trackPointer } from "./pointer";
import { CORRECTION_SECONDS, leadTo, smoothOver, type Clock } from "./position";

const HIT_RADIUS_PX = 14;
const AIRLINER_SPEED = 250;
const FASTEST_TICK_MS = 33;
const SLOWEST_TICK_MS = 2_000;

/** What the layer asks of its surroundings. */
interface Surroundings {
  meaningOf(kind: EmergencyKind): string;
  airportAt(x: number, y: number): string | null;
  /** What the base map has written, in pixels of this frame. */
  namesIn(frame: Frame): readonly Box[];
}

export class AircraftLayer {
  private readonly layer: CanvasLayer;
  private readonly paint: ReturnType<typeof createPainter>;
  private readonly stops: (() => void)[];
  private columns: Columns = noColumns();
  private drawn = noDrawn();
  private drawnSeconds = 0;
  private drawnProgress = 0;
  private hovered = -1;
  private timer = 0;

  constructor(
    private readonly map: L.Map,
    private readonly store: LiveStore,
    private readonly around: Surroundings,
  ) {
    this.paint = createPainter(wantedRenderer(window.location.search), (renderer) =>
      store.setState({ renderer }),
    );
    this.rebuild(store.getState(), null);
    this.layer = new CanvasLayer(map, 3, (frame) => timed("draw", () => this.draw(frame)));
    this.stops = [
      store.subscribe((state, previous) => this.update(state, previous)),
      onPaletteChange(() => this.layer.redraw()),
      trackPointer(map, store, {
        find: (x, y) => this.find(x, y),
        hover: (n) => this.hover(n),
        addressOf: (n) => this.addressAt(n),
        airportAt: (x, y) => around.airportAt(x, y),
      }),
    ];
    map.on("move", this.recount, this);
    this.tick();
  }

  remove(): void {
    clearTimeout(this.timer);
    this.map.off("move", this.recount, this);
    this.stops.forEach((stop) => stop());
    this.layer.remove();
  }

  private update(state: LiveState, previous: LiveState): void {
    const isOther = ["visible", "selected", "settings", "trouble", "passage"] as const;
    if (isOtherChoice(state, previous)) this.rebuild(state, previous);
    else if (state.passage !== previous.passage) this.lead(state);
    if (state.trouble !== previous.trouble)
      this.layer.element.classList.toggle("is-stale", isStale(state));
    if (isOther.some((name) => state[name] !== previous[name])) this.layer.redraw();
  }

  private rebuild(state: LiveState, previous: LiveState | null): void {
    const { sky } = state;
    if (!sky) return;
    const before = previous?.sky ?? null;
    const isNext = before !== null && before.aircraft !== sky.aircraft && !sky.isPast;
    const moment = isNext ? { ...before, seconds: secondsBetween(before, sky) } : null;
    const next = buildColumns(sky.aircraft, shownRows(state), moment);
    if (isNext && previous) this.smooth(state, previous, next);
    // The turns of a sky that has only been filtered anew are as they were.
    else keepTurns(this.columns, next);
    this.columns = next;
    this.hovered = -1;
    this.lead(state);
  }

  private lead({ sky, passage }: LiveState): void {
    if (sky?.isPast && passage?.from === sky.snapshotTime)
      leadTo(this.columns, sky.aircraft.code, passage);
  }

  private smooth(state: LiveState, previous: LiveState, next: Columns): void {
    if (!state.sky || !previous.sky || !state.settings.estimateMotion) return;
    const now = performance.now();
    const { columns } = this;
    smoothOver(
      { columns, codes: previous.sky.aircraft.code, clock: clockOf(previous, now) },
      { columns: next, codes: state.sky.aircraft.code, clock: clockOf(state, now) },
    );
  }

  private draw(frame: Frame): void {
    const state = this.store.getState();
    const { sky, settings } = state;
    if (!sky) return;
    const clock = clockOf(state, performance.now());
    this.drawnSeconds = clock.estimate;
    this.drawnProgress = clock.progress ?? 0;
    this.drawn = placeAircraft(frame, this.columns, clock, this.drawn);
    const { columns, drawn, hovered, around } = this;
    const { meaningOf } = around;
    const chosen = this.indexOf(state.selected);
    const palette = isStale(state) ? stale(currentPalette()) : currentPalette();
    const names = around.namesIn(frame);
    const ageSeconds = (performance.now() - sky.takenAt) / 1_000;
    const { altitude, speed } = UNITS[settings.units];
    this.paint(
      { frame, aircraft: sky.aircraft, columns, drawn, palette, chosen, hovered, names, meaningOf },
      { level: settings.labels, altitude, speed, elapsed: sky.isPast ? 0 : ageSeconds },
    );
    setInView(this.store, countInView(frame.view, drawn));
  }

  // A pan moves the view over what is drawn already.
  private recount(): void {
    const { x: width, y: height } = this.map.getSize();
    const { x: left, y: top } = this.layer.toCanvas(0, 0);
    setInView(this.store, countInView({ left, top, width, height }, this.drawn));
  }

  // The estimates have moved, or have ended and the reported positions are due again.
  private tick(): void {
    const state = this.store.getState();
    const { estimate, elapsed, progress } = clockOf(state, performance.now());
    const hasMoved = estimate !== this.drawnSeconds || progress !== this.drawnProgress;
    if (hasMoved) this.layer.redraw();
    if (window.__bench?.isContinuous) {
      this.timer = window.setTimeout(() => this.tick());
      return;
    }
    const isCorrecting = estimate > 0 && elapsed < CORRECTION_SECONDS;
    const delay = isCorrecting || progress > 0 ? FASTEST_TICK_MS : tickMs(this.map);
    this.timer = window.setTimeout(() => this.tick(), delay);
  }

  private find(x: number, y: number): number {
    const point = this.layer.toCanvas(x, y);
    return nearestAircraft(this.drawn, point.x, point.y, HIT_RADIUS_PX);
  }

  private hover(n: number): void {
    if (this.hovered === n) return;
    this.hovered = n;
    this.layer.redraw();
  }

  private addressAt(n: number): string | null {
    const code = this.store.getState().sky?.aircraft.code[this.columns.row[n] ?? -1];
    return code === undefined ? null : addressOf(code);
  }

  private indexOf(icao24: string | null): number {
    const row = icao24 === null ? undefined : this.store.getState().sky?.places.get(codeOf(icao24));
    return row === undefined ? -1 : this.columns.row.indexOf(row);
  }
}

/** The last sky, while no newer one can be had. */
const isStale = (state: LiveState) =>
  state.sky !== null && !isFeedLive(state) && state.trouble !== null;

function isOtherChoice(state: LiveState, previous: LiveState): boolean {
  if (state.visible !== previous.visible) return true;
  return state.visible.rows !== null && state.selected !== previous.selected;
}

/** The selected one is always drawn. */
function shownRows({ sky, visible, selected }: LiveState): Uint8Array | null {
  const row = selected === null ? undefined : sky?.places.get(codeOf(selected));
  if (row === undefined || !visible.rows) return visible.rows;
  const rows = visible.rows.slice();
  rows[row] = 1;
  return rows;
}

function keepTurns(before: Columns, next: Columns): void {
  const turns = new Map<number, number>();
  before.row.forEach((row, n) => turns.set(row, before.turn[n] as number));
  next.row.forEach((row, n) => (next.turn[n] = turns.get(row) ?? 0));
}

function clockOf(state: LiveState, now: number): Required<Clock> {
  const elapsed = state.sky ? (now - state.sky.arrivedAt) / 1_000 : 0;
  return { estimate: estimateSeconds(state, now), elapsed, progress: progressOf(state, now) };
}

/** About the time an airliner needs for one device pixel: seldom far out, often close up. */
function tickMs(map: L.Map): number {
  const metresPerSecond = AIRLINER_SPEED * unitsPerMetre(map.getCenter().lat);
  const pixelsPerSecond = metresPerSecond * 256 * 2 ** map.getZoom() * window.devicePixelRatio;
  return Math.max(FASTEST_TICK_MS, Math.min(SLOWEST_TICK_MS, 1_000 / pixelsPerSecond));
}
