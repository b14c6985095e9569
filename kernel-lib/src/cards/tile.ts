/** One picture among many: small, with its quality, its assessment and what is said of it. */
import {
  ASSESSMENT,
  border,
  drawText,
  elide,
  INK,
  mark,
  MUTED,
  oneLine,
  PANEL,
  placed,
  SCALE,
  wrap,
  type Raster
} from '../drawing';
import type { Assessment } from '../types';

export interface Tile {
  standing: Assessment | 'failed';
  /** The quality in figures, or a dash. */
  figure: string;
  /** The assessment in a word. */
  label: string;
  name: string;
  /** At most two lines are shown. */
  says: string;
  raster: Raster | null;
}

const LINE = 14;
/** Under the picture: quality, name, and two lines for what is said. */
export const TILE_FOOT = 70;

/** @param size of the square the picture is drawn in */
export function drawTile(tile: Tile, size: number): string {
  const bold = { size: 13, weight: 'bold' as const };
  const small = { size: 10.5, fill: MUTED };
  const scored = tile.standing !== 'not-acquired' && tile.standing !== 'failed';
  const lines = wrap(oneLine(tile.says), size, { size: 10.5 });
  const shown = lines.length > 2 ? [lines[0], elide(lines.slice(1).join(' '), size, { size: 10.5 })] : lines;
  const beside = scored ? 48 : 17;
  return (
    `<rect width="${size}" height="${size}" fill="${PANEL}"/>${picture(tile.raster, size)}` +
    border(0, 0, size, size) +
    mark(ASSESSMENT[tile.standing], 7, size + 13, 6) +
    (scored ? drawText(tile.figure, 17, size + 17.5, bold) : '') +
    drawText(elide(tile.label, size - beside, small), beside, size + 17, small) +
    drawText(elide(oneLine(tile.name), size, { size: 10.5 }), 0, size + 32, { size: 10.5, fill: INK }) +
    shown.map((line, i) => drawText(line, 0, size + 45 + i * LINE, small)).join('')
  );
}

function picture(raster: Raster | null, size: number): string {
  if (!raster) return '';
  const inset = (pixels: number): number => Math.floor((size - pixels / SCALE) / 2);
  return placed(raster, inset(raster.width), inset(raster.height));
}
