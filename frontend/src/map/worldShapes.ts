// Natural Earth countries as canvas paths on the unit Mercator square.
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { project } from "../lib/mercator";

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export interface Shape {
  path: Path2D;
  box: Box;
}

export interface CountryLabel {
  name: string;
  x: number;
  y: number;
  width: number;
}

export interface WorldShapes {
  land: Shape[];
  coasts: Shape[];
  borders: Shape[];
  labels: CountryLabel[];
}

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Country = Feature<Polygon | MultiPolygon, { name: string }>;

/** In steps, with a pause between them: the fine countries take about a second altogether. */
export async function buildWorldShapes(world: World): Promise<WorldShapes> {
  const shapes: WorldShapes = { land: [], coasts: [], borders: [], labels: [] };
  for (const geometry of world.objects.countries.geometries) {
    const country = feature(world, geometry);
    if (!isArea(country)) continue;
    for (const rings of polygonsOf(country)) shapes.land.push(shapeOf(rings.map(closeRing)));
    shapes.labels.push(...labelOf(country));
    await pauseIfDue();
  }
  shapes.coasts = await buildLines(world, (a, b) => a === b);
  shapes.borders = await buildLines(world, (a, b) => a !== b);
  return shapes;
}

async function buildLines(world: World, isWanted: (a: object, b: object) => boolean) {
  const lines: Shape[] = [];
  for (const line of mesh(world, world.objects.countries, isWanted).coordinates) {
    lines.push(shapeOf([unwrap(line)]));
    await pauseIfDue();
  }
  return lines;
}

const STEP_MS = 12;
let stepEndsAt = 0;

/** Lets the page draw and listen if the last pause is long enough ago. */
async function pauseIfDue(): Promise<void> {
  if (performance.now() < stepEndsAt) return;
  await new Promise((resolve) => setTimeout(resolve));
  stepEndsAt = performance.now() + STEP_MS;
}

function isArea(item: Feature | FeatureCollection): item is Country {
  const type = item.type === "Feature" ? item.geometry.type : "";
  return type === "Polygon" || type === "MultiPolygon";
}

function polygonsOf({ geometry }: Country): Position[][][] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

/** Makes a line that crosses the antimeridian run on beyond 180° instead of jumping back. */
export function unwrap(line: readonly Position[]): Position[] {
  let offset = 0;
  let previous = line[0]?.[0] ?? 0;
  return line.map(([longitude = 0, latitude = 0]) => {
    if (longitude - previous > 180) offset -= 360;
    if (longitude - previous < -180) offset += 360;
    previous = longitude;
    return [longitude + offset, latitude];
  });
}

/** A ring that runs around the pole (Antarctica) does not close by itself: lead it over the pole. */
export function closeRing(ring: readonly Position[]): Position[] {
  const points = unwrap(ring);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || Math.abs((last[0] ?? 0) - (first[0] ?? 0)) < 180) return points;
  return [...points, [last[0] ?? 0, -90], [first[0] ?? 0, -90]];
}

export function shapeOf(lines: Position[][]): Shape {
  const path = new Path2D();
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const line of lines) {
    line.forEach(([longitude = 0, latitude = 0], i) => {
      const { x, y } = project(latitude, longitude);
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
      extend(box, x, y);
    });
  }
  return { path, box };
}

function extend(box: Box, x: number, y: number): void {
  box.minX = Math.min(box.minX, x);
  box.maxX = Math.max(box.maxX, x);
  box.minY = Math.min(box.minY, y);
  box.maxY = Math.max(box.maxY, y);
}

function labelOf(country: Country): CountryLabel[] {
  const rings = polygonsOf(country).map(([outer = []]) =>
    closeRing(outer).map(([longitude = 0, latitude = 0]) => project(latitude, longitude)),
  );
  const largest = rings.map(centroid).sort((a, b) => b.area - a.area)[0];
  if (!largest || country.properties.name === "Antarctica") return [];
  return [
    { name: country.properties.name, x: largest.x, y: largest.y, width: Math.sqrt(largest.area) },
  ];
}

function centroid(ring: readonly { x: number; y: number }[]) {
  let [area, x, y] = [0, 0, 0];
  ring.forEach((point, i) => {
    const next = ring[(i + 1) % ring.length] ?? point;
    const cross = point.x * next.y - next.x * point.y;
    area += cross / 2;
    x += ((point.x + next.x) * cross) / 6;
    y += ((point.y + next.y) * cross) / 6;
  });
  return { area: Math.abs(area), x: x / area, y: y / area };
}
