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
    .png({ compressionLevel: 1 })
    .toBuffer();
  const grey = await sharp(scaled).greyscale().png({ compressionLevel: 1 }).toBuffer();
  return { colour: dataUri(scaled), grey: dataUri(grey) };
}

/** A whole picture, shrunk to fit; null where it cannot be decoded (a card must not fail for its illustration). */
export async function pictureImage(encoded: Uint8Array, width: number, height: number): Promise<string | null> {
  try {
    const png = await sharp(encoded)
      .rotate()
      .resize(width * 2, height * 2, { fit: 'inside' })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .png({ compressionLevel: 1 })
      .toBuffer();
    return dataUri(png);
  } catch {
    return null;
  }
}

function dataUri(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
