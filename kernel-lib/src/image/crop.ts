import type { DecodedImage, Pixels } from '../types';
import type { Mipmap } from './mipmap';
import { resizePixels } from './resize';
import { sharp } from './vips';

const CROP_SIZE = 112;
const PREVIEW_SIZE = 400;

/** A picture that already is a crop in the ArcFace template, at the template's size: 112×112. */
export async function fitAligned(image: DecodedImage): Promise<Pixels> {
  const { data, width, height } = image;
  if (width === CROP_SIZE && height === CROP_SIZE) return { data, width, height };
  return resizePixels(image, CROP_SIZE, CROP_SIZE, image.width > CROP_SIZE ? 'area' : 'bilinear');
}

/** The crop as WebP (quality 80, about 3 kB at 112×112), for the record. */
export async function encodeThumbnail({ data, width, height }: Pixels): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality: 80 })
    .toBuffer();
}

/** The whole picture as WebP, at most 400 px on its longer side. Made for every picture, so as fast as the encoder can. */
export async function encodePreview(picture: Mipmap): Promise<Uint8Array> {
  const { data, ...size } = shrunk(picture, PREVIEW_SIZE);
  return sharp(data, { raw: { ...size, channels: 3 } })
    .webp({ quality: 75, effort: 0 })
    .toBuffer();
}

/** The whole picture as a thumbnail: at most 112 px on its longer side. */
export async function encodeWhole(picture: Mipmap): Promise<Uint8Array> {
  return encodeThumbnail(shrunk(picture, CROP_SIZE));
}

function shrunk(picture: Mipmap, most: number): Pixels {
  const { width, height } = picture.at(0);
  const longer = Math.max(width, height);
  const level = picture.levelFor(longer / most, 1);
  const source = picture.at(level);
  const shrink = Math.min(1, most / longer);
  const side = (length: number): number => Math.max(1, Math.round(length * shrink));
  return shrink === 1 ? source : resizePixels(source, side(width), side(height), 'bilinear');
}
