import sharp from 'sharp';
import { bundleMetadata, type MimeBundle } from './mime';
import { lift, paint } from './overlay';
import { encodePng } from './png';
import { SCALE } from './scale';

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
async function toPng({ svg: whole, width, height }: Drawing): Promise<Buffer> {
  const lifted = lift(whole);
  const sized = lifted.svg.replace(/^<svg [^>]*>/, tag =>
    tag.replace(/ width="[^"]*"/, ` width="${width * SCALE}"`).replace(/ height="[^"]*"/, ` height="${height * SCALE}"`)
  );
  const { data, info } = await sharp(Buffer.from(sized), { unlimited: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  paint({ rgba: data, width: info.width, height: info.height, scale: SCALE }, lifted);
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
