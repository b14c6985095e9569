/** A page of pictures out of very many. */
import path from 'node:path';
import { frame, heading, INNER, oneLine, squareRaster, type Drawing } from '../drawing';
import { quality } from '../numbers';
import type { Language } from '../types';
import type { GalleryData, GalleryTile } from './audit-data';
import { AUDIT_WORDS } from './audit-words';
import { findingName } from './finding-names';
import { drawTile, TILE_FOOT, type Tile } from './tile';
import { WORDS } from './words';

const COLUMNS = 6;
const GAP = 12;
const SIZE = Math.floor((INNER - (COLUMNS - 1) * GAP) / COLUMNS);

export async function drawGallery(data: GalleryData, language: Language): Promise<Drawing> {
  const tiles = await Promise.all(data.tiles.map(tile => toTile(tile, language)));
  const body = tiles.map((tile, i) => {
    const [x, y] = [(i % COLUMNS) * (SIZE + GAP), 26 + Math.floor(i / COLUMNS) * (SIZE + TILE_FOOT)];
    return `<g transform="translate(${x} ${y})">${drawTile(tile, SIZE)}</g>`;
  });
  const rows = Math.ceil(tiles.length / COLUMNS);
  return frame([{ svg: heading(galleryHead(data, language)) + body.join(''), height: 26 + rows * (SIZE + TILE_FOOT) }]);
}

/** Its head, then one picture a line. */
export function galleryText(data: GalleryData, language: Language): string {
  const line = (tile: GalleryTile): string =>
    [figure(tile), label(tile, language), tile.path ?? tile.key ?? '', says(tile, language)].filter(Boolean).join('  ');
  return [galleryHead(data, language), ...data.tiles.map(line)].join('\n');
}

/** `gate: rejected · 320 pictures · page 1 of 6` */
export function galleryHead({ name, title, total, page, size }: GalleryData, language: Language): string {
  const words = AUDIT_WORDS[language];
  const pages = Math.max(1, Math.ceil(total / size));
  const parts = [title, WORDS[language].pictures(total), pages > 1 ? words.page(page, pages) : ''];
  return oneLine(`${name}: ${parts.filter(Boolean).join('  ·  ')}`);
}

async function toTile(tile: GalleryTile, language: Language): Promise<Tile> {
  return {
    standing: tile.assessment ?? 'failed',
    figure: figure(tile),
    label: label(tile, language),
    name: tile.path === null ? (tile.key ?? '') : path.basename(tile.path),
    says: says(tile, language),
    raster: tile.thumbnail && (await squareRaster(tile.thumbnail, SIZE).catch(() => null))
  };
}

function figure(tile: GalleryTile): string {
  return tile.quality === null ? '–' : quality(tile.quality);
}

function label({ assessment }: GalleryTile, language: Language): string {
  return assessment === null ? AUDIT_WORDS[language].failedShort : WORDS[language].short[assessment];
}

/** The first finding or what went wrong; whom it shows. */
function says({ findings, errorCode, identity }: GalleryTile, language: Language): string {
  const errors = AUDIT_WORDS[language].errors;
  const first =
    findings.length > 0
      ? findingName(findings[0], language)
      : errorCode === null
        ? ''
        : (errors[errorCode] ?? errorCode);
  return [first, identity].filter(Boolean).join(' · ');
}
