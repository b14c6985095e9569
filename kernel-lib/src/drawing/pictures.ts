import sharp from 'sharp';

/** A face ready to be placed in a card: in colour, and in grey for under a map. Data URIs, at two pixels a unit. */
export interface CropImages {
  colour: string;
  grey: string;
}

/** Scaled here and not by the SVG renderer, which would show the crop's pixels as a coarse grid. */
export async function cropImages(encoded: Uint8Array, size: number): Promise<CropImages> {
  const scaled = await sharp(encoded)
    .resize(size * 2, size * 2, { fit: 'cover', kernel: 'lanczos3' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg(FINE)
    .toBuffer();
  const grey = await sharp(scaled).greyscale().jpeg(FINE).toBuffer();
  return { colour: dataUri(scaled), grey: dataUri(grey) };
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
