// Distances and directions on a sphere.

const RADIUS_M = 6_371_008.8; // IUGG mean radius
const RADIANS = Math.PI / 180;

export interface Place {
  latitude: number;
  longitude: number;
}

export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** Metres along the great circle (haversine). */
export function distance(a: Place, b: Place): number {
  const half = (degrees: number) => Math.sin((degrees * RADIANS) / 2) ** 2;
  const h =
    half(b.latitude - a.latitude) +
    Math.cos(a.latitude * RADIANS) *
      Math.cos(b.latitude * RADIANS) *
      half(b.longitude - a.longitude);
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The direction in which the great circle leaves `a`, in degrees from north. */
export function bearing(a: Place, b: Place): number {
  const turn = (b.longitude - a.longitude) * RADIANS;
  const [from, to] = [a.latitude * RADIANS, b.latitude * RADIANS];
  const y = Math.sin(turn) * Math.cos(to);
  const x = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}

/** The point `metres` away from `place` in the direction `degrees`. */
export function destination(place: Place, metres: number, degrees: number): Place {
  const angle = metres / RADIUS_M;
  const [latitude, track] = [place.latitude * RADIANS, degrees * RADIANS];
  const sine =
    Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(track);
  const turn = Math.atan2(
    Math.sin(track) * Math.sin(angle) * Math.cos(latitude),
    Math.cos(angle) - Math.sin(latitude) * sine,
  );
  return { latitude: Math.asin(sine) / RADIANS, longitude: place.longitude + turn / RADIANS };
}

/** West may be a larger number than east: the box crosses the antimeridian. */
export function isInside({ south, west, north, east }: Bounds, place: Place): boolean {
  if (place.latitude < south || place.latitude > north) return false;
  if (east - west >= 360) return true;
  const offset = (((place.longitude - west) % 360) + 360) % 360;
  return offset <= (((east - west) % 360) + 360) % 360;
}
