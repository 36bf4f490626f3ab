// Colours of everything drawn on a canvas, for a light and a dark screen.

export interface Palette {
  name: "light" | "dark";
  /** The aircraft of a sky that goes on no more: grey, but for those that call for help. */
  isStale?: true;
  water: string;
  graticule: string;
  degrees: string;
  land: string;
  coast: string;
  border: string;
  country: string;
  lake: string;
  city: string;
  airport: string;
  outline: string;
  ground: string;
  unknown: string;
  label: string;
  labelHalo: string;
  selection: string;
  alarm: string;
  alarmText: string;
  /** Low to high; altitudes between two stops are mixed. */
  altitude: readonly string[];
}

const LIGHT: Palette = {
  name: "light",
  water: "#cfdfea",
  graticule: "rgba(70, 110, 145, 0.12)",
  degrees: "rgba(60, 90, 120, 0.6)",
  land: "#f6f4ee",
  coast: "#9db4c4",
  border: "#d3cfc3",
  country: "rgba(84, 92, 102, 0.72)",
  lake: "#cfdfea",
  city: "#5f6872",
  airport: "#44608a",
  outline: "rgba(255, 255, 255, 0.95)",
  ground: "#7d8791",
  unknown: "#a58b6b",
  label: "#16202c",
  labelHalo: "rgba(255, 255, 255, 0.88)",
  selection: "#0b5cd5",
  alarm: "#d0021b",
  alarmText: "#ffffff",
  altitude: [
    "#d1380a",
    "#c06a00",
    "#8a8500",
    "#2f8f3a",
    "#00868f",
    "#1769d2",
    "#5b3fd0",
    "#8f2bb8",
  ],
};

const DARK: Palette = {
  name: "dark",
  water: "#0b1628",
  graticule: "rgba(130, 170, 215, 0.07)",
  degrees: "rgba(150, 180, 220, 0.5)",
  land: "#1c2b45",
  coast: "#46608a",
  border: "#384d73",
  country: "rgba(150, 172, 205, 0.6)",
  lake: "#0f1d33",
  city: "#8799b4",
  airport: "#9db8e6",
  outline: "rgba(6, 11, 20, 0.9)",
  ground: "#8996a8",
  unknown: "#c9b08c",
  label: "#e8f0fb",
  labelHalo: "rgba(8, 14, 25, 0.85)",
  selection: "#ffffff",
  alarm: "#ff3b4e",
  alarmText: "#ffffff",
  altitude: [
    "#ff7a4d",
    "#ffae42",
    "#f2de57",
    "#8be06a",
    "#45dcc0",
    "#5cc0ff",
    "#93a5ff",
    "#cf9bff",
  ],
};

/** The same without colours, paled towards the land. */
export function stale(palette: Palette): Palette {
  const grey = (colour: string) => greyed(colour, palette.land);
  const { ground, unknown, altitude } = palette;
  return {
    ...palette,
    isStale: true,
    ground: grey(ground),
    unknown: grey(unknown),
    altitude: altitude.map(grey),
  };
}

const STALE_STRENGTH = 0.6;

function greyed(colour: string, land: string): string {
  const level = STALE_STRENGTH * lightness(colour) + (1 - STALE_STRENGTH) * lightness(land);
  return `#${Math.round(level).toString(16).padStart(2, "0").repeat(3)}`;
}

/** 0 to 255 (Rec. 709). */
function lightness(colour: string): number {
  const packed = parseColour(colour);
  const [red, green, blue] = [0, 8, 16].map((shift) => (packed >>> shift) & 255);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

const darkScreen = () => window.matchMedia("(prefers-color-scheme: dark)");

let chosen: "system" | "light" | "dark" = "system";
const listeners = new Set<() => void>();

export function currentPalette(): Palette {
  const isDark = chosen === "system" ? darkScreen().matches : chosen === "dark";
  return isDark ? DARK : LIGHT;
}

/** A theme of the page's own goes before the system's. */
export function choosePalette(theme: "system" | "light" | "dark"): void {
  if (chosen === theme) return;
  chosen = theme;
  listeners.forEach((listener) => listener());
}

export function onPaletteChange(listener: () => void): () => void {
  const query = darkScreen();
  query.addEventListener("change", listener);
  listeners.add(listener);
  return () => {
    query.removeEventListener("change", listener);
    listeners.delete(listener);
  };
}

/** `#rrggbb`, `rgb()` or `rgba()` as a pixel: alpha, blue, green, red from the highest byte. */
export function parseColour(text: string): number {
  const hex = /^#(..)(..)(..)$/.exec(text);
  const parts = hex
    ? hex.slice(1).map((part) => parseInt(part, 16))
    : (text.match(/[\d.]+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
