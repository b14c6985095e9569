/** Ways in which cameras and people spoil pictures, at two severities, the same every time. */
import { resizePixels } from '../../image';
import type { Pixels } from '../../types';

export type DamageKind = 'blur' | 'low-resolution' | 'noise' | 'darkness' | 'overexposure' | 'occlusion';

const change = ({ data, width, height }: Pixels, value: (v: number, i: number) => number): Pixels => ({
  width,
  height,
  data: Uint8Array.from(data, (v, i) => Math.min(255, Math.max(0, Math.round(value(v, i)))))
});

/** Down and up again: what is finer than a cell is gone. */
function throughSize(pixels: Pixels, size: number): Pixels {
  return resizePixels(resizePixels(pixels, size, size, 'area'), pixels.width, pixels.height, 'bilinear');
}

/** Running means along rows and columns, three times: close to a Gaussian. */
function blur(pixels: Pixels, radius: number): Pixels {
  const { width, height } = pixels;
  let from = Float32Array.from(pixels.data);
  for (let pass = 0; pass < 6; pass++) {
    const [length, step, lines, stride] = pass % 2 ? [height, width * 3, width, 3] : [width, 3, height, width * 3];
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++)
      for (let channel = 0; channel < 3; channel++)
        for (let i = 0; i < length; i++) {
          let sum = 0;
          for (let k = -radius; k <= radius; k++) {
            sum += from[line * stride + Math.min(length - 1, Math.max(0, i + k)) * step + channel];
          }
          to[line * stride + i * step + channel] = sum / (2 * radius + 1);
        }
    from = to;
  }
  return { width, height, data: Uint8Array.from(from, v => Math.round(v)) };
}

/** Normally distributed enough, and the same for the same index: the sum of four hashed numbers. */
function bell(index: number): number {
  let sum = -2;
  for (let k = 1; k <= 4; k++) {
    let x = Math.imul(index * 4 + k, 0x9e3779b1);
    x = Math.imul(x ^ (x >>> 15), 0x85ebca77);
    sum += ((x ^ (x >>> 13)) >>> 0) / 2 ** 32;
  }
  return sum * Math.sqrt(3);
}

const cover = (pixels: Pixels, rows: number): Pixels => {
  const from = (pixels.height - rows) * pixels.width * 3;
  return change(pixels, (v, i) => (i < from ? v : 128));
};

export const DAMAGE_KINDS: readonly DamageKind[] = [
  'blur',
  'low-resolution',
  'noise',
  'darkness',
  'overexposure',
  'occlusion'
];

/** Each kind at a clear and at a heavy severity, for 112×112 crops. */
export const DAMAGES: Record<DamageKind, [(p: Pixels) => Pixels, (p: Pixels) => Pixels]> = {
  blur: [p => blur(p, 2), p => blur(p, 5)],
  'low-resolution': [p => throughSize(p, 20), p => throughSize(p, 10)],
  noise: [p => change(p, (v, i) => v + 40 * bell(i)), p => change(p, (v, i) => v + 90 * bell(i))],
  darkness: [p => change(p, v => v * 0.15), p => change(p, v => v * 0.04)],
  overexposure: [p => change(p, v => v * 3), p => change(p, v => v * 7)],
  occlusion: [p => cover(p, 44), p => cover(p, 80)]
};
