/** What is known of a data set that was audited. Everything is read from the store when it is asked for. */
import { inspect } from 'node:util';
import { FacegaugeError } from '../errors';
import type { Run, RunState, Store } from '../store';
import type { Language, Policy } from '../types';
import { rejectBelow } from '../verification';
import type { Chart, ChartOptions } from '../charts';
import { auditCharts, auditMap, type AuditCharts, type AuditMapOptions } from './charts';
import { compareAudits, type AuditComparison } from './compare';
import * as draw from './draw';
import {
  duplicateRows,
  LABEL_COLUMNS,
  labelRows,
  MERGED_COLUMNS,
  mergedRows,
  NEAR_DUPLICATE_COLUMNS,
  OUTLIER_COLUMNS,
  outlierRows,
  SPLIT_COLUMNS,
  type MergedRow,
  type NearDuplicates,
  type OutlierRow,
  type SplitRow,
  type SuspectedLabel
} from './findings';
import type { SampleFilter, SampleSort } from './filter';
import { Gallery, type GalleryOptions } from './gallery';
import type { IdentityFindings } from './neighbours';
import { writeReport, type ReportOptions } from './report';
import { countPeople, IDENTITY_COLUMNS, people, type AuditIdentity } from './people';
import { Pictures } from './pictures';
import { countSamePixels, DUPLICATE_COLUMNS, samePixels, type DuplicateGroup } from './same-pixels';
import type { AuditSample } from './sample';
import { Searches, type DuplicateOptions, type SearchOptions } from './searches';
import type { Selection } from './select';
import { summarise, type AuditSummary } from './summary';
import { AuditTable, foundTable } from './table';
import { qualityByTimeTaken } from './taken';

/** What an audit needs of the session it was opened by. */
export interface AuditContext {
  store: Store;
  /** The thresholds in force. */
  policy: () => Policy;
  language: Language;
}

export class Audit {
  /** @internal */
  constructor(
    private readonly context: AuditContext,
    /** Id of its run in the store. */
    readonly run: number
  ) {}

  get name(): string {
    return this.row.name;
  }

  /** `interrupted`: whoever worked on it is gone. */
  get state(): RunState {
    return this.row.state;
  }

  get language(): Language {
    return this.context.language;
  }

  /** The thresholds its pictures are judged by. */
  get policy(): Policy {
    return this.context.policy();
  }

  /** Counts, failures by reason, quality overall and by source, assessments, findings. */
  summary(): AuditSummary {
    return summarise(this.context.store, this.row, this.policy);
  }

  /** The pictures with the lowest quality, worst first. */
  worst(n = 20): AuditTable<AuditSample> {
    return this.pictures.table({}, 'worst', n, table => draw.samples(this, table));
  }

  /**
   * The pictures that a filter means.
   * @param sort default: in the order they came in
   * @throws FacegaugeError INVALID_ARGUMENT for what no filter has
   */
  samples(filter: SampleFilter = {}, sort: SampleSort = 'came'): AuditTable<AuditSample> {
    return this.pictures.table(filter, sort, Infinity, table => draw.samples(this, table));
  }

  /** The same to act on: copy, link or list them. Nothing is ever deleted or moved. */
  select(filter: SampleFilter = {}, sort: SampleSort = 'came'): Selection {
    return this.pictures.select(filter, sort);
  }

  /** Groups of pictures that are the same pixel for pixel, by path. */
  exactDuplicates(): AuditTable<DuplicateGroup> {
    const { store } = this.context;
    const { run } = this;
    return new AuditTable<DuplicateGroup>({
      columns: DUPLICATE_COLUMNS,
      rows: most => samePixels(store, run, most),
      count: () => this.samePixels.groups,
      draw: table => draw.duplicates(this, table)
    });
  }

  /**
   * Groups of pictures of which every two are alike, by their embeddings and as whole pictures: copies of one photograph, and bursts of
   * one moment. What was found is kept until the audit changes; a search that was stopped is gone on with.
   * @throws FacegaugeError INVALID_ARGUMENT (threshold, too many pairs), ABORTED, NO_SPACE, ENGINE_CRASHED
   */
  async nearDuplicates(options: DuplicateOptions = {}): Promise<AuditTable<NearDuplicates>> {
    const rows = duplicateRows(this.context.store, await this.searches.duplicates(options));
    return foundTable(NEAR_DUPLICATE_COLUMNS, rows, table => draw.nearDuplicates(this, table));
  }

  /**
   * Pictures that are nearer to another identity than to their own, most probable first. Pictures below qualityReject are not accused;
   * where there are too few people or pictures to judge by, nothing is said.
   * @throws FacegaugeError ABORTED, ENGINE_CRASHED
   */
  async labelErrors(options: SearchOptions = {}): Promise<AuditTable<SuspectedLabel>> {
    const rows = labelRows(this.context.store, await this.examined(options));
    return foundTable(LABEL_COLUMNS, rows, table => draw.labelErrors(this, table));
  }

  /** Names that are probably one person, two by two, most probable first. @throws FacegaugeError as `labelErrors` */
  async splitIdentities(options: SearchOptions = {}): Promise<AuditTable<SplitRow>> {
    const { splitIdentities: rows } = await this.examined(options);
    return foundTable<SplitRow>(SPLIT_COLUMNS, rows, table => draw.splitIdentities(this, table));
  }

  /** Names under which there probably are two people. @throws FacegaugeError as `labelErrors` */
  async mergedIdentities(options: SearchOptions = {}): Promise<AuditTable<MergedRow>> {
    const rows = mergedRows(this.context.store, await this.examined(options));
    return foundTable(MERGED_COLUMNS, rows, table => draw.mergedIdentities(this, table));
  }

