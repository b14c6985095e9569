import sharp from 'sharp';
import { bundleMetadata, type MimeBundle } from './mime';
import { encodePng } from './png';

/** Device pixels per CSS pixel: sharp on the screens notebooks are read on. */
export const SCALE = 2;

export interface Drawing {
  svg: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/**
 * SVG to PNG at two device pixels a unit, in 256 colours, where nobody would see the difference: a notebook with a dozen cards stays
 * small enough to commit.
 */
async function toPng({ svg, width, height }: Drawing): Promise<Buffer> {
  const sized = svg.replace(/^<svg [^>]*>/, tag =>
    tag.replace(/ width="[^"]*"/, ` width="${width * SCALE}"`).replace(/ height="[^"]*"/, ` height="${height * SCALE}"`)
  );
  const { data, info } = await sharp(Buffer.from(sized), { unlimited: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encodePng(data, info.width, info.height);
}

/** A drawing as `image/png` and `text/plain`, its CSS size and alternative text in the metadata. */
export async function drawingBundle(drawing: Drawing, words: string, alternative = words): Promise<MimeBundle> {
  const { width, height } = drawing;
  return {
    'image/png': (await toPng(drawing)).toString('base64'),
    'text/plain': words,
    [bundleMetadata]: { 'image/png': { width, height, alt: alternative } }
  };
}
