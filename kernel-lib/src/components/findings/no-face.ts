import type { Finding, Pixels } from '../../types';
import { lumaOf } from '../luma';

/** Points looked at on each axis. */
const GRID = 64;

/** Why no face was found, as far as the whole picture shows it: what is black, burnt out, empty or tiny shows no face to anybody. */
export function faultsWithoutFace(image: Pixels): Finding[] {
  const side = Math.min(image.width, image.height);
  if (side < 32)
    return [
      said(
        'small-face',
        `The picture is only ${image.width} × ${image.height} pixels.`,
        `图片只有 ${image.width} × ${image.height} 像素。`
      )
    ];
  const { mean, deviation } = spread(image);
  if (mean < 0.06) return [said('dark', 'The picture is nearly black.', '图片几乎全黑。')];
  if (mean > 0.95) return [said('overexposed', 'The picture is nearly white.', '图片几乎全白。')];
  if (deviation < 0.02) return [said('low-contrast', 'The picture is of one even colour.', '图片几乎只有一种颜色。')];
  return [];
}

function said(code: string, en: string, zh: string): Finding {
  return { code, severity: 3, confidence: 1, component: null, en, zh };
}

function spread({ data, width, height }: Pixels): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (let j = 0; j < GRID; j++)
    for (let i = 0; i < GRID; i++) {
      const p = (Math.floor(((j + 0.5) * height) / GRID) * width + Math.floor(((i + 0.5) * width) / GRID)) * 3;
      const luma = lumaOf(data[p], data[p + 1], data[p + 2]) / 255;
      sum += luma;
      squares += luma * luma;
    }
  const n = GRID * GRID;
  return { mean: sum / n, deviation: Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) };
}
