/**
 * How one axis is resampled; a picture is resized by one axis across and one down. Positions are edges: sample k of the source
 * covers [k, k + 1], so its centre lies at k + ½.
 *
 * - `area`: mean over the stretch a target sample covers; for shrinking
 * - `bilinear`: linear between the two nearest centres, whatever the factor
 * - `pillow`: Pillow's "bilinear", a triangle filter that widens with the factor when shrinking
 */
export type Resampling = 'area' | 'bilinear' | 'pillow';

/**
 * The weights of one axis: target sample i = Σ over k < taps[i] of weights[i · stride + k] · source[first[i] + k]. The object is
 * filled anew for every region, because thousands of small windows would otherwise spend their time on allocation.
 */
export class Axis {
  count = 0;
  stride = 0;
  first = new Int32Array(0);
  taps = new Int32Array(0);
  weights = new Float64Array(0);
  /** Source samples that are needed: [low, high). */
  low = 0;
  high = 0;
  /** True where every target sample is made of exactly two neighbours: the fast case. */
  pairs = false;

  /**
   * @param from where the stretch begins in the source, in samples; may lie outside
   * @param length its length in source samples, > 0
   * @param count number of target samples
   * @param limit number of source samples; beyond them the source is 0. Within the source a stretch's ends are repeated where a
   *   filter reaches over them, as if it had been cut out first
   */
  fill(from: number, length: number, count: number, limit: number, resampling: Resampling): this {
    const step = length / count;
    const support = resampling === 'pillow' ? Math.max(step, 1) : 1;
    this.reserve(count, resampling === 'area' ? Math.ceil(step) + 1 : Math.ceil(2 * support) + 1);
    const begin = Math.floor(from + 1e-9);
    const end = Math.max(begin + 1, Math.ceil(from + length - 1e-9));
    this.pairs = resampling === 'bilinear' && begin >= 0 && end <= limit && end - begin >= 2;
    for (let i = 0; i < count; i++) {
      const lo = from + i * step;
      if (this.pairs) this.fillPair(i, lo + step / 2, begin, end);
      else if (resampling === 'area') this.fillArea(i, lo, lo + step, limit);
      else this.fillTriangle(i, lo + step / 2, support, begin, end, limit);
    }
    this.low = limit;
    this.high = 0;
    for (let i = 0; i < count; i++) {
      if (this.first[i] < this.low) this.low = this.first[i];
      if (this.first[i] + this.taps[i] > this.high) this.high = this.first[i] + this.taps[i];
    }
    if (this.low > this.high) this.low = this.high;
    return this;
  }

  private reserve(count: number, stride: number): void {
    if (this.first.length < count) {
      this.first = new Int32Array(count);
      this.taps = new Int32Array(count);
    }
    if (this.weights.length < count * stride) this.weights = new Float64Array(count * stride);
    this.count = count;
    this.stride = stride;
  }

  private fillPair(i: number, centre: number, begin: number, end: number): void {
    const at = i * this.stride;
    const x = centre - 0.5 < begin ? begin : centre - 0.5 > end - 1 ? end - 1 : centre - 0.5;
    const first = Math.min(Math.floor(x), end - 2);
    this.first[i] = first;
    this.taps[i] = 2;
    this.weights[at] = 1 - (x - first);
    this.weights[at + 1] = x - first;
  }

  private fillArea(i: number, lo: number, hi: number, limit: number): void {
    const at = i * this.stride;
    const size = hi - lo;
    const first = Math.min(limit, Math.max(0, Math.floor(lo + 1e-9)));
    const last = Math.max(first, Math.min(limit, Math.ceil(hi - 1e-9)));
    this.first[i] = first;
    this.taps[i] = last - first;
    for (let k = first; k < last; k++) {
      this.weights[at + k - first] = ((hi < k + 1 ? hi : k + 1) - (lo > k ? lo : k)) / size;
    }
  }

  private fillTriangle(i: number, centre: number, support: number, begin: number, end: number, limit: number): void {
    const at = i * this.stride;
    const first = Math.min(end - 1, Math.max(begin, Math.floor(centre - support + 0.5)));
    const last = Math.max(first + 1, Math.min(end, Math.floor(centre + support + 0.5)));
    let sum = 0;
    for (let k = first; k < last; k++) sum += triangle((k + 0.5 - centre) / support);
    const inFirst = Math.min(limit, Math.max(0, first));
    const inLast = Math.max(inFirst, Math.min(limit, last));
    this.first[i] = inFirst;
    this.taps[i] = inLast - inFirst;
    for (let k = inFirst; k < inLast; k++) {
      this.weights[at + k - inFirst] = sum > 0 ? triangle((k + 0.5 - centre) / support) / sum : 1;
    }
  }
}

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));
