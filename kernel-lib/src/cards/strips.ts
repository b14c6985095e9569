/** Findings with their pictures: one a row, up to six thumbnails beside what is said of it. */
import {
  drawText,
  elide,
  frame,
  framed,
  heading,
  INNER,
  MUTED,
  oneLine,
  squareRaster,
  wrap,
  type Drawing
} from '../drawing';

export interface Strip {
  title: string;
  /** At most two lines are shown. */
  text: string;
  /** WebP; null where there is none. */
  thumbnails: (Uint8Array | null)[];
}

const THUMB = 64;
const GAP = 6;
const MOST = 6;

/** @param head what the rows are, and how many there are */
export async function drawStrips(head: string, strips: readonly Strip[]): Promise<Drawing> {
  const most = Math.min(MOST, Math.max(1, ...strips.map(({ thumbnails }) => thumbnails.length)));
  const x = most * (THUMB + GAP) + 8;
  const rows = await Promise.all(
    strips.map(async ({ title, text, thumbnails }, i) => {
      const y = 24 + i * (THUMB + 10);
      const rasters = await Promise.all(
        thumbnails.slice(0, MOST).map(one => one && squareRaster(one, THUMB).catch(() => null))
      );
      const bold = { size: 12.5, weight: 'bold' as const };
      const small = { size: 11, fill: MUTED };
      const lines = wrap(oneLine(text), INNER - x, small);
      const shown = lines.length > 2 ? [lines[0], elide(lines.slice(1).join(' '), INNER - x, small)] : lines;
      return (
        rasters.map((raster, j) => (raster ? framed(raster, j * (THUMB + GAP), y) : '')).join('') +
        drawText(elide(oneLine(title), INNER - x, bold), x, y + 17, bold) +
        shown.map((line, j) => drawText(line, x, y + 36 + j * 15, small)).join('')
      );
    })
  );
  return frame([{ svg: heading(oneLine(head)) + rows.join(''), height: 24 + strips.length * (THUMB + 10) }]);
}

export function stripsText(head: string, strips: readonly Strip[]): string {
  return [head, ...strips.map(({ title, text }) => `${oneLine(title)}  ${oneLine(text)}`.trimEnd())].join('\n');
}
