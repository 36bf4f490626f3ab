// Measures the great circle between two points of the map.
import type L from "leaflet";
import { bearing, distance, type Place } from "../lib/geo";
import { UNITS, type UnitSystem } from "../lib/units";
import { createStore } from "zustand/vanilla";
import { change, type LiveStore } from "../live/store";
import { drawTag } from "./drawMarks";
import type { Frame } from "./frame";
import { addOverlay, linesOf } from "./overlay";
import { currentPalette } from "./palette";

const STEPS = 64;

/** Whether the map measures. */
export const measuring = createStore<{ isOn: boolean }>(() => ({ isOn: false }));

/** The page's own event: buttons and keys that know the map's element start and end it. */
const TOGGLE = "measure";

export function toggleMeasuring(map: L.Map): void {
  map.getContainer().dispatchEvent(new Event(TOGGLE));
}

export function addMeasuring(map: L.Map, store: LiveStore): { remove(): void } {
  const container = map.getContainer();
  const measured = () => store.getState().settings.measured;
  const overlay = addOverlay(map, 4, (frame) => draw(frame, measured(), store));
  // A link brings its line with it.
  const isOn = container.classList.toggle("is-measuring", measured().length > 0);
  measuring.setState({ isOn });

  function toggle() {
    change(store, { measured: [] });
    const isOn = container.classList.toggle("is-measuring");
    measuring.setState({ isOn });
    if (isOn) container.focus();
  }

  const add = (latlng: L.LatLng) => change(store, { measured: withPoint(measured(), latlng) });
  const onClick = ({ latlng }: L.LeafletMouseEvent) => measuring.getState().isOn && add(latlng);

  /** By keyboard the points are set in the middle, under the cross. */
  function onKeyDown(event: KeyboardEvent) {
    if (!measuring.getState().isOn) return;
    if (event.key === "Escape") toggle();
    else if (event.key === "Enter" && event.target === container) add(map.getCenter());
    else return;
    event.stopPropagation();
    event.preventDefault();
  }

  const unsubscribe = store.subscribe(({ settings }, { settings: before }) => {
    if (settings.measured !== before.measured) overlay.redraw();
  });
  container.addEventListener(TOGGLE, toggle);
  window.addEventListener("keydown", onKeyDown, { capture: true });
  map.on("click", onClick);
  return {
    remove() {
      unsubscribe();
      container.removeEventListener(TOGGLE, toggle);
      window.removeEventListener("keydown", onKeyDown, { capture: true });
      map.off("click", onClick);
      measuring.setState({ isOn: false });
      overlay.remove();
    },
  };
}

/** A third point begins anew. */
function withPoint(points: readonly Place[], latlng: L.LatLng): Place[] {
  const { lat, lng } = latlng.wrap();
  return [...(points.length > 1 ? [] : points), { latitude: lat, longitude: lng }];
}

function draw(frame: Frame, points: readonly Place[], store: LiveStore): void {
  const [from, to] = points;
  const { context } = frame;
  const palette = currentPalette();
  context.strokeStyle = context.fillStyle = palette.selection;
  context.lineWidth = 2;
  context.textBaseline = "middle";
  for (const place of points) {
    for (const [point] of linesOf(frame, [place])) {
      if (!point) continue;
      context.beginPath();
      context.arc(point.x, point.y, 4, 0, 2 * Math.PI);
      context.fill();
    }
  }
  if (!from || !to) return;
  const lines = linesOf(frame, greatCircle(from, to));
  const text = resultOf(points, store.getState().settings.units) ?? "";
  for (const line of lines) {
    context.strokeStyle = palette.selection;
    context.beginPath();
    line.forEach(({ x, y }) => context.lineTo(x, y));
    context.stroke();
    const end = line.at(-1);
    const ink = palette.name === "dark" ? "#0a1220" : "#ffffff";
    if (end) drawTag(frame, { text, ...end, gap: 10, back: palette.selection, ink });
  }
}

/** For those who do not see the canvas, too. */
export function resultOf([from, to]: readonly Place[], units: UnitSystem): string | null {
  if (!from || !to) return null;
  const { name, factor, digits } = UNITS[units].distance;
  return `${(distance(from, to) * factor).toFixed(digits)} ${name}, ${bearing(from, to).toFixed(0)}°`;
}

/** Points along the shortest way (spherical linear interpolation of the two directions). */
function greatCircle(from: Place, to: Place): Place[] {
  const [a, b] = [vectorOf(from), vectorOf(to)];
  const angle = Math.acos(
    Math.max(
      -1,
      Math.min(
        1,
        a.reduce((s, v, i) => s + v * (b[i] ?? 0), 0),
      ),
    ),
  );
  if (angle === 0) return [from, to];
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const weight = (share: number) => Math.sin(share * angle) / Math.sin(angle);
    const [x = 0, y = 0, z = 0] = a.map(
      (value, axis) => value * weight(1 - i / STEPS) + (b[axis] ?? 0) * weight(i / STEPS),
    );
    return {
      latitude: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI,
      longitude: (Math.atan2(y, x) * 180) / Math.PI,
    };
  });
}

function vectorOf({ latitude, longitude }: Place): number[] {
  const [lat, lng] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}
