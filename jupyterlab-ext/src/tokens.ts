import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type {
  BucketSize,
  IFilter,
  IFindingCount,
  IHistogram,
  IJob,
  IPolicy,
  IPolicyChangeRequest,
  IQuery,
  IRun,
  ISample,
  ISamplePage,
  ISeries,
  ISourceSums,
  ISummary,
  JobKind,
  SampleOrder
} from './contract';
import type { View } from './view';

export type * from './contract';

/** MIME type of the messages by which a running session makes itself heard; nothing is ever drawn for it. */
export const LIVE_MIME = 'application/vnd.facegauge.live+json';

/** The plugin whose settings (schema/plugin.json) all panels share. */
export const PLUGIN_ID = 'jupyterlab-facegauge:plugin';

/** What a running session says of itself: sums since it was opened. */
export interface ILiveNews {
  version: number;
  /** Tells sessions apart. */
  session: string;
  /**
   * `working` while pictures are processed, repeated at least every two seconds; `open` while none is; `closed` at its end, or
   * where it can no longer be heard. A library of before does not say.
   */
  state?: 'working' | 'open' | 'closed';
  pictures: number;
  meanQuality: number | null;
  low: number;
  failures: number;
  /** Store that the pictures are recorded in; null without one. */
  store: string | null;
  /** UTC ms. */
  at: number;
}

/**
 * Why there is no answer, for the reader's next step. `store`: the store cannot be read, `reason` says why;
 * `busy`: another process holds it; `gone`: the thing asked for is not (or no longer) there; `by-processed`: the figures asked
 * for are kept by the time pictures were processed alone; `too-many`: so many jobs are under way already.
 */
export type ServiceFailure =
  'not-enabled' | 'unreachable' | 'refused' | 'store' | 'busy' | 'gone' | 'by-processed' | 'too-many';

export class ServiceError extends Error {
  constructor(
    readonly failure: ServiceFailure,
    message: string,
    /** State of the store, where that is why. */
    readonly reason: string | null = null,
    /** What the store is called, where it cannot be read. */
    readonly path: string | null = null
  ) {
    super(message);
  }
}

/** The same as plain data, to be shown. */
export interface IFailure {
  failure: ServiceFailure;
  message: string;
  /** State of the store, where that is why. */
  reason: string | null;
  /** What the store is called, where it cannot be read. */
  path: string | null;
}

/** @throws what is not a ServiceError: a fault of ours, which nobody must take for an answer */
export function failureOf(error: unknown): IFailure {
  if (!(error instanceof ServiceError)) throw error;
  return { failure: error.failure, message: error.message, reason: error.reason, path: error.path };
}

/** What panels know of the world: the store through the server, and the live messages of running sessions. All reject with ServiceError. */
export interface IFacegaugeService {
  summary(query: IQuery): Promise<ISummary>;
  /** @param zone IANA name of the time zone that hours and days are meant in */
  series(query: IQuery, bucket: BucketSize, zone: string, split: boolean): Promise<ISeries>;
  histogram(query: IQuery): Promise<IHistogram>;
  findings(query: IQuery): Promise<IFindingCount[]>;
  sources(query: IQuery): Promise<ISourceSums[]>;
  /** @param after cursor of the page before, or null for the first */
  samples(query: IQuery & IFilter, order: SampleOrder, limit: number, after: string | null): Promise<ISamplePage>;
  sample(id: number): Promise<ISample>;
  /** Removes the record; the picture's file is left alone. */
  deleteSample(id: number): Promise<void>;
  /** @param version as the lists give it, so that the browser may keep the picture */
  thumbnail(id: number, version: string | null): Promise<Blob>;
  /** @param path below the server's root folder */
  picture(path: string): Promise<Blob>;
  runs(): Promise<IRun[]>;
  policy(): Promise<IPolicy>;
  setPolicy(change: IPolicyChangeRequest): Promise<IPolicy>;
  undoPolicy(): Promise<IPolicy>;
  /**
   * Has the library assess, compare or audit in a process of its own.
   * @param paths below the server's root folder, or what `upload` gave
   * @returns the job's id
   */
  startJob(kind: JobKind, paths: readonly string[], language: 'en' | 'zh'): Promise<string>;
  /** A job that nobody asks for is ended after two minutes and a half. */
  job(id: string): Promise<IJob>;
  /** Ends the job, if need be, and forgets it. */
  endJob(id: string): Promise<void>;
  /** Gives the server a picture for an hour. @returns what it is called in `paths` of a job */
  upload(name: string, picture: Blob): Promise<string>;
  /** Has the server forget an uploaded picture. */
  forget(path: string): Promise<void>;
  /** Saves a picture in a folder below the server's root, under a name that is free. @returns its path */
  keep(folder: string, name: string, picture: Blob): Promise<string>;
  /** Emits whenever a session in an open notebook says that it processed something. */
  readonly live: ISignal<IFacegaugeService, ILiveNews>;
}

export const IFacegaugeService = new Token<IFacegaugeService>(
  'jupyterlab-facegauge:IFacegaugeService',
  'The store of facegauge, read through the Jupyter server, and the live messages of running sessions.'
);

/** The sidebar, a column of panels under one range bar. */
export interface IFacegaugeSidebar {
  /** What the reader looks at: every panel follows it. */
  readonly view: View;
  /** Adds a panel below those of lower rank; its title is the heading. */
  addPanel(panel: Widget, rank: number): void;
  /** Makes the panel visible: unfolds it. */
  reveal(panel: Widget): void;
}

export const IFacegaugeSidebar = new Token<IFacegaugeSidebar>(
  'jupyterlab-facegauge:IFacegaugeSidebar',
  'The sidebar of facegauge, to which panels are added.'
);
