// An optional layer of tiles in place of the built-in map: OpenStreetMap, any XYZ address, or a
// PMTiles archive of raster tiles.
import L from "leaflet";
import type { LiveStore } from "../live/store";

const OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const OSM_CREDIT = "© OpenStreetMap contributors";
const MAX_NATIVE_ZOOM = 19;

export function addTiles(map: L.Map, store: LiveStore): { remove(): void } {
  let layer: L.GridLayer | null = null;
  let shown: string | null = null;
  const say = (tileTrouble: boolean) => {
    if (store.getState().tileTrouble !== tileTrouble) store.setState({ tileTrouble });
  };

  async function update(wanted: string | null) {
    if (wanted === shown) return;
    shown = wanted;
    layer?.remove();
    layer = null;
    say(false);
    if (wanted === null) return;
    const made = await layerOf(wanted).catch(() => null);
    // Another one may have been chosen while this one was loaded.
    if (shown !== wanted) return;
    if (!made) return say(true);
    // Tiles of the open sea are often missing: one that came is enough.
    let hasCome = false;
    made.on({
      tileload: () => {
        hasCome = true;
        say(false);
      },
      tileerror: () => say(!hasCome),
    });
    layer = made.addTo(map);
  }

  void update(store.getState().settings.tiles);
  const unsubscribe = store.subscribe(({ settings }) => void update(settings.tiles));
  return {
    remove() {
      unsubscribe();
      layer?.remove();
    },
  };
}

async function layerOf(wanted: string): Promise<L.GridLayer> {
  if (new URL(wanted === "osm" ? OSM : wanted).pathname.endsWith(".pmtiles")) {
    const { createArchiveLayer } = await import("./archiveLayer");
    return createArchiveLayer(wanted);
  }
  return L.tileLayer(wanted === "osm" ? OSM : wanted, {
    maxNativeZoom: MAX_NATIVE_ZOOM,
    noWrap: false,
    // OpenStreetMap refuses who does not say where he comes from.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
}

export const creditOf = (tiles: string | null) => (tiles === "osm" ? OSM_CREDIT : null);
