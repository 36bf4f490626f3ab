// The address of a view: #map=<zoom>/<latitude>/<longitude>&icao24=<hex>

export interface View {
  zoom: number;
  latitude: number;
  longitude: number;
}

export interface HashState {
  view: View | null;
  icao24: string | null;
}

export function parseHash(hash: string): HashState {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const icao24 = fields.get("icao24")?.toLowerCase() ?? "";
  return {
    view: parseView(fields.get("map") ?? ""),
    icao24: /^[0-9a-f]{6}$/.test(icao24) ? icao24 : null,
  };
}

function parseView(text: string): View | null {
  const [zoom, latitude, longitude, ...rest] = text.split("/").map(parseNumber);
  if (zoom === undefined || latitude === undefined || longitude === undefined) return null;
  const valid = rest.length === 0 && zoom >= 0 && Math.abs(latitude) <= 90;
  return valid && Number.isFinite(longitude) ? { zoom, latitude, longitude } : null;
}

const parseNumber = (text: string) => (text.trim() === "" ? NaN : Number(text));

export function formatHash({ view, icao24 }: HashState): string {
  const parts = [];
  if (view) parts.push(`map=${formatView(view)}`);
  if (icao24) parts.push(`icao24=${icao24}`);
  return `#${parts.join("&")}`;
}

function formatView({ zoom, latitude, longitude }: View): string {
  // One pixel is about 156 km / 2^zoom: so many decimals tell two pixels apart, and no more.
  const decimals = Math.max(1, Math.ceil(zoom * 0.3));
  return [Number(zoom.toFixed(2)), latitude.toFixed(decimals), longitude.toFixed(decimals)].join(
    "/",
  );
}
