// What an aircraft looks like from above: OpenSky's category as one of a few shapes.

export const SHAPES = [
  "unknown",
  "jet",
  "heavy",
  "propeller",
  "helicopter",
  "glider",
  "balloon",
  "drone",
  "vehicle",
] as const;

export type Shape = (typeof SHAPES)[number];

/** By OpenSky's category, 0 to 20; the three kinds of obstacles are drawn as what is unknown. */
const BY_CATEGORY: readonly Shape[] = [
  "unknown",
  "unknown",
  "propeller", // light
  "jet", // small
  "jet", // large
  "jet", // high-vortex large
  "heavy",
  "jet", // high performance
  "helicopter",
  "glider",
  "balloon",
  "balloon", // parachutist
  "propeller", // ultralight
  "unknown",
  "drone",
  "unknown", // space vehicle
  "vehicle", // emergency vehicle
  "vehicle", // service vehicle
];

const INDEX = BY_CATEGORY.map((shape) => SHAPES.indexOf(shape));

export const shapeOf = (category: number): Shape => BY_CATEGORY[category] ?? "unknown";
export const shapeIndexOf = (category: number): number => INDEX[category] ?? 0;
