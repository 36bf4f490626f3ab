// Lakes, cities and airports of the base map; each set is loaded when the map is near enough.
import airportsUrl from "../reference/airports.json?url";
import citiesUrl from "../reference/cities.json?url";
import lakesUrl from "../reference/lakes.json?url";
import { project, type Point } from "../lib/mercator";
import { lazily } from "./lazily";
import { shapeOf, type Shape } from "./worldShapes";

const CITIES_FROM_ZOOM = 4;
export const AIRPORTS_FROM_ZOOM = 6;
const ALL_AIRPORTS_FROM_ZOOM = 8;

export interface City extends Point {
  name: string;
  /** Thousands of people */
  population: number;
}

export interface AirportMark extends Point {
  icao: string;
  iata: string;
  isInternational: boolean;
}

export interface Places {
  lakes(): readonly Shape[];
  /** The largest first; at each zoom as many as have room. */
  cities(zoom: number): readonly City[];
  airports(zoom: number): readonly AirportMark[];
}

export function createPlaces(onLoad: () => void): Places {
  const lakes = lazily(lakesUrl, onLoad, (rings: [number, number][][]) =>
    rings.map((ring) => shapeOf([ring])),
  );
  const cities = lazily(citiesUrl, onLoad, (rows: [string, number, number, number][]) =>
    rows.map(([name, latitude, longitude, population]): City => ({
      name,
      population,
      ...project(latitude, longitude),
    })),
  );
  const airports = lazily(airportsUrl, onLoad, readAirports);
  return {
    lakes: () => lakes() ?? [],
    cities: (zoom) =>
      zoom < CITIES_FROM_ZOOM
        ? []
        : (cities() ?? []).filter(({ population }) => population >= smallestCity(zoom)),
    airports: (zoom) =>
      zoom < AIRPORTS_FROM_ZOOM
        ? []
        : (airports() ?? []).filter((one) => one.isInternational || zoom >= ALL_AIRPORTS_FROM_ZOOM),
  };
}

/** Thousands of people. */
function smallestCity(zoom: number): number {
  if (zoom < 5) return 4_000;
  if (zoom < 6) return 1_500;
  return zoom < 7 ? 500 : 0;
}

function readAirports(rows: [string, string, number, number, number][]): AirportMark[] {
  return rows.map(([icao, iata, latitude, longitude, international]) => ({
    icao,
    iata,
    isInternational: international === 1,
    ...project(latitude, longitude),
  }));
}
