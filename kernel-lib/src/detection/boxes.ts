/**
 * Boxes under work, as parallel columns: thousands of them come and go, so none is an object. Coordinates are edges: the first
 * pixel is [0, 1], a box is [x1, x2) × [y1, y2).
 */
export class Boxes {
  count = 0;
  x1: Float64Array;
  y1: Float64Array;
  x2: Float64Array;
  y2: Float64Array;
  score: Float64Array;
  /** Four a box: what the last network said of its corners, as fractions of its sides. */
  offsets: Float64Array;

  constructor(private capacity = 64) {
    this.x1 = new Float64Array(capacity);
    this.y1 = new Float64Array(capacity);
    this.x2 = new Float64Array(capacity);
    this.y2 = new Float64Array(capacity);
    this.score = new Float64Array(capacity);
    this.offsets = new Float64Array(capacity * 4);
  }

  /** Adds a box and returns its index; its offsets are zero. */
  add(x1: number, y1: number, x2: number, y2: number, score: number): number {
    if (this.count === this.capacity) this.grow();
    const i = this.count++;
    this.x1[i] = x1;
    this.y1[i] = y1;
    this.x2[i] = x2;
    this.y2[i] = y2;
    this.score[i] = score;
    return i;
  }

  setOffsets(i: number, o0: number, o1: number, o2: number, o3: number): void {
    this.offsets[4 * i] = o0;
    this.offsets[4 * i + 1] = o1;
    this.offsets[4 * i + 2] = o2;
    this.offsets[4 * i + 3] = o3;
  }

  /** Adds a copy of box i of `from`, offsets included. */
  copy(from: Boxes, i: number): void {
    const k = this.add(from.x1[i], from.y1[i], from.x2[i], from.y2[i], from.score[i]);
    this.setOffsets(k, from.offsets[4 * i], from.offsets[4 * i + 1], from.offsets[4 * i + 2], from.offsets[4 * i + 3]);
  }

  /** The boxes of those indices, in that order. */
  pick(indices: ArrayLike<number>): Boxes {
    const picked = new Boxes(Math.max(1, indices.length));
    for (let k = 0; k < indices.length; k++) picked.copy(this, indices[k]);
    return picked;
  }

  /** Moves every corner by its offset: the box regression of the last network. */
  regress(): this {
    for (let i = 0; i < this.count; i++) {
      const width = this.x2[i] - this.x1[i];
      const height = this.y2[i] - this.y1[i];
      this.x1[i] += width * this.offsets[4 * i];
      this.y1[i] += height * this.offsets[4 * i + 1];
      this.x2[i] += width * this.offsets[4 * i + 2];
      this.y2[i] += height * this.offsets[4 * i + 3];
    }
    return this;
  }

  /**
   * Every box becomes the square around its centre with its longer side.
   *
   * @param wholePixels round to whole pixels the way the original code does (first and last pixel, halves to even)
   */
  square(wholePixels: boolean): this {
    for (let i = 0; i < this.count; i++) {
      const width = this.x2[i] - this.x1[i];
      const height = this.y2[i] - this.y1[i];
      const side = Math.max(width, height);
      const x = this.x1[i] + (width - side) / 2;
      const y = this.y1[i] + (height - side) / 2;
      this.x1[i] = wholePixels ? roundHalfEven(x) : x;
      this.y1[i] = wholePixels ? roundHalfEven(y) : y;
      this.x2[i] = wholePixels ? roundHalfEven(x + side - 1) + 1 : x + side;
      this.y2[i] = wholePixels ? roundHalfEven(y + side - 1) + 1 : y + side;
    }
    return this;
  }

  /** Indices of boxes that are at least one pixel large and touch a picture of that size. */
  within(width: number, height: number): number[] {
    const inside: number[] = [];
    for (let i = 0; i < this.count; i++) {
      const large = this.x2[i] - this.x1[i] >= 1 && this.y2[i] - this.y1[i] >= 1;
      if (large && this.x1[i] < width && this.y1[i] < height && this.x2[i] > 0 && this.y2[i] > 0) inside.push(i);
    }
    return inside;
  }

  private grow(): void {
    this.capacity *= 2;
    for (const column of ['x1', 'y1', 'x2', 'y2', 'score', 'offsets'] as const) {
      const larger = new Float64Array(this[column].length * 2);
      larger.set(this[column]);
      this[column] = larger;
    }
  }
}

/** Rounds to the nearest whole number, halves to the even one (as NumPy does). */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
