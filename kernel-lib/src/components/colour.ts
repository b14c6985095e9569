import type { ComponentValue, Pixels } from '../types';
import { onFace } from './face-region';
import { component, sigmoid } from './scale';

/** Parts of the face that beard, glasses and hair rarely reach, in the 112×112 template: both cheeks and the bridge of the nose. */
const ZONES = [
  { x: 30, y: 62, width: 16, height: 18 },
  { x: 66, y: 62, width: 16, height: 18 },
  { x: 50, y: 56, width: 12, height: 18 }
] as const;

/**
 * NaturalColour: how far the mean colour of the skin lies outside what skin has, in CIELAB (D65): a* 5 to 25, b* 5 to 35, by
 * ISO/IEC 29794-5 and OFIQ; 0 is within. Mapping theirs: 200 · (1 − sig(D; 0, 10)). Zones are our own. Skin of every shade lies in
 * that range in white light; a grey picture lies just outside.
 * @param crop aligned, 112×112
 */
export function naturalColour(crop: Pixels): ComponentValue {
  const [a, b] = meanColour(crop);
  const outside = (value: number, high: number): number => Math.max(0, 5 - value, value - high);
  const distance = Math.hypot(outside(a, 25), outside(b, 35));
  return component(distance, '', 200 * (1 - sigmoid(distance, 0, 10)), 1);
}

/** Mean a* and b* of the zones. */
function meanColour({ data, width }: Pixels): [a: number, b: number] {
  let [n, sumA, sumB] = [0, 0, 0];
  for (const zone of ZONES)
    for (let y = zone.y; y < zone.y + zone.height; y++)
      for (let x = zone.x; x < zone.x + zone.width; x++) {
        if (!onFace(x, y)) continue;
        const p = (y * width + x) * 3;
        const [a, b] = chroma(data[p], data[p + 1], data[p + 2]);
        n++;
        sumA += a;
        sumB += b;
      }
  return [sumA / n, sumB / n];
}

/** sRGB 0..255 → a*, b* (IEC 61966-2-1, CIE 15). */
function chroma(red: number, green: number, blue: number): [a: number, b: number] {
  const [r, g, b] = [LINEAR[red], LINEAR[green], LINEAR[blue]];
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [500 * (x - y), 200 * (y - z)];
}

const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const v = level / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

function curve(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29;
}
