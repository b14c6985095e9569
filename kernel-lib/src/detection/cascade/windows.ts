import { Resizer } from '../../image';
import type { Mipmap } from '../../image';
import type { Tensor } from '../../types';
import type { Boxes } from '../boxes';
import type { CascadeConvention } from './options';
import { INPUT_BIAS, INPUT_GAIN, sourceFor } from './scaling';

/** What a stage wants its windows to be. */
export interface WindowKind {
  /** Side of the network's input. */
  size: number;
  /** Windows a run, so that a picture with thousands of candidates does not ask for gigabytes. */
  batch: number;
  /** See `sourceFor`. */
  rest: number;
}

/**
 * Cuts the windows `from` ≤ i < `to` out of the picture as one batch.
 *
 * @param windows squares; black where they reach outside the picture
 * @returns [to − from, 3, size, size]
 */
export function cutWindows(
  picture: Mipmap,
  windows: Boxes,
  from: number,
  to: number,
  { size, rest }: WindowKind,
  resampling: CascadeConvention['resampling']
): Tensor {
  const area = 3 * size * size;
  const data = new Float32Array((to - from) * area);
  const resizer = new Resizer();
  const planes = { data, offset: 0, width: size, height: size, gain: INPUT_GAIN, bias: INPUT_BIAS };
  for (let i = from; i < to; i++, planes.offset += area) {
    const width = windows.x2[i] - windows.x1[i];
    const height = windows.y2[i] - windows.y1[i];
    const factor = Math.max(width, height) / size;
    const { pixels, scale, resampling: method } = sourceFor(picture, factor, rest, resampling);
    const region = {
      x: windows.x1[i] * scale,
      y: windows.y1[i] * scale,
      width: width * scale,
      height: height * scale
    };
    resizer.resize(pixels, region, method, planes);
  }
  return { data, dims: [to - from, 3, size, size] };
}
