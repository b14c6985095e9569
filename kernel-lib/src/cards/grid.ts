import { fittedRaster, frame, heading, INNER, squareRaster, type Drawing, type Raster } from '../drawing';
import { chineseTitle } from '../error-words';
import { quality } from '../numbers';
import type { Assessment, Language } from '../types';
import type { FaceCardData, FailedCardData, NotAcquiredCardData } from './data';
import { nameOf } from './parts';
import { drawTile, TILE_FOOT, type Tile } from './tile';
import { WORDS, type Words } from './words';

/** What one tile can show: the result of one picture, whatever came of it. */
export type TileData = FaceCardData | NotAcquiredCardData | FailedCardData;

const COLUMNS = 5;
const GAP = 14;
const SIZE = Math.floor((INNER - (COLUMNS - 1) * GAP) / COLUMNS);

/** Many pictures at a glance: each small, with its quality, its assessment and what is seen first. */
export async function drawGrid(tiles: TileData[], language: Language): Promise<Drawing> {
  const words = WORDS[language];
  const drawn = await Promise.all(tiles.map(async tile => drawTile(await toTile(tile, words, language), SIZE)));
  const body = drawn.map((svg, i) => {
    const [x, y] = [(i % COLUMNS) * (SIZE + GAP), 26 + Math.floor(i / COLUMNS) * (SIZE + TILE_FOOT)];
    return `<g transform="translate(${x} ${y})">${svg}</g>`;
  });
  const rows = Math.ceil(tiles.length / COLUMNS);
  return frame([{ svg: heading(gridSummary(tiles, words)) + body.join(''), height: 26 + rows * (SIZE + TILE_FOOT) }]);
}

/** The grid in words: its summary, then one picture a line. */
export function gridText(tiles: TileData[], language: Language): string {
  const words = WORDS[language];
  const line = (tile: TileData) =>
    [figure(tile), label(tile, words), nameOf(tile, words), sayFirst(tile, words, language)].filter(Boolean).join('  ');
  return [gridSummary(tiles, words), ...tiles.map(line)].join('\n');
}

/** `12 pictures: 7 Trusted, 3 Review, 2 Rejected` */
export function gridSummary(tiles: TileData[], words: Words): string {
  const counts = new Map<string, number>();
  for (const tile of [...tiles].sort((a, b) => ORDER.indexOf(standingOf(a)) - ORDER.indexOf(standingOf(b))))
    counts.set(label(tile, words), (counts.get(label(tile, words)) ?? 0) + 1);
  const parts = Array.from(counts, ([name, n]) => `${n} ${name}`);
  return `${words.pictures(tiles.length)}: ${parts.join(words.separator)}`;
}

const ORDER: (Assessment | 'failed')[] = ['trusted', 'review', 'rejected', 'not-acquired', 'failed'];

function standingOf(tile: TileData): Assessment | 'failed' {
  return tile.kind === 'face' ? tile.assessment : tile.kind;
}

function label(tile: TileData, words: Words): string {
  const standing = standingOf(tile);
  return standing === 'failed' ? words.assessment.failed : words.short[standing];
}

function figure(tile: TileData): string {
  return tile.kind === 'face' && tile.quality !== null ? quality(tile.quality, tile.policy) : '–';
}

/** What is seen first; else what to do first; of a failure its code. */
function sayFirst(tile: TileData, words: Words, language: Language): string {
  if (tile.kind === 'failed') return language === 'zh' ? chineseTitle(tile.error.code) : tile.error.code;
  const [finding] = tile.findings ?? [];
  if (finding) return finding[language];
  if (tile.kind === 'face' && tile.assessment === 'trusted') return '';
  return tile.advice[0]?.[language] ?? (tile.kind === 'face' ? '' : words.assessment['not-acquired']);
}

async function toTile(tile: TileData, words: Words, language: Language): Promise<Tile> {
  return {
    standing: standingOf(tile),
    figure: figure(tile),
    label: label(tile, words),
    name: nameOf(tile, words),
    says: sayFirst(tile, words, language),
    raster: await rasterOf(tile)
  };
}

async function rasterOf(tile: TileData): Promise<Raster | null> {
  if (tile.kind === 'face') return squareRaster(tile.crop, SIZE);
  return tile.kind === 'not-acquired' && tile.picture ? fittedRaster(tile.picture, SIZE, SIZE) : null;
}