  /** Good pictures that are like no other, least similar first; empty where there are too few to say so. @throws likewise */
  async outliers(options: SearchOptions = {}): Promise<AuditTable<OutlierRow>> {
    const rows = outlierRows(this.context.store, await this.searches.outliers(this.policy.qualityTrust, options));
    return foundTable(OUTLIER_COLUMNS, rows, table => draw.outliers(this, table));
  }

  /** The people of the data set, by name. */
  identities(): AuditTable<AuditIdentity> {
    return this.people();
  }

  /**
   * People with too few trusted pictures.
   * @param perIdentity how many there should be (default 2)
   */
  thin({ perIdentity = 2 }: { perIdentity?: number } = {}): AuditTable<AuditIdentity> {
    return this.people(perIdentity);
  }

  /** Another audit of the same store beside this one: quality by source, people in common, pictures in both. */
  compareWith(other: Audit): AuditComparison {
    if (other.context.store.file !== this.context.store.file)
      throw new FacegaugeError('INVALID_ARGUMENT', 'Both audits must lie in one store.', {
        found: `${this.context.store.file} and ${other.context.store.file}`,
        action: 'Audit both data sets with the same store.'
      });
    return compareAudits(this, other, this.context.store);
  }

  /**
   * A page of thumbnails with quality, assessment, first finding and identity.
   * @throws FacegaugeError INVALID_ARGUMENT for what no filter has
   */
  gallery(filter: SampleFilter = {}, options: GalleryOptions = {}): Gallery {
    return new Gallery(this, filter, options);
  }

  /** The audit as charts: quality by source and over time, findings, components of what is rejected. */
  charts(options: ChartOptions = {}): AuditCharts {
    return auditCharts(this.context.store, this.row, this.policy, { language: this.language, ...options });
  }

  /** One of its charts, without the work of the others. @internal */
  overTime(options: ChartOptions = {}): Chart | null {
    return qualityByTimeTaken(this.context.store, this.row, this.policy, { language: this.language, ...options });
  }

  /**
   * Its faces on a plane: near points are alike. Ten thousand at most are drawn, by chance.
   * @throws FacegaugeError INVALID_ARGUMENT where fewer than three pictures have an embedding; ABORTED
   */
  map(options: AuditMapOptions = {}): Promise<Chart> {
    return auditMap(this.context.store, this.row, { language: this.language, ...options });
  }

  /**
   * Writes one page of HTML that needs nothing else: summary, charts, examples, tables; light and dark, on screen and on paper.
   * @throws FacegaugeError NO_SPACE, NO_PERMISSION, OUTPUT_FAILED
   */
  report(file: string, options: ReportOptions = {}): Promise<{ file: string; bytes: number }> {
    return writeReport(this, file, options);
  }

  /** How many pictures are the same pixel for pixel as another one, in how many groups. @internal */
  get samePixels(): { groups: number; pictures: number } {
    return countSamePixels(this.context.store, this.row);
  }

  /** Carries out the searches of a card where they are quick. @internal */
  async look(most: number): Promise<void> {
    if (this.row.done > most || this.row.done === 0) return;
    await this.searches.duplicates();
    await this.examined();
  }

  /** What its card says, in words. */
  text(): string {
    return draw.textOf(this);
  }

  /** How many pictures a filter means. */
  count(filter: SampleFilter = {}, sort: SampleSort = 'came'): number {
    return this.pictures.count(filter, sort);
  }

  /** Some of the pictures a filter means, after so many others. */
  page(filter: SampleFilter, sort: SampleSort, size: number, offset = 0): AuditSample[] {
    return this.pictures.page(filter, sort, size, offset);
  }

  /** Ids of the first of the pictures a filter means. @internal */
  ids(filter: SampleFilter, sort: SampleSort, most: number): number[] {
    return this.pictures.ids(filter, sort, most);
  }

  /** Thumbnails of samples by id: the face (WebP, 112×112), or the whole picture, at most as large; absent where there is none. */
  thumbnails(ids: readonly number[]): Map<number, Uint8Array> {
    return this.pictures.thumbnails(ids);
  }

  [Symbol.for('Jupyter.display') as never]() {
    return draw.card(this);
  }

  [inspect.custom](): string {
    const { name, state, done, failed } = this.row;
    return `Audit { ${name}, ${state}, ${done} pictures, ${failed} without a face or failed }`;
  }

  /** @internal */
  get searches(): Searches {
    return new Searches(this.context.store, this.row);
  }

  private examined(options: SearchOptions = {}): Promise<IdentityFindings> {
    return this.searches.identities(rejectBelow(this.policy), options);
  }

  private get pictures(): Pictures {
    return new Pictures(this.context.store, this.run, this.context.policy);
  }

  private get row(): Run {
    const run = this.context.store.runs().find(({ id }) => id === this.run);
    if (run) return run;
    throw new FacegaugeError('INVALID_ARGUMENT', `The run ${this.run} is not in the store any more.`, {
      path: this.context.store.file
    });
  }

  private people(fewer?: number): AuditTable<AuditIdentity> {
    const { store } = this.context;
    const query = () => ({ good: this.policy.qualityTrust, fewer });
    return new AuditTable<AuditIdentity>({
      columns: IDENTITY_COLUMNS,
      rows: most => people(store, this.row, query(), most),
      count: () => countPeople(store, this.row, fewer === undefined ? {} : query()),
      draw: table => draw.identities(this, table)
    });
  }
}
