/** How much of each pixel an outline covers. */
export interface Mask {
  /** Of the mask's corner from the pixel the outline's origin lies in. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** 0..255, row by row. */
  coverage: Uint8Array;
}

/** Farther than this, in pixels, no line strays from the curve it stands for. */
const FLATNESS = 0.05;

/**
 * Exact area coverage of an outline filled by the non-zero rule (signed areas summed along each row, as in font-rs by R. Levien).
 * @param outline SVG path of relative steps (`m l q c z`), numbers apart by blanks, from the outline's origin
 * @param scale pixels a unit
 * @param offset of the origin within its pixel, 0..1 both ways
 */
export function maskOf(outline: string, scale: number, [offsetX, offsetY]: readonly [number, number]): Mask {
  const lines = flatten(outline, scale, offsetX, offsetY);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lines.length; i += 2) {
    left = Math.min(left, lines[i]);
    right = Math.max(right, lines[i]);
    top = Math.min(top, lines[i + 1]);
    bottom = Math.max(bottom, lines[i + 1]);
  }
  if (lines.length === 0) return { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array(0) };
  [left, top] = [Math.floor(left), Math.floor(top)];
  const [width, height] = [Math.ceil(right) - left + 2, Math.ceil(bottom) - top];
  const areas = new Float32Array(width * height);
  for (let i = 0; i < lines.length; i += 4)
    addLine(areas, width, lines[i] - left, lines[i + 1] - top, lines[i + 2] - left, lines[i + 3] - top);
  const coverage = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0, sum = 0; x < width; x++) {
      sum += areas[y * width + x];
      coverage[y * width + x] = Math.min(1, Math.abs(sum)) * 255 + 0.5;
    }
  return { left, top, width, height, coverage };
}

/** Straight lines, four numbers each. */
function flatten(outline: string, scale: number, offsetX: number, offsetY: number): number[] {
  const lines: number[] = [];
  let [x, y, startX, startY] = [offsetX, offsetY, offsetX, offsetY];
  const to = (nextX: number, nextY: number) => {
    lines.push(x, y, nextX, nextY);
    [x, y] = [nextX, nextY];
  };
  for (const [, command, numbers] of outline.matchAll(/([mlqcz])([^mlqcz]*)/g)) {
    const p = numbers.split(' ').map((value, i) => Number(value) * scale + (i % 2 === 0 ? x : y));
    if (command === 'm') [x, y, startX, startY] = [p[0], p[1], p[0], p[1]];
    else if (command === 'l') to(p[0], p[1]);
    else if (command === 'z') to(startX, startY);
    else {
      const points = command === 'q' ? raised(x, y, p) : p;
      const [x0, y0] = [x, y];
      const bend = Math.max(
        Math.hypot(x0 - 2 * points[0] + points[2], y0 - 2 * points[1] + points[3]),
        Math.hypot(points[0] - 2 * points[2] + points[4], points[1] - 2 * points[3] + points[5])
      );
      const steps = Math.max(1, Math.ceil(Math.sqrt((0.75 * bend) / FLATNESS)));
      for (let k = 1; k <= steps; k++) {
        const t = k / steps;
        const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
        to(
          a * x0 + b * points[0] + c * points[2] + d * points[4],
          a * y0 + b * points[1] + c * points[3] + d * points[5]
        );
      }
    }
  }
  return lines;
}

/** A quadratic curve as the cubic one it is. */
function raised(x: number, y: number, [cx, cy, endX, endY]: number[]): number[] {
  const third = (from: number, control: number) => from + (2 / 3) * (control - from);
  return [third(x, cx), third(y, cy), third(endX, cx), third(endY, cy), endX, endY];
}

/** Adds a line's share to the pixels of its rows: what it covers there, and the change from there on. */
function addLine(areas: Float32Array, width: number, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, top, bottomX, bottom] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottom - top);
  let x = topX;
  for (let row = Math.floor(top); row < bottom; row++) {
    const part = Math.min(row + 1, bottom) - Math.max(row, top);
    const next = x + slope * part;
    const height = part * direction;
    const [from, until] = x < next ? [x, next] : [next, x];
    const first = Math.floor(from);
    const last = Math.ceil(until);
    const at = row * width + first;
    if (last <= first + 1) {
      const middle = (x + next) / 2 - first;
      areas[at] += height * (1 - middle);
      areas[at + 1] += height * middle;
    } else {
      const inverse = 1 / (until - from);
      const entry = 0.5 * inverse * (1 - (from - first)) ** 2;
      const exit = 0.5 * inverse * (until - last + 1) ** 2;
      const cells = last - first;
      areas[at] += height * entry;
      if (cells === 2) areas[at + 1] += height * (1 - entry - exit);
      else {
        const second = inverse * (1.5 - (from - first));
        areas[at + 1] += height * (second - entry);
        for (let i = 2; i < cells - 1; i++) areas[at + i] += height * inverse;
        areas[at + cells - 1] += height * (1 - (second + (cells - 3) * inverse) - exit);
      }
      areas[at + cells] += height * exit;
    }
    x = next;
  }
}
