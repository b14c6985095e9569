import type { BucketSize, IBucket, ISeries } from '../../tokens';
import { bucketEnd, bucketFor, bucketStarts } from '../../view/times';
import { type IPanelContext, PanelModel } from '../panel-model';

export interface ITrend {
  size: BucketSize;
  series: ISeries;
  /** Rejection threshold that `low` is counted by. */
  reject: number;
}

/** One bucket as it is drawn: a stretch without pictures is there too. */
export interface ISpan extends IBucket {
  end: number;
  finding: string | null;
  source: string | null;
}

/** Quality over time, in buckets that fit the length of the range. */
export class TrendModel extends PanelModel<ITrend> {
  constructor(
    context: IPanelContext,
    /** IANA name of the reader's time zone. */
    private readonly zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone
  ) {
    super('trend', context);
    this.view.selection.changed.connect(this.changed, this);
  }

  /** True where each source is drawn by itself, too. */
  get split(): boolean {
    return this._split;
  }

  set split(split: boolean) {
    this._split = split;
    this.onQuestion();
  }

  /** The buckets in order. */
  get spans(): ISpan[] {
    const { value } = this;
    if (!value) return [];
    if (this.drawn?.of !== value) this.drawn = { of: value, spans: this.spansOf(value.series.buckets, value) };
    return this.drawn.spans;
  }

  /** The buckets of each source, those that have most pictures first. */
  get sources(): { source: string; spans: ISpan[] }[] {
    const { value } = this;
    return (value?.series.sources ?? []).map(({ source, buckets }) => ({
      source,
      spans: this.spansOf(buckets, value!)
    }));
  }

  /** The samples of these buckets, from the first to the last. */
  show(first: ISpan, last: ISpan): void {
    this.view.selection.show({ from: first.start, to: last.end });
  }

  onlySource(source: string): void {
    this.view.range.set({ source });
  }

  override dispose(): void {
    this.view.selection.changed.disconnect(this.changed, this);
    super.dispose();
  }

  protected override key(): string {
    return `${super.key()} ${this._split}`;
  }

  protected override async ask(): Promise<ITrend> {
    const query = this.view.range.query();
    const { by: _, ...processed } = query;
    const size = await this.sizeOf();
    const [series, summary] = await Promise.all([
      this.service.series(query, size, this.zone, this._split),
      this.service.summary(processed)
    ]);
    return { size, series, reject: summary.qualityReject.value };
  }

  /** A range without borders is as long as its run, or long. */
  private async sizeOf(): Promise<BucketSize> {
    const borders = this.view.range.borders();
    if (borders) return bucketFor(borders.from, borders.to);
    const { span, run: id } = this.view.range.state;
    const run = span === 'run' ? (await this.service.runs()).find(one => one.id === id) : undefined;
    return run ? bucketFor(run.startedAt, run.endedAt ?? this.now()) : 'day';
  }

  private spansOf(buckets: IBucket[], { size, series }: ITrend): ISpan[] {
    const known = new Map(buckets.map(bucket => [bucket.start, bucket]));
    const worst = new Map(series.worst.map(one => [one.start, one]));
    const all = series.buckets.map(({ start }) => start);
    const borders = this.view.range.borders() ?? { from: all[0] ?? 0, to: (all.at(-1) ?? -1) + 1 };
    const starts = bucketStarts(borders.from, borders.to, size, all);
    return starts.map(start => ({
      ...(known.get(start) ?? { start, pictures: 0, scored: 0, meanQuality: null, low: 0, failures: 0 }),
      end: bucketEnd(start, size),
      finding: worst.get(start)?.finding ?? null,
      source: worst.get(start)?.source ?? null
    }));
  }

  private changed(): void {
    this.stateChanged.emit();
  }

  private _split = false;
  private drawn: { of: ITrend; spans: ISpan[] } | null = null;
}
