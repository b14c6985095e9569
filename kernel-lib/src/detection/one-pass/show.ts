import { Resizer } from '../../image';
import type { Mipmap } from '../../image';
import type { Pixels, Tensor } from '../../types';
import type { Frame } from './frames';

/** The network takes sides that are multiples of its largest stride. */
const STEP = 32;

/** How much of a shrink is left to do after the picture's halvings, see `Mipmap.levelFor`: between 1 and 2, neighbours are mixed. */
const LEFT = 1;

/** From px of a shown frame to px of the picture, as edges. */
export interface Shown {
  image: Tensor;
  x: number;
  y: number;
  /** Picture px per network px. */
  across: number;
  down: number;
}

/** What the network is shown of a frame: RGB 0..255, black right of and below it up to whole steps. */
export function showFrame(picture: Mipmap, { region, scale }: Frame): Shown {
  const [width, height] = [region.width, region.height].map(length => Math.max(1, Math.round(length * scale)));
  const image = blank(width, height);
  const [across, down] = [region.width / width, region.height / height];
  const level = picture.levelFor(Math.min(across, down), LEFT);
  const source = picture.at(level);
  if (across === 1 && down === 1 && Number.isInteger(region.x) && Number.isInteger(region.y)) {
    copy(source, region.x, region.y, width, height, image);
  } else {
    const halved = 2 ** -level;
    const from = {
      x: region.x * halved,
      y: region.y * halved,
      width: region.width * halved,
      height: region.height * halved
    };
    const [, , pitchRows, pitch] = image.dims;
    const planes = { data: image.data, offset: 0, width, height, pitch, plane: pitch * pitchRows, gain: 1, bias: 0 };
    new Resizer().resize(source, from, 'bilinear', planes);
  }
  return { image, x: region.x, y: region.y, across, down };
}

/** A square crop as the network takes it. */
export function showCrop(crop: Pixels): Tensor {
  const image = blank(crop.width, crop.height);
  copy(crop, 0, 0, crop.width, crop.height, image);
  return image;
}

/** Memory of inputs that were read. A picture's is 5 MB, and to be given new memory costs as much as to fill it. */
const read: ArrayBuffer[] = [];
const MOST_KEPT = 4;

/** What was shown is looked at no more. */
export function giveBack({ data }: Tensor): void {
  if (read.length < MOST_KEPT) read.push(data.buffer as ArrayBuffer);
}

function blank(width: number, height: number): Tensor {
  const [w, h] = [width, height].map(length => Math.ceil(length / STEP) * STEP);
  const data = memory(3 * w * h);
  for (let row = 0; row < 3 * h; row++) data.fill(0, row * w + (row % h < height ? width : 0), (row + 1) * w);
  return { data, dims: [1, 3, h, w] };
}

/** @returns values of whatever was there before */
function memory(values: number): Float32Array {
  const bytes = values * Float32Array.BYTES_PER_ELEMENT;
  const fits = read.findIndex(({ byteLength }) => byteLength >= bytes && byteLength <= 4 * bytes);
  const [kept] = fits < 0 ? [] : read.splice(fits, 1);
  return new Float32Array(kept ?? new ArrayBuffer(bytes), 0, values);
}

function copy(source: Pixels, x: number, y: number, width: number, height: number, { data, dims }: Tensor): void {
  const [, , rows, pitch] = dims;
  const green = rows * pitch;
  const blue = 2 * green;
  const from = source.data;
  for (let v = 0; v < height; v++) {
    let p = ((y + v) * source.width + x) * 3;
    for (let o = v * pitch, end = o + width; o < end; o++, p += 3) {
      data[o] = from[p];
      data[o + green] = from[p + 1];
      data[o + blue] = from[p + 2];
    }
  }
}
