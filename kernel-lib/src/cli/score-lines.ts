/** The lines of `score` on standard output: as soon as each is known, or in an order when all are. */
import { printableJson, printableLines } from '../printable';
import { cardJson, isSample, type PictureResult } from '../session';
import type { Language } from '../types';
import { scoreCsvHead, scoreCsvLine } from './score-csv';
import type { Output } from './streams';
import { tableHead, tableRow } from './table';

export const ORDERS = ['none', 'quality', 'name'] as const;
export type Order = (typeof ORDERS)[number];

export interface LineOptions {
  format: 'table' | 'json' | 'csv';
  order: Order;
  language: Language;
  allFaces: boolean;
  /** JSON with what a card shows. */
  card: boolean;
}

interface Line {
  path: string;
  face: number;
  quality: number | null;
  text: string;
}

export class ScoreLines {
  /** Only texts are kept: samples hold pictures. */
  readonly #kept: Line[] = [];

  constructor(
    private readonly output: Output,
    private readonly options: LineOptions
  ) {}

  async head(): Promise<void> {
    const { format, language } = this.options;
    if (format === 'table') await this.output.line(tableHead(language));
    if (format === 'csv') await this.output.prepared(scoreCsvHead());
  }

  async add(result: PictureResult): Promise<void> {
    const text = this.#text(result);
    if (this.options.order === 'none') return this.output.prepared(text);
    const sample = isSample(result) ? result : null;
    const { quality = null, faceIndex: face = 0 } = sample ?? {};
    this.#kept.push({ path: result.path ?? '', face, quality, text });
  }

  /** What waited for its place. */
  async end(): Promise<void> {
    const lines = this.#kept.splice(0).sort(this.options.order === 'quality' ? byQuality : byName);
    for (const { text } of lines) await this.output.prepared(text);
  }

  #text(result: PictureResult): string {
    const { format, language, allFaces, card } = this.options;
    if (format === 'json')
      return printableJson(card ? { ...result.toJSON(), card: cardJson(result, language) } : result);
    if (format === 'csv') return scoreCsvLine(result);
    return printableLines(tableRow(result, language, allFaces));
  }
}

/** In the order in which folders are walked. */
function byName(a: Line, b: Line): number {
  if (a.path === b.path) return a.face - b.face;
  return a.path < b.path ? -1 : 1;
}

/** Best first, so that the worst stand last, where one looks; those without a quality after them. */
function byQuality(a: Line, b: Line): number {
  if (a.quality === b.quality) return byName(a, b);
  return (b.quality ?? -1) - (a.quality ?? -1);
}
