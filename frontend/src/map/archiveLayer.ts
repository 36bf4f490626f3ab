// Raster tiles of a PMTiles archive, painted on canvases: the library's own layer needs a global
// Leaflet, and pictures with blob addresses, which the page's policy forbids.
import L from "leaflet";
import { PMTiles } from "pmtiles";

/** Rejects where there is no archive, or none of pictures. */
export async function createArchiveLayer(url: string): Promise<L.GridLayer> {
  const archive = new PMTiles(url);
  const { minZoom, maxZoom, tileType } = await archive.getHeader();
  if (tileType === VECTORS) throw new Error(`${url} holds vectors, not pictures`);
  return new ArchiveLayer(archive, { minNativeZoom: minZoom, maxNativeZoom: maxZoom });
}

/** TileType.Mvt of the format, version 3. */
const VECTORS = 1;

class ArchiveLayer extends L.GridLayer {
  constructor(
    private readonly archive: PMTiles,
    options: L.GridLayerOptions,
  ) {
    super(options);
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    const { x: width, y: height } = this.getTileSize();
    Object.assign(canvas, { width, height });
    this.paint(canvas, coords).then(
      () => done(undefined, canvas),
      (error: Error) => done(error, canvas),
    );
    return canvas;
  }

  /** A tile that is not in the archive stays clear. */
  private async paint(canvas: HTMLCanvasElement, { x, y, z }: L.Coords): Promise<void> {
    const tile = await this.archive.getZxy(z, x, y);
    if (!tile) return;
    const picture = await createImageBitmap(new Blob([tile.data]));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  }
}
