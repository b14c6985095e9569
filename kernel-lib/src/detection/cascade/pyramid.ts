import { Resizer } from '../../image';
import type { Mipmap } from '../../image';
import type { Network } from '../../types';
import { Boxes, roundHalfEven } from '../boxes';
import { suppressOverlaps } from '../nms';
import type { CascadeOptions } from './options';
import { INPUT_BIAS, INPUT_GAIN, sourceFor } from './scaling';

const CELL = 12;
const STRIDE = 2;

/** One level of the pyramid; its sides are rounded up, so it may be shown a little less than `scale` says. */
export interface Level {
  /** Level px per picture px. */
  scale: number;
  width: number;
  height: number;
}

/** The levels at which P-Net, which sees faces of 12 px, looks for all faces from `minFace` px to the shorter side. */
export function pyramidLevels(width: number, height: number, minFace: number, factor: number): Level[] {
  const levels: Level[] = [];
  for (let scale = CELL / minFace; Math.min(width, height) * scale > CELL; scale *= factor) {
    levels.push({ scale, width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  }
  return levels;
}

/**
 * First stage: P-Net over the pyramid.
 *
 * @returns candidates of all levels, regressed; not yet square
 */
export async function proposeCandidates(
  picture: Mipmap,
  pnet: Network,
  options: Required<CascadeOptions>
): Promise<Boxes> {
  const { width, height } = picture.at(0);
  const levels = pyramidLevels(width, height, options.minFace, options.factor);
  const all = new Boxes();
  if (levels.length === 0) return all;
  const input = new Float32Array(3 * levels[0].width * levels[0].height);
  const resizer = new Resizer();
  for (const level of levels) {
    const from = sourceFor(picture, width / level.width, 1, options.convention.resampling);
    const values = input.subarray(0, 3 * level.width * level.height);
    const region = { x: 0, y: 0, width: width * from.scale, height: height * from.scale };
    resizer.resize(from.pixels, region, from.resampling, {
      data: values,
      offset: 0,
      width: level.width,
      height: level.height,
      gain: INPUT_GAIN,
      bias: INPUT_BIAS
    });
    const { prob, box } = await pnet.run({ x: { data: values, dims: [1, 3, level.height, level.width] } });
    const found = readCells(prob.data, box.data, prob.dims[3], cellSize(level, width, height, options), options);
    for (const i of suppressOverlaps(found, options.nms[0])) all.copy(found, i);
  }
  return all.pick(suppressOverlaps(all, options.nms[1])).regress();
}

/** Picture px per level px. The original code takes the scale, although the level's sides are rounded up. */
function cellSize(
  level: Level,
  width: number,
  height: number,
  { convention }: Required<CascadeOptions>
): [x: number, y: number] {
  return convention.wholePixels ? [1 / level.scale, 1 / level.scale] : [width / level.width, height / level.height];
}

function readCells(
  prob: Float32Array,
  offsets: Float32Array,
  columns: number,
  [sizeX, sizeY]: [x: number, y: number],
  { thresholds, convention }: Required<CascadeOptions>
): Boxes {
  const found = new Boxes();
  const threshold = thresholds[0];
  const cells = prob.length;
  const { cellShift, wholePixels } = convention;
  for (let cell = 0; cell < cells; cell++) {
    if (prob[cell] <= threshold) continue;
    const x = STRIDE * (cell % columns) + cellShift;
    const y = STRIDE * Math.floor(cell / columns) + cellShift;
    const i = wholePixels
      ? found.add(
          roundHalfEven(x * sizeX),
          roundHalfEven(y * sizeY),
          roundHalfEven((x + CELL) * sizeX) + 1,
          roundHalfEven((y + CELL) * sizeY) + 1,
          prob[cell]
        )
      : found.add(x * sizeX, y * sizeY, (x + CELL) * sizeX, (y + CELL) * sizeY, prob[cell]);
    found.setOffsets(i, offsets[cell], offsets[cells + cell], offsets[2 * cells + cell], offsets[3 * cells + cell]);
  }
  return found;
}
