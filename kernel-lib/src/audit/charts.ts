/** An audit as charts: its sources, its times, what is seen, what low quality lacks, and its faces on a map. */
import { findingName } from '../cards';
import {
  componentProfile,
  embeddingMap,
  findingsByFrequency,
  qualityBySource,
  type Chart,
  type ChartOptions,
  type MapPoint
} from '../charts';
import { FacegaugeError } from '../errors';
import { layoutEmbeddings, MOST_POINTS, type LayoutOptions } from '../layout';
import { readable } from '../names';
import { seededRandom } from '../random';
import { sourceText } from '../source-words';
import type { QualityBin, Run, Store } from '../store';
import { isRejected, rejectBelow, type QualityPolicy } from '../verification';
import { thumbnailsOf } from './records';
import { summarise } from './summary';
import { qualityByTimeTaken } from './taken';

export interface AuditCharts {
  /** Strips of quality, lowest median first; null where nothing has a quality. */
  bySource: Chart | null;
  /** By the time pictures were taken; null where too few say it, or all about the same. */
  overTime: Chart | null;
  /** Findings by frequency. */
  findings: Chart;
  /** Components of rejected pictures against those of the others; null where one of the two is missing. */
  components: Chart | null;
}

export interface AuditMapOptions extends LayoutOptions, ChartOptions {
  /** What colours the points, default quality. */
  colour?: 'quality' | 'identity' | 'source';
}

/** Pictures whose components are read: the first ones, which is said in the chart. */
const MOST_PROFILED = 5000;
/** More thumbnails would make the chart too heavy for a notebook. */
const MOST_THUMBNAILS = 400;

export function auditCharts(store: Store, run: Run, policy: QualityPolicy, options: ChartOptions): AuditCharts {
  const summary = summarise(store, run, policy);
  const { language = 'en' } = options;
  const sources = summary.sources.flatMap(({ source }) => {
    const bins = store.qualities({ from: 0, to: Number.MAX_SAFE_INTEGER, run: run.id, source });
    const pictures = bins.reduce((sum, bin) => sum + bin.pictures, 0);
    const name = readable(sourceText(source, language));
    return pictures === 0 ? [] : [{ source: name, pictures, quantiles: fiveOf(bins, pictures) }];
  });
  const findings = summary.findings.map(({ code, count }) => ({ name: findingName(code, language), count }));
  const thresholds = { qualityReject: rejectBelow(policy), qualityTrust: policy.qualityTrust };
  return {
    bySource: sources.length ? qualityBySource(sources, thresholds, options) : null,
    overTime: qualityByTimeTaken(store, run, policy, options),
    findings: findingsByFrequency(findings, summary.pictures, options),
    components: profile(store, run, policy, options)
  };
}

/** Middles of the bins in which 5, 25, 50, 75 and 95 % of the pictures are reached. */
function fiveOf(bins: readonly QualityBin[], pictures: number): [number, number, number, number, number] {
  const at = (share: number): number => {
    let seen = 0;
    for (const { bin, pictures: n } of bins)
      if ((seen += n) >= share * pictures) return Math.min(1, (bin + 0.5) / 1000);
    return 1;
  };
  return [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)];
}

function profile(store: Store, run: Run, policy: QualityPolicy, options: ChartOptions): Chart | null {
  const scores = new Map<string, { low: number[]; rest: number[] }>();
  const pictures = { low: 0, rest: 0 };
  for (const { quality, components } of store.samples({
    run: run.id,
    failed: false,
    limit: MOST_PROFILED,
    large: false
  })) {
    if (quality === null || !components) continue;
    const side = isRejected(quality, policy) ? 'low' : 'rest';
    pictures[side]++;
    for (const [name, { score }] of Object.entries(components)) {
      if (!scores.has(name)) scores.set(name, { low: [], rest: [] });
      scores.get(name)![side].push(score);
    }
  }
  if (pictures.low === 0 || pictures.rest === 0) return null;
  const rows = [...scores].flatMap(([name, { low, rest }]) =>
    low.length && rest.length ? [{ name, low: middle(low), rest: middle(rest) }] : []
  );
  return componentProfile(rows, pictures, options);
}

function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}

/** @throws FacegaugeError INVALID_ARGUMENT where fewer than three pictures have an embedding; ABORTED */
export async function auditMap(store: Store, run: Run, options: AuditMapOptions): Promise<Chart> {
  const { sample = MOST_POINTS, seed = 1 } = options;
  const { ids, vectors, of } = drawn(store, run.id, Math.min(sample, MOST_POINTS), seed);
  if (ids.length < 3)
    throw new FacegaugeError('INVALID_ARGUMENT', 'A map needs three pictures or more with an embedding.', {
      found: String(ids.length)
    });
  const width = vectors[0].length;
  const all = new Float32Array(ids.length * width);
  vectors.forEach((vector, i) => all.set(vector, i * width));
  const { x, y, method } = await layoutEmbeddings(all, width, { ...options, sample: ids.length });
  type Facts = { id: number; path: string | null; identity: string | null; source: string; quality: number | null };
  const facts = new Map(store.rows<Facts>('audit-paths', { ids: JSON.stringify(ids) }).map(row => [row.id, row]));
  const pictures = ids.length <= MOST_THUMBNAILS ? thumbnailsOf(store, ids) : new Map<number, Uint8Array>();
  const points = ids.map((id, i): MapPoint => {
    const { quality, identity, source, path } = facts.get(id)!;
    const name = path === null ? null : readable(path);
    return {
      x: x[i],
      y: y[i],
      quality,
      identity,
      source: readable(sourceText(source, options.language ?? 'en')),
      name,
      thumbnail: dataUrl(pictures.get(id))
    };
  });
  return embeddingMap(points, { ...options, method, of });
}

/** At most `most` embeddings of one size, drawn by chance while all are read (Vitter 1985, algorithm R): a million never lie in memory. */
function drawn(
  store: Store,
  run: number,
  most: number,
  seed: number
): { ids: number[]; vectors: Float32Array[]; of: number } {
  const { uniform } = seededRandom(seed);
  const ids: number[] = [];
  const vectors: Float32Array[] = [];
  let of = 0;
  for (const block of store.embeddings({ run })) {
    if (vectors.length > 0 && block.size !== vectors[0].length) continue;
    block.ids.forEach((id, i) => {
      const place = of++ < most ? ids.length : Math.floor(uniform() * of);
      if (place >= most) return;
      ids[place] = id;
      vectors[place] = block.vectors.slice(i * block.size, (i + 1) * block.size);
    });
  }
  return { ids, vectors, of };
}

function dataUrl(picture: Uint8Array | undefined): string | null {
  return picture ? `data:image/webp;base64,${Buffer.from(picture).toString('base64')}` : null;
}
