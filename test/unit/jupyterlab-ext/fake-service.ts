import { Signal } from '@lumino/signaling';
import type {
  IFacegaugeService,
  IFilter,
  IHistogram,
  IJob,
  ILiveNews,
  IPolicy,
  IPolicyChangeRequest,
  IQuery,
  IRun,
  ISample,
  ISampleItem,
  ISamplePage,
  ISeries,
  ISummary,
  JobKind,
  SampleOrder
} from '../../../jupyterlab-ext/src/tokens';

export const SUMMARY: ISummary = {
  from: 0,
  to: 1,
  pictures: 10,
  scored: 8,
  meanQuality: 0.71,
  low: 2,
  lowRate: 0.25,
  failures: 2,
  notAcquired: 1,
  failed: 1,
  lastAt: 1,
  p50Ms: 52,
  p95Ms: 1400,
  device: 'cpu',
  previous: { from: -1, to: 0, pictures: 4, meanQuality: 0.8, lowRate: 0, failures: 0, p50Ms: 50, p95Ms: 60 },
  qualityReject: { value: 0.4, origin: 'built-in' },
  store: { path: 'facegauge.db', state: 'ok', message: null }
};

export const POLICY: IPolicy = {
  model: '*',
  models: ['*'],
  inForce: [
    { key: 'qualityTrust', value: 0.6, origin: 'built-in' },
    { key: 'qualityReject', value: 0.4, origin: 'built-in' },
    { key: 'autoRejectBelow', value: null, origin: 'built-in' }
  ],
  history: [],
  overridden: [],
  ignored: [],
  version: 0
};

export function item(id: number, change: Partial<ISampleItem> = {}): ISampleItem {
  return {
    id,
    path: `samples/p${id}.jpg`,
    name: `p${id}.jpg`,
    source: 'gate 1',
    run: null,
    identity: null,
    quality: 0.3,
    assessment: 'rejected',
    findings: ['dark', 'noise'],
    errorCode: null,
    processedAt: 1,
    hasThumbnail: true,
    version: 'v1',
    width: 640,
    height: 480,
    ...change
  };
}

/** A service whose answers a test gives; every question is noted. */
export class FakeService implements IFacegaugeService {
  readonly live: Signal<IFacegaugeService, ILiveNews> = new Signal(this);
  readonly asked: { what: string; query: unknown }[] = [];
  /** Thrown by whatever is asked, while it is set. */
  failure: Error | null = null;
  /** Waited for before an answer is given. */
  gate: Promise<void> = Promise.resolve();

  summaryOf: (query: IQuery) => ISummary = () => SUMMARY;
  seriesOf: () => ISeries = () => ({ buckets: [], worst: [] });
  histogramOf: () => IHistogram = () => ({ bins: [], scored: 0 });
  list: ISampleItem[] = [];
  open: (id: number) => string | null = () => null;
  policyNow: IPolicy = POLICY;
  runList: IRun[] = [];
  jobNow: IJob = {
    id: 'job 1',
    kind: 'assess',
    state: 'queued',
    progress: { done: 0, total: 1 },
    result: null,
    error: null
  };
  /** Thrown where a job is asked for. */
  jobFailure: Error | null = null;

  count(what: string): number {
    return this.asked.filter(one => one.what === what).length;
  }

  summary(query: IQuery): Promise<ISummary> {
    return this.answer('summary', query, () => this.summaryOf(query));
  }
  series(query: IQuery, bucket: string): Promise<ISeries> {
    return this.answer('series', { ...query, bucket }, () => this.seriesOf());
  }
  histogram(query: IQuery): Promise<IHistogram> {
    return this.answer('histogram', query, () => this.histogramOf());
  }
  findings(query: IQuery): Promise<{ code: string; pictures: number }[]> {
    return this.answer('findings', query, () => [{ code: 'dark', pictures: 3 }]);
  }
  sources(query: IQuery): Promise<never[]> {
    return this.answer('sources', query, () => []);
  }
  samples(query: IQuery & IFilter, order: SampleOrder, limit: number, after: string | null): Promise<ISamplePage> {
    return this.answer('samples', { ...query, order, limit, after }, () => {
      const from = Number(after ?? 0);
      const next = from + limit < this.list.length ? String(from + limit) : null;
      return { total: this.list.length, next, items: this.list.slice(from, from + limit) };
    });
  }
  sample(id: number): Promise<ISample> {
    return this.answer(
      'sample',
      id,
      () => ({ ...this.list.find(one => one.id === id)!, open: this.open(id) }) as never
    );
  }
  deleteSample(id: number): Promise<void> {
    return this.answer('delete', id, () => {
      this.list = this.list.filter(one => one.id !== id);
    });
  }
  thumbnail(id: number, version: string | null): Promise<Blob> {
    return this.answer('thumbnail', { id, version }, () => new Blob(['x']));
  }
  picture(path: string): Promise<Blob> {
    return this.answer('picture', path, () => new Blob(['x']));
  }
  runs(): Promise<IRun[]> {
    return this.answer('runs', null, () => this.runList);
  }
  policy(): Promise<IPolicy> {
    return this.answer('policy', null, () => this.policyNow);
  }
  setPolicy(change: IPolicyChangeRequest): Promise<IPolicy> {
    return this.answer('setPolicy', change, () => {
      const inForce = this.policyNow.inForce.map(one =>
        one.key in change.values ? { ...one, value: change.values[one.key] ?? null, origin: 'store' } : one
      );
      return (this.policyNow = { ...this.policyNow, inForce });
    });
  }
  undoPolicy(): Promise<IPolicy> {
    return this.answer('undoPolicy', null, () => (this.policyNow = POLICY));
  }

  startJob(kind: JobKind, paths: readonly string[], language: string): Promise<string> {
    this.jobNow = { ...this.jobNow, kind };
    return this.answer('startJob', { kind, paths: [...paths], language }, () => {
      this.jobFailure = null;
      return 'job 1';
    });
  }
  job(id: string): Promise<IJob> {
    return this.answer('job', id, () => {
      if (this.jobFailure) throw this.jobFailure;
      return { ...this.jobNow };
    });
  }
  endJob(id: string): Promise<void> {
    return this.answer('endJob', id, () => undefined);
  }
  upload(name: string): Promise<string> {
    return this.answer('upload', name, () => `upload:${name}`);
  }
  forget(path: string): Promise<void> {
    return this.answer('forget', path, () => undefined);
  }
  keep(folder: string, name: string): Promise<string> {
    return this.answer('keep', { folder, name }, () => `${folder}/${name}`);
  }

  private async answer<T>(what: string, query: unknown, make: () => T): Promise<T> {
    this.asked.push({ what, query });
    await this.gate;
    if (this.failure) throw this.failure;
    return make();
  }
}

/** Waits for something to become true; a test that waits in vain fails by its own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 2));
}

/** Lets everything that is on its way arrive. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise(resolve => setTimeout(resolve, 1));
}
