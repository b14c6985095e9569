/** What a resize reads from and writes to. */

/** A rectangle in edges (the first pixel is [0, 1]); may reach outside the picture, where it is black. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where and how resized values are written: planar float32, red plane first, value · gain + bias. */
export interface Planes {
  data: Float32Array;
  /** Index of the first value. */
  offset: number;
  width: number;
  height: number;
  /** Values from one row to the next, where they are part of something wider. Default: `width`. */
  pitch?: number;
  /** Values from one plane to the next. Default: `width · height`. */
  plane?: number;
  gain: number;
  bias: number;
}
