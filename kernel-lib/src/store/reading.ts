/** What can be read of a store: by whoever writes it as well, and without stopping anybody who does. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import type { PolicyOverrides } from '../types';
import type { Connection } from './connection';
import * as counts from './counts';
import { type EmbeddingBlock, type EmbeddingQuery, readEmbeddings } from './embeddings';
import { storeErrors } from './faults';
import { recordedFiles, type RecordedFile } from './files';
import { readInfo, type StoreInfo } from './info';
import * as policy from './policy';
import { readSamples, type SampleQuery } from './query';
import type { StoredSample } from './row';
import { readRuns, type Run } from './runs';
import { queryFor, type QueryParameters } from './sql';

/** What can be read of a store that is open, see `Store`. */
export abstract class StoreReading {
  /** @internal */
  protected readonly connection: Connection;

  /** @internal */
  protected constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Absolute path of the file. */
  get file(): string {
    return this.connection.file;
  }

  /** Looks through the whole file (seconds for a large one). @returns what is wrong with it, or null */
  check(): string | null {
    const [row] = this.read(db => db.prepare('PRAGMA quick_check(1)').all()) as { quick_check: string }[];
    return row?.quick_check === 'ok' ? null : String(row?.quick_check);
  }

  /** Newest first; one whose owner is gone is `interrupted`. */
  runs(name?: string): Run[] {
    return this.read(db => readRuns(db, name));
  }

  /**
   * @param from UTC ms, inclusive
   * @param to UTC ms, exclusive
   * @param qualityReject threshold of "low" (a multiple of .001); default: the one in force in the store
   */
  summary(from: number, to: number, qualityReject?: number): counts.Summary {
    return this.summaryOf({ from, to }, qualityReject);
  }

  /** The same of one source or one run. */
  summaryOf(stretch: counts.Stretch, qualityReject?: number): counts.Summary {
    return this.read(db => counts.summarise(db, stretch, qualityReject));
  }

  /** Pictures by quality, in bins of .001. */
  qualities(stretch: counts.Stretch): counts.QualityBin[] {
    return this.read(db => counts.qualities(db, stretch));
  }

  /** What is wrong how often, commonest first. */
  findings(stretch: counts.Stretch): counts.FindingCount[] {
    return this.read(db => counts.findings(db, stretch));
  }

  /** Sums by source, largest first (`limit`: only these); of the quarter-hours that begin in the stretch. */
  sources(stretch: counts.Stretch, limit?: number): counts.SourceSum[] {
    return this.read(db => counts.sources(db, stretch, limit));
  }

  /** Quarter-hours that start in [from, to), UTC ms; "low" by the threshold in force in the store. */
  quarterHours(from: number, to: number): counts.QuarterHour[] {
    return this.read(db => counts.quarterHours(db, from, to));
  }

  /** Rows on disk that match, in the order they were first written. Breaking off the loop is fine. */
  *samples(query: SampleQuery = {}): Generator<StoredSample> {
    this.assertOpen();
    yield* readSamples(this.connection.db, query);
  }

  /** Files below a folder that have a record, in the state they were in when they were last processed. */
  *filesBelow(folder: string): Generator<RecordedFile> {
    this.assertOpen();
    yield* recordedFiles(this.connection.db, folder);
  }

  /** Embeddings as blocks of float32. Breaking off the loop is fine. */
  *embeddings(query: EmbeddingQuery = {}): Generator<EmbeddingBlock> {
    this.assertOpen();
    yield* readEmbeddings(this.connection.db, query);
  }

  /** The embedding network of the newest sample; null in an empty store. */
  newestModel(): string | null {
    return this.rows<{ model: string }>('policy-model')[0]?.model ?? null;
  }

  /** Thresholds set in this store that are in force for an embedding network: a source for `resolvePolicy`. */
  policy(model = policy.EVERY_MODEL): PolicyOverrides {
    return this.read(db => policy.readPolicy(db, model));
  }

  /** Each threshold as readers of the store apply it: store > manifest > built-in. */
  policyInForce(model = policy.EVERY_MODEL): policy.PolicyInForce {
    return this.read(db => policy.policyInForce(db, model));
  }

  /** Thresholds set in the store that are impossible or contradict each other, and are not applied. */
  ignoredPolicy(): policy.IgnoredPolicy[] {
    return this.read(policy.ignoredPolicy);
  }

  /** Grows with every change. */
  policyVersion(): number {
    return this.read(policy.policyVersion);
  }

  /** Newest first. */
  policyHistory(): policy.PolicyChange[] {
    return this.read(policy.policyHistory);
  }

  /** Thresholds that running sessions apply instead of the store's. */
  sessionOverrides(): policy.SessionOverride[] {
    return this.read(policy.sessionOverrides);
  }

  /** Rows of `sql/queries/NAME.sql`, whose comment says what it answers and what its parameters are. */
  rows<T>(name: string, parameters: QueryParameters = {}): T[] {
    return this.read(db => {
      const { text, bound } = queryFor(name, parameters);
      return db
        .prepare(text)
        .all(bound)
        .map(row => ({ ...(row as T) }));
    });
  }

  /** What it holds, and how much room it takes. */
  info(): StoreInfo {
    return this.read(db => readInfo(db, this.file));
  }

  /** @internal */
  protected read<T>(work: (db: DatabaseSyncInstance) => T): T {
    this.assertOpen();
    return storeErrors(this.file, () => work(this.connection.db));
  }

  /** @internal */
  protected assertOpen(): void {
    if (this.connection.db.isOpen && !this.ending) return;
    throw new FacegaugeError('CLOSED', `The store ${this.file} is closed.`, { path: this.file });
  }

  /** It is being closed: nothing more is read. @internal */
  protected abstract readonly ending: boolean;
}
