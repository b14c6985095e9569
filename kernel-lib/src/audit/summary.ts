/** An audit in figures. */
import { below, type Run, type RunState, type Store } from '../store';
import { rejectBelow, type QualityPolicy } from '../verification';
import { countPeople } from './people';
import { BINS } from './progress';

export interface AuditSource {
  source: string;
  pictures: number;
  /** null where none has a quality. */
  meanQuality: number | null;
  /** Of those with a quality, the share that is rejected; null likewise. */
  lowShare: number | null;
}

export interface AuditSummary {
  name: string;
  /** Id of the run. */
  run: number;
  state: RunState;
  /** UTC ms; null while it goes on. */
  startedAt: number;
  endedAt: number | null;
  /** Pictures it will have when done; null where that is not known. */
  total: number | null;
  /** Everything recorded: acquired, not acquired and failed. */
  pictures: number;
  acquired: number;
  notAcquired: number;
  failed: number;
  /** Why, commonest first: `NO_FACE` and codes of errors. */
  errors: { code: string; count: number }[];
  /** Files of folders whose names say that they are no pictures; null while it goes on. */
  passedOver: number | null;
  meanQuality: number | null;
  /** Of those with a quality, the share that is rejected; null where none has one. */
  lowShare: number | null;
  /** Quality that a tenth, half and nine tenths of the pictures lie below, to .001; null where none has one. */
  quantiles: { p10: number; p50: number; p90: number } | null;
  /** Pictures by quality: 20 bars from 0 to 1. */
  qualities: number[];
  /** Pictures by what they can be used for, by the thresholds in force. */
  assessments: { trusted: number; review: number; rejected: number; 'not-acquired': number };
  /** Commonest first. */
  findings: { code: string; count: number }[];
  /** Largest first. */
  sources: AuditSource[];
  /** People named. */
  people: number;
}

interface SourceRow {
  source: string;
  pictures: number;
  scored: number;
  meanQuality: number | null;
  low: number;
}

/** From the roll-ups: the same time for a hundred pictures and for a million. */
export function summarise(store: Store, run: Run, policy: QualityPolicy): AuditSummary {
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, run: run.id };
  const { pictures, scored, meanQuality, notAcquired, failed } = store.summaryOf(all);
  const bins = store.qualities(all);
  const qualities = Array<number>(BINS).fill(0);
  for (const { bin, pictures: n } of bins) qualities[Math.min(BINS - 1, Math.floor((bin * BINS) / 1000))] += n;
  const reject = rejectBelow(policy);
  const [rejected, untrusted] = [below(bins, reject), below(bins, policy.qualityTrust)];
  const acquired = pictures - notAcquired - failed;
  const { passedOver = null } = JSON.parse(run.cursor ?? '{}') as { passedOver?: number };
  return {
    name: run.name,
    run: run.id,
    state: run.state,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    total: run.total,
    pictures,
    acquired,
    notAcquired,
    failed,
    errors: store
      .rows<{ code: string; pictures: number }>('audit-errors', { run: run.id })
      .map(({ code, pictures: count }) => ({ code, count })),
    passedOver,
    meanQuality,
    lowShare: scored === 0 ? null : rejected / scored,
    quantiles: scored === 0 ? null : { p10: quantile(bins, 0.1), p50: quantile(bins, 0.5), p90: quantile(bins, 0.9) },
    qualities,
    // What has a face and no quality must be looked at by a person.
    assessments: {
      trusted: scored - untrusted,
      review: untrusted - rejected + acquired - scored,
      rejected,
      'not-acquired': notAcquired
    },
    findings: store.findings(all).map(({ code, pictures: count }) => ({ code, count })),
    sources: sourcesOf(store, run.id, policy),
    people: countPeople(store, run)
  };
}

/** Its sources, largest first. */
export function sourcesOf(store: Store, run: number, policy: QualityPolicy): AuditSource[] {
  const bin = Math.round(rejectBelow(policy) * 1000);
  return store.rows<SourceRow>('audit-sources', { run, bin }).map(({ source, pictures, scored, meanQuality, low }) => ({
    ...{ source, pictures, meanQuality },
    lowShare: scored === 0 ? null : low / scored
  }));
}

/** Lower end of the bin in which the share `p` of the pictures is reached. */
function quantile(bins: readonly { bin: number; pictures: number }[], p: number): number {
  const total = bins.reduce((sum, { pictures }) => sum + pictures, 0);
  let seen = 0;
  for (const { bin, pictures } of bins) {
    seen += pictures;
    if (seen >= p * total) return bin / 1000;
  }
  return 1;
}
