import type { Pixels } from '../types';

/** Rec. 709 weights on the gamma-encoded channels, 16-bit fixed point. */
export function lumaOf(r: number, g: number, b: number): number {
  return (13933 * r + 46871 * g + 4732 * b + 32768) >> 16;
}

/** A stretch of the picture in px: [left, right) × [top, bottom). */
interface Stretch {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The luminance of a picture where it is looked at. What is measured on a face looks at the same pixels again and again, and most of
 * a picture is never looked at.
 */
export class Luma {
  readonly width: number;
  readonly height: number;
  readonly #image: Pixels;
  readonly #data: Uint8Array;
  #known: Stretch | null = null;

  constructor(image: Pixels) {
    this.width = image.width;
    this.height = image.height;
    this.#image = image;
    this.#data = new Uint8Array(image.width * image.height);
  }

  /**
   * Luminance 0..255, row by row of the whole picture, right within a stretch that lies in it.
   * @returns one array, whatever is asked for
   */
  within(left: number, top: number, width: number, height: number): Uint8Array {
    const asked = { left, top, right: left + width, bottom: top + height };
    if (width <= 0 || height <= 0) return this.#data;
    const known = this.#known;
    if (!known || apart(known, asked)) {
      this.#fill(left, top, asked.right, asked.bottom);
      this.#known = asked;
      return this.#data;
    }
    const both = {
      left: Math.min(left, known.left),
      top: Math.min(top, known.top),
      right: Math.max(asked.right, known.right),
      bottom: Math.max(asked.bottom, known.bottom)
    };
    this.#fill(both.left, both.top, both.right, known.top);
    this.#fill(both.left, known.top, known.left, known.bottom);
    this.#fill(known.right, known.top, both.right, known.bottom);
    this.#fill(both.left, known.bottom, both.right, both.bottom);
    this.#known = both;
    return this.#data;
  }

  #fill(left: number, top: number, right: number, bottom: number): void {
    const from = this.#image.data;
    const to = this.#data;
    const pitch = this.width;
    for (let y = top; y < bottom; y++) {
      const end = y * pitch + right;
      for (let i = y * pitch + left, p = 3 * i; i < end; i++, p += 3) to[i] = lumaOf(from[p], from[p + 1], from[p + 2]);
    }
  }
}

function apart(a: Stretch, b: Stretch): boolean {
  return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
}
