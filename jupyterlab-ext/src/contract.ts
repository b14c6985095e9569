/** What the routes under `facegauge/` answer. Times are UTC ms, qualities 0..1; `run` 0 means outside any run. */

export type StoreState =
  'ok' | 'missing' | 'empty' | 'damaged' | 'foreign' | 'newer' | 'older' | 'no-permission' | 'unreadable';

export type Assessment = 'trusted' | 'review' | 'rejected' | 'not-acquired';

/** Which stretch and which part of the store is asked about; what is absent is not limited. */
export interface IQuery {
  /** Inclusive. */
  from?: number;
  /** Exclusive. */
  to?: number;
  /** Which time counts; absent: when a picture was processed. */
  by?: 'taken';
  source?: string;
  run?: number;
}

/** Which samples of a stretch. */
export interface IFilter {
  /** Quality range, half-open. */
  least?: number;
  most?: number;
  finding?: string;
  /** `failed`: pictures that could not be processed. */
  assessment?: Assessment | 'failed';
  identity?: string;
  /** In the path. */
  text?: string;
  /** A JSON object of values that their tags have. */
  tags?: string;
  /** These alone, in this order, with commas; up to 200. */
  ids?: string;
}

/** `came`: as a run got them. */
export type SampleOrder = 'worst' | 'newest' | 'best' | 'came';

/** Figures of the equal stretch just before; of a stretch that is not over, of as much as has passed. */
export interface IPrevious {
  from?: number;
  to?: number;
  pictures: number;
  meanQuality: number | null;
  lowRate: number | null;
  failures: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

/** Answer of `GET facegauge/summary`. */
export interface ISummary {
  from: number | null;
  to: number | null;
  /** Every processed picture, failures included. */
  pictures: number;
  /** Pictures with a quality. */
  scored: number;
  /** Null where none has a quality. */
  meanQuality: number | null;
  /** Pictures with quality < qualityReject. */
  low: number;
  /** low ÷ scored; null where none has a quality. */
  lowRate: number | null;
  /** notAcquired + failed. */
  failures: number;
  notAcquired?: number;
  failed?: number;
  /** When the newest one was processed. */
  lastAt: number | null;
  /** Time a picture took; null where nothing was timed. */
  p50Ms?: number | null;
  p95Ms?: number | null;
  device?: string | null;
  /** Null where the stretch has no beginning. */
  previous?: IPrevious | null;
  qualityReject: { value: number; origin: string };
  store: { path: string; state: StoreState; message: string | null };
}

export type BucketSize = 'quarter' | 'hour' | 'day';

export interface IBucket {
  start: number;
  pictures: number;
  scored: number;
  meanQuality: number | null;
  low: number;
  failures: number;
}

/** Answer of `GET facegauge/series`. */
export interface ISeries {
  buckets: IBucket[];
  sources?: { source: string; buckets: IBucket[] }[];
  /** Of a bucket: its commonest finding and the source of lowest mean quality. */
  worst: { start: number; finding: string | null; source: string | null }[];
}

/** Answer of `GET facegauge/histogram`: bin b holds b/1000 ≤ quality < (b+1)/1000. */
export interface IHistogram {
  bins: [bin: number, pictures: number][];
  scored: number;
}

export interface IFindingCount {
  code: string;
  pictures: number;
}

export interface ISourceSums {
  source: string;
  pictures: number;
  scored: number;
  meanQuality: number | null;
  low: number;
  failures: number;
}

export interface ISampleItem {
  id: number;
  path: string | null;
  name: string;
  source: string;
  run: number | null;
  identity: string | null;
  quality: number | null;
  assessment: Assessment | null;
  /** Codes, most important first. */
  findings: string[];
  errorCode: string | null;
  processedAt: number;
  hasThumbnail: boolean;
  /** Another one where the sample has become another. */
  version?: string | null;
  width: number | null;
  height: number | null;
}

/** Answer of `GET facegauge/samples`. */
export interface ISamplePage {
  /** Null where it is not known without counting. */
  total: number | null;
  /** Cursor of what follows; null at the end. */
  next: string | null;
  items: ISampleItem[];
}

export interface IComponent {
  value: number;
  unit: string;
  /** 0..100, 100 best. */
  score: number;
  cause?: string;
}

/** Answer of `GET facegauge/samples/ID`. Coordinates are pixels of the EXIF-turned original. */
export interface ISample extends Omit<ISampleItem, 'run'> {
  run: { id: number; name: string | null } | null;
  sha256: string | null;
  takenAt: number | null;
  box: { x: number; y: number; width: number; height: number } | null;
  landmarks: [number, number][] | null;
  detectionScore: number | null;
  faces: number | null;
  logQuality: number | null;
  rawQuality: number | null;
  /** 7×7 parts; their sum + qualityBias = logQuality. */
  qualityMap: number[][] | null;
  qualityBias: number | null;
  /** Half-range of the colours of the network's maps; null where the store does not know it. */
  mapScale?: number | null;
  components: Record<string, IComponent> | null;
  causes: Record<string, number> | null;
  advice: string[];
  warnings: { code: string; message: string }[];
  errorMessage: string | null;
  elapsedMs: number | null;
  timings: Record<string, number | null> | null;
  model: string | null;
  recogniser: string | null;
  device: string | null;
  tags: Record<string, unknown> | null;
  camera: string | null;
  /** Path below JupyterLab's root folder; null where the picture lies elsewhere. */
  open: string | null;
}

export type RunState = 'running' | 'done' | 'aborted' | 'failed' | 'interrupted';

export interface IRun {
  id: number;
  name: string;
  state: RunState;
  startedAt: number;
  endedAt: number | null;
  /** Null while it is not known. */
  total: number | null;
  done: number;
  failed: number;
  model: string | null;
  recogniser: string | null;
  meanQuality: number | null;
  low: number;
  scored: number;
  owner: { pid: number; host: string } | null;
}

export type PolicyKey = 'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject' | 'autoRejectBelow';

export interface IPolicyValue {
  key: PolicyKey;
  value: number | null;
  origin: string;
}

export interface IPolicyChange {
  /** Rows set together share it. */
  change: number;
  undoes: number | null;
  at: number;
  author: string;
  model: string;
  key: PolicyKey;
  value: number | null;
  note: string | null;
}

/** Answer of `GET facegauge/policy`. */
export interface IPolicy {
  /** `*`: whatever the network. */
  model: string;
  models: string[];
  inForce: IPolicyValue[];
  /** Newest first. */
  history: IPolicyChange[];
  /** Thresholds that running sessions apply instead. */
  overridden: { key: PolicyKey; value: number | null; sessions: number }[];
  ignored: { model: string; key: string; value: number | null }[];
  version: number;
}

/** What is sent to change thresholds; null unsets one. */
export interface IPolicyChangeRequest {
  model?: string;
  values: Partial<Record<PolicyKey, number | null>>;
  note?: string;
}

export type JobKind = 'assess' | 'compare' | 'audit';

/** Answer of `GET facegauge/jobs/ID`. */
export interface IJob {
  id: string;
  kind: JobKind;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** `total` is null while it is not known. */
  progress: { done: number; total: number | null };
  /** What `facegauge --json --card` says, of `assess` a list; null before the end. */
  result: unknown;
  error: { code: string | null; message: string } | null;
}
