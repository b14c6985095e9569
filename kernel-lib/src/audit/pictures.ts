/** The pictures of an audit that a filter means: counted, paged, as a table, to act on. */
import type { MimeBundle } from '../drawing';
import type { Store } from '../store';
import type { Policy } from '../types';
import { parametersOf, type SampleFilter, type SampleSort } from './filter';
import { countRecords, eachRecord, recordIds, recordPage, thumbnailsOf, type RecordQuery } from './records';
import { decoded, placeOf, SAMPLE_COLUMNS, toAuditSample, type AuditSample } from './sample';
import { Selection, type Selected } from './select';
import { AuditTable } from './table';

export class Pictures {
  /** @param policy the thresholds in force at each call */
  constructor(
    private readonly store: Store,
    private readonly run: number,
    private readonly policy: () => Policy
  ) {}

  count(filter: SampleFilter, sort: SampleSort): number {
    return countRecords(this.store, this.query(filter, sort));
  }

  ids(filter: SampleFilter, sort: SampleSort, most: number): number[] {
    return recordIds(this.store, this.query(filter, sort), most);
  }

  page(filter: SampleFilter, sort: SampleSort, size: number, offset: number): AuditSample[] {
    const page = recordPage(this.store, this.query(filter, sort), size, offset);
    return page.map(record => toAuditSample(record, this.policy()));
  }

  /**
   * @param limit rows at most
   * @throws FacegaugeError INVALID_ARGUMENT for what no filter has
   */
  table(
    filter: SampleFilter,
    sort: SampleSort,
    limit: number,
    draw: (table: AuditTable<AuditSample>) => Promise<MimeBundle>
  ): AuditTable<AuditSample> {
    parametersOf(filter, this.policy());
    return new AuditTable<AuditSample>({
      columns: SAMPLE_COLUMNS,
      rows: most => this.each(filter, sort, Math.min(limit, most ?? Infinity)),
      count: () => Math.min(limit, this.count(filter, sort)),
      draw
    });
  }

  select(filter: SampleFilter, sort: SampleSort): Selection {
    return new Selection(
      () => this.selected(filter, sort),
      () => this.count(filter, sort)
    );
  }

  thumbnails(ids: readonly number[]): Map<number, Uint8Array> {
    return thumbnailsOf(this.store, ids);
  }

  private query(filter: SampleFilter, sort: SampleSort): RecordQuery {
    return { run: this.run, policy: this.policy(), filter, sort };
  }

  private *each(filter: SampleFilter, sort: SampleSort, limit: number): Generator<AuditSample, void, undefined> {
    for (const record of eachRecord(this.store, this.query(filter, sort), limit))
      yield toAuditSample(record, this.policy());
  }

  private *selected(filter: SampleFilter, sort: SampleSort): Generator<Selected, void, undefined> {
    for (const record of eachRecord(this.store, this.query(filter, sort)))
      yield { sample: toAuditSample(record, this.policy()), place: placeOf(decoded(record)) };
  }
}
