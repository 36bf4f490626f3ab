// The view of the map as text: <zoom>/<latitude>/<longitude>

export interface View {
  zoom: number;
  latitude: number;
  longitude: number;
}

export function parseView(text: string): View | null {
  const [zoom, latitude, longitude, ...rest] = text.split("/").map(parseNumber);
  if (zoom === undefined || latitude === undefined || longitude === undefined) return null;
  const valid = rest.length === 0 && zoom >= 0 && Math.abs(latitude) <= 90;
  return valid && Number.isFinite(longitude) ? { zoom, latitude, longitude } : null;
}

const parseNumber = (text: string) => (text.trim() === "" ? NaN : Number(text));

export function formatView({ zoom, latitude, longitude }: View): string {
  // One pixel is about 156 km / 2^zoom: so many decimals tell two pixels apart, and no more.
  const decimals = Math.max(1, Math.ceil(zoom * 0.3));
  return [Number(zoom.toFixed(2)), latitude.toFixed(decimals), longitude.toFixed(decimals)].join(
    "/",
  );
}
