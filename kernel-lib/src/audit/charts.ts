/** An audit as charts: its sources, what is seen, what low quality lacks, and its faces on a map. */
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
import type { QualityBin, Run, Store } from '../store';
import { isRejected, rejectBelow, type QualityPolicy } from '../verification';
import { summarise } from './summary';

export interface AuditCharts {
  /** Strips of quality, lowest median first; null where nothing has a quality. */
  bySource: Chart | null;
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
    return pictures === 0 ? [] : [{ source: readable(source), pictures, quantiles: fiveOf(bins, pictures) }];
  });
  const findings = summary.findings.map(({ code, count }) => ({ name: findingName(code, language), count }));
  const thresholds = { qualityReject: rejectBelow(policy), qualityTrust: policy.qualityTrust };
  return {
    bySource: sources.length ? qualityBySource(sources, thresholds, options) : null,
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
  const ids: number[] = [];
  const vectors: Float32Array[] = [];
  let width = 0;
  for (const block of store.embeddings({ run: run.id })) {
    if (width !== 0 && block.size !== width) continue;
    width = block.size;
    ids.push(...block.ids);
    vectors.push(block.vectors);
  }
  if (ids.length < 3)
    throw new FacegaugeError('INVALID_ARGUMENT', 'A map needs three pictures or more with an embedding.', {
      found: String(ids.length)
    });
  const all = new Float32Array(ids.length * width);
  vectors.reduce((at, block) => (all.set(block, at), at + block.length), 0);
  const { sample = MOST_POINTS } = options;
  const { rows, x, y, method } = await layoutEmbeddings(all, width, {
    ...options,
    sample: Math.min(sample, ids.length)
  });
  const chosen = rows.map(row => ids[row]);
  const facts = new Map<number, Pick<MapPoint, 'quality' | 'identity' | 'source' | 'name'>>();
  for (const { id, quality, identity, source, path } of store.samples({ run: run.id, failed: false, large: false }))
    facts.set(id, { quality, identity, source: readable(source), name: path === null ? null : readable(path) });
  const thumbnails = chosen.length <= MOST_THUMBNAILS ? pictures(store, chosen) : new Map<number, string>();
  const points = chosen.map((id, i) => ({
    x: x[i],
    y: y[i],
    ...(facts.get(id) ?? { quality: null }),
    thumbnail: thumbnails.get(id)
  }));
  return embeddingMap(points, { ...options, method, of: ids.length });
}

function pictures(store: Store, ids: readonly number[]): Map<number, string> {
  const rows = store.rows<{ id: number; picture: Uint8Array }>('audit-thumbnails', { ids: JSON.stringify(ids) });
  return new Map(
    rows.map(({ id, picture }) => [id, `data:image/webp;base64,${Buffer.from(picture).toString('base64')}`])
  );
}
