/** A page of thumbnails, out of however many pictures. */
import { inspect } from 'node:util';
import { FacegaugeError } from '../errors';
import type { MimeBundle } from '../drawing';
import { rejectBelow } from '../verification';
import type { Audit } from './audit';
import { tilesOf } from './draw';
import { parametersOf, type SampleFilter, type SampleSort } from './filter';
import type { AuditSample } from './sample';

const DISPLAY = Symbol.for('Jupyter.display');

/** Pictures that a gallery filtered by text names, for paging. */
const MOST_IDS = 10_000;

export interface GalleryOptions {
  /** Default: the worst first; pictures without a quality are left out, unless the filter asks for them. */
  sort?: SampleSort;
  /** From 1. */
  page?: number;
  /** Pictures a page, 1..300 (default 60). */
  size?: number;
}

export class Gallery {
  readonly sort: SampleSort;
  /** From 1. */
  readonly page: number;
  readonly size: number;

  /** @internal */
  constructor(
    private readonly audit: Audit,
    readonly filter: SampleFilter,
    options: GalleryOptions
  ) {
    const unscored = filter.assessment === 'not-acquired' || filter.assessment === 'failed';
    const { sort = unscored ? 'came' : 'worst', page = 1, size = 60 } = options;
    if (!['worst', 'best', 'came'].includes(sort)) throw wrong('sort', sort, "'worst', 'best' or 'came'");
    if (!(Number.isInteger(page) && page >= 1)) throw wrong('page', page, 'a whole number from 1');
    if (!(Number.isInteger(size) && size >= 1 && size <= 300))
      throw wrong('size', size, 'a whole number from 1 to 300');
    parametersOf(filter, audit.policy);
    [this.sort, this.page, this.size] = [sort, page, size];
  }

  /** Pictures on all pages. */
  get total(): number {
    return this.audit.count(this.filter, this.sort);
  }

  get pages(): number {
    return Math.max(1, Math.ceil(this.total / this.size));
  }

  /** Those of this page. */
  get samples(): AuditSample[] {
    return this.audit.page(this.filter, this.sort, this.size, (this.page - 1) * this.size);
  }

  /** The page after this one, the same otherwise. */
  next(): Gallery {
    return new Gallery(this.audit, this.filter, { sort: this.sort, page: this.page + 1, size: this.size });
  }

  toJSON(): {
    run: number;
    filter: SampleFilter;
    sort: SampleSort;
    page: number;
    size: number;
    total: number;
    samples: AuditSample[];
  } {
    const { filter, sort, page, size, total, samples } = this;
    return { run: this.audit.run, filter, sort, page, size, total, samples };
  }

  [DISPLAY](): Promise<MimeBundle> {
    const { galleryBundle } = require('../cards') as typeof import('../cards');
    const { audit, filter, sort, page, size, total } = this;
    const { name, run, language } = audit;
    const title = describe(filter);
    const data = { name, run, title, tiles: tilesOf(audit, this.samples), total, page, size };
    const thresholds = { reject: rejectBelow(audit.policy), trust: audit.policy.qualityTrust };
    // Whoever pages natively may not be told whole paths, and so cannot look for a part of them.
    const ids = filter.text ? { ids: audit.ids(filter, sort, MOST_IDS) } : {};
    return galleryBundle(data, { filter, sort, thresholds, ...ids }, language);
  }

  [inspect.custom](): string {
    return `Gallery { ${this.total} pictures, page ${this.page} of ${this.pages} }`;
  }
}

/** `assessment rejected, source gate` */
function describe(filter: SampleFilter): string {
  const say = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => `${key} ${String(inner)}`)
          .join(' ')
      : String(value);
  return Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${say(value)}`)
    .join(', ');
}

function wrong(name: string, value: unknown, expected: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `The option ${name} of a gallery must be ${expected}.`, {
    found: String(value)
  });
}
