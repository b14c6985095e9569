/**
 * A picture of at most 256 colours, in a few milliseconds a megapixel. libvips' own reduction (libimagequant) looks no better on
 * a card and takes most of the time that drawing one takes.
 */

/** Bits a channel by which colours are told apart. */
const BITS = 6;
const SHIFT = 8 - BITS;
const BINS = 1 << (3 * BITS);
/** Kept between pictures, and clean between them: fresh megabytes take longer than the counting. */
const weights = new Uint32Array(BINS);
const sums = new Float64Array(3 * BINS);
const indexOf = new Uint8Array(BINS);

/** Index 0 is what lies outside the drawing's round corners. */
const MOST = 255;

export interface Indexed {
  /** RGB triples; entry 0 is transparent. */
  palette: Uint8Array;
  /** One index a pixel. */
  pixels: Uint8Array;
}

/** Colours that are near, together: their number and the sums of their channels. */
interface Box {
  from: number;
  to: number;
  /** Weighted squared distance from the mean along the widest channel, and that channel. */
  spread: number;
  channel: number;
  mean: number;
}

/** @param rgba four bytes a pixel */
export function reduceColours(rgba: Buffer): Indexed {
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length >> 2);
  const bins = count(words);
  const boxes = divide(bins);
  const palette = new Uint8Array(3 * (boxes.length + 1));
  boxes.forEach(({ from, to }, i) => {
    let [weight, red, green, blue] = [0, 0, 0, 0];
    for (let k = from; k < to; k++) {
      const bin = bins[k];
      indexOf[bin] = i + 1;
      weight += weights[bin];
      red += sums[3 * bin];
      green += sums[3 * bin + 1];
      blue += sums[3 * bin + 2];
    }
    palette.set([red / weight + 0.5, green / weight + 0.5, blue / weight + 0.5], 3 * (i + 1));
  });
  const pixels = look(words);
  for (const bin of bins) {
    weights[bin] = sums[3 * bin] = sums[3 * bin + 1] = sums[3 * bin + 2] = 0;
  }
  return { palette, pixels };
}

const binOf = (word: number): number =>
  (((word & 255) >> SHIFT) << (2 * BITS)) |
  (((word >> (8 + SHIFT)) & (255 >> SHIFT)) << BITS) |
  ((word >> (16 + SHIFT)) & (255 >> SHIFT));

const isTransparent = (word: number): boolean => word >>> 24 < 128;

/** Drawings are flat: most pixels are like the one before, and are counted together. */
function count(words: Uint32Array): Int32Array {
  const bins: number[] = [];
  for (let i = 0; i < words.length;) {
    const word = words[i];
    let end = i + 1;
    while (end < words.length && words[end] === word) end++;
    if (!isTransparent(word)) {
      const bin = binOf(word);
      if (weights[bin] === 0) bins.push(bin);
      const n = end - i;
      weights[bin] += n;
      sums[3 * bin] += n * (word & 255);
      sums[3 * bin + 1] += n * ((word >> 8) & 255);
      sums[3 * bin + 2] += n * ((word >> 16) & 255);
    }
    i = end;
  }
  return Int32Array.from(bins);
}

/** Splits the box that strays most at its mean until there are enough; the order of `bins` changes. */
function divide(bins: Int32Array): Box[] {
  const value = (bin: number, channel: number): number => sums[3 * bin + channel] / weights[bin];
  const measure = (from: number, to: number): Box => {
    let box: Box = { from, to, spread: 0, channel: 0, mean: 0 };
    if (to - from < 2) return box;
    for (let channel = 0; channel < 3; channel++) {
      let [weight, sum, squares] = [0, 0, 0];
      for (let k = from; k < to; k++) {
        const v = value(bins[k], channel);
        // A rare colour (a mark, a badge) must not drown in a photograph.
        const w = Math.sqrt(weights[bins[k]]);
        weight += w;
        sum += w * v;
        squares += w * v * v;
      }
      const spread = squares - (sum * sum) / weight;
      if (spread > box.spread) box = { from, to, spread, channel, mean: sum / weight };
    }
    return box;
  };
  const boxes = bins.length > 0 ? [measure(0, bins.length)] : [];
  while (boxes.length > 0 && boxes.length < MOST) {
    let widest = 0;
    for (let i = 1; i < boxes.length; i++) if (boxes[i].spread > boxes[widest].spread) widest = i;
    const { from, to, spread, channel, mean } = boxes[widest];
    if (spread <= 0) break;
    let [low, high] = [from, to - 1];
    while (low <= high) {
      if (value(bins[low], channel) <= mean) low++;
      else {
        [bins[low], bins[high]] = [bins[high], bins[low]];
        high--;
      }
    }
    if (low === from || low === to) {
      boxes[widest].spread = 0;
      continue;
    }
    boxes[widest] = measure(from, low);
    boxes.push(measure(low, to));
  }
  return boxes;
}

function look(words: Uint32Array): Uint8Array {
  const pixels = new Uint8Array(words.length);
  for (let i = 0; i < words.length;) {
    const word = words[i];
    const index = isTransparent(word) ? 0 : indexOf[binOf(word)];
    pixels[i++] = index;
    while (i < words.length && words[i] === word) pixels[i++] = index;
  }
  return pixels;
}
