import sharp from 'sharp';

/** A square picture, `side` px wide and high, three bytes a pixel. */
export interface Raster {
  rgb: Buffer;
  side: number;
}

/**
 * A picture filling a square of `size` units at two pixels a unit. Scaled here and not by the SVG renderer, which would show a
 * crop's pixels as a coarse grid.
 */
export async function squareRaster(encoded: Uint8Array, size: number): Promise<Raster> {
  const side = size * 2;
  const rgb = await sharp(encoded)
    .resize(side, side, { fit: 'cover', kernel: 'lanczos3' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { rgb, side };
}

/** A raster as an SVG may hold it. */
export async function rasterImage({ rgb, side }: Raster): Promise<string> {
  const raw = { width: side, height: side, channels: 3 as const };
  return dataUri(await sharp(rgb, { raw }).jpeg(FINE).toBuffer());
}

/** A whole picture, shrunk to fit; null where it cannot be decoded (a card must not fail for its illustration). */
export async function pictureImage(encoded: Uint8Array, width: number, height: number): Promise<string | null> {
  try {
    const jpeg = await sharp(encoded)
      .rotate()
      .resize(width * 2, height * 2, { fit: 'inside' })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .jpeg(FINE)
      .toBuffer();
    return dataUri(jpeg);
  } catch {
    return null;
  }
}

/** Inside a drawing that ends as a picture of 256 colours nobody sees the difference, and it is drawn in half the time. */
const FINE = { quality: 95, chromaSubsampling: '4:4:4' };

function dataUri(jpeg: Buffer): string {
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}
