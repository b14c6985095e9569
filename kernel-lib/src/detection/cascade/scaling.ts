import type { Mipmap, Resampling } from '../../image';
import type { Pixels } from '../../types';
import type { CascadeConvention } from './options';

/** Networks of the cascade read (value − 127.5) / 128. */
export const INPUT_GAIN = 1 / 128;
export const INPUT_BIAS = -127.5 / 128;

/** What a resized stretch of the picture is made from. */
export interface Source {
  pixels: Pixels;
  /** Of `pixels` to the picture. */
  scale: number;
  resampling: Resampling;
}

/**
 * Chooses the halving of the picture that shrinking starts at.
 *
 * @param factor picture px per target px
 * @param rest how much of it a halving must leave. At 1 what is left is bilinear and cheapest, good enough to propose and to
 *   refine; at 2 it is by area and nearly as good as from the picture itself, which O-Net's landmarks need
 */
export function sourceFor(
  picture: Mipmap,
  factor: number,
  rest: number,
  resampling: CascadeConvention['resampling']
): Source {
  if (resampling !== 'area-or-bilinear') return { pixels: picture.at(0), scale: 1, resampling };
  if (factor <= 2) return { pixels: picture.at(0), scale: 1, resampling: 'bilinear' };
  const level = picture.levelFor(factor, rest);
  return { pixels: picture.at(level), scale: 2 ** -level, resampling: factor * 2 ** -level <= 2 ? 'bilinear' : 'area' };
}
