// Where the selected aircraft was, coloured by altitude, and range rings around it.
import type L from "leaflet";
import type { TrackPoint } from "../api/types";
import { destination, type Place } from "../lib/geo";
import { UNITS } from "../lib/units";
import type { LiveState, LiveStore } from "../live/store";
import { altitudeClass, classColours, GROUND } from "./altitude";
import { drawTag } from "./drawMarks";
import type { Frame } from "./frame";
import { addOverlay, linesOf } from "./overlay";
import { currentPalette, onPaletteChange } from "./palette";

/** A longer silence is a gap: nobody knows the way in between. */
const GAP_SECONDS = 600;
const RINGS = [10, 25, 50, 100];

export function addTrack(map: L.Map, store: LiveStore): { remove(): void } {
  const overlay = addOverlay(map, 2, (frame) => {
    const state = store.getState();
    drawTrack(frame, pointsOf(state));
    if (state.settings.rings) drawRings(frame, state);
  });
  const names = ["track", "selectedRow", "settings"] as const;
  const stops = [
    store.subscribe((state, previous) => {
      if (names.some((name) => state[name] !== previous[name])) overlay.redraw();
    }),
    onPaletteChange(() => overlay.redraw()),
  ];
  return {
    remove() {
      stops.forEach((stop) => stop());
      overlay.remove();
    },
  };
}

type Point = Pick<
  TrackPoint,
  "latitude" | "longitude" | "baro_altitude" | "geo_altitude" | "on_ground" | "time_position"
>;

/** The track, and on to where the aircraft was last reported. */
function pointsOf({ track, selectedRow, sky }: LiveState): Point[] {
  if (track.length === 0 || !selectedRow || sky?.isPast) return [...track];
  return [
    ...track,
    {
      latitude: selectedRow.latitude,
      longitude: selectedRow.longitude,
      baro_altitude: selectedRow.altitude,
      geo_altitude: null,
      on_ground: selectedRow.onGround,
      time_position: (sky?.snapshotTime ?? 0) - (selectedRow.positionAge ?? 0),
    },
  ];
}

function drawTrack(frame: Frame, points: readonly Point[]): void {
  const { context } = frame;
  const palette = currentPalette();
  const colours = classColours(palette);
  const known = points.filter((p) => p.latitude !== null && p.longitude !== null);
  context.lineCap = "round";
  // A halo below the colours: a track lies on land, water and other aircraft.
  for (const { width, colourOf } of [
    { width: 5, colourOf: () => palette.outline },
    { width: 2.5, colourOf: (point: Point) => colours[classOf(point)] ?? palette.label },
  ]) {
    context.lineWidth = width;
    for (let i = 1; i < known.length; i++) {
      const [from, to] = [known[i - 1] as Point, known[i] as Point];
      const isGap = (to.time_position ?? 0) - (from.time_position ?? 0) > GAP_SECONDS;
      context.setLineDash(isGap ? [2, 7] : []);
      context.strokeStyle = colourOf(to);
      strokeLine(frame, [placeOf(from), placeOf(to)]);
    }
  }
  context.setLineDash([]);
}

function classOf(point: Point): number {
  if (point.on_ground) return GROUND;
  return altitudeClass(point.baro_altitude ?? point.geo_altitude ?? NaN);
}

const placeOf = ({ latitude, longitude }: Point): Place => ({
  latitude: latitude ?? 0,
  longitude: longitude ?? 0,
});

function strokeLine(frame: Frame, places: readonly Place[]): void {
  const { context } = frame;
  for (const line of linesOf(frame, places)) {
    context.beginPath();
    line.forEach(({ x, y }) => context.lineTo(x, y));
    context.stroke();
  }
}

/** Around the selected aircraft, or else the middle of the map. */
function drawRings(frame: Frame, { selectedRow, settings }: LiveState): void {
  const { view, units } = settings;
  const middle = selectedRow?.latitude != null ? selectedRow : view;
  if (middle?.latitude == null || middle.longitude == null) return;
  const centre = { latitude: middle.latitude, longitude: middle.longitude };
  const palette = currentPalette();
  const { name, factor } = UNITS[units].distance;
  frame.context.lineWidth = 1.25;
  frame.context.strokeStyle = palette.selection;
  frame.context.textBaseline = "middle";
  for (const radius of RINGS) {
    const metres = radius / factor;
    frame.context.setLineDash([5, 4]);
    strokeLine(
      frame,
      Array.from({ length: 73 }, (_, i) => destination(centre, metres, i * 5)),
    );
    frame.context.setLineDash([]);
    const top = linesOf(frame, [destination(centre, metres, 0)])[0]?.[0];
    const tag = { text: `${radius} ${name}`, gap: 4, back: palette.land, ink: palette.label };
    if (top) drawTag(frame, { ...tag, ...top });
  }
}
