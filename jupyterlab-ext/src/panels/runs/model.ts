import type { IFindingCount, IRun, ISourceSums, ISummary } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';
import { Pace } from './pace';

/** One of two runs that are looked at side by side. */
export interface ICompared {
  run: IRun;
  summary: ISummary;
  findings: IFindingCount[];
  sources: ISourceSums[];
}

export interface IRuns {
  /** Newest first. */
  runs: IRun[];
  /** Rejection threshold that `low` is counted by. */
  reject: number;
  /** Two, or none. */
  compared: ICompared[];
}

/** The audits of the store, however far they have come. */
export class RunsModel extends PanelModel<IRuns> {
  constructor(context: IPanelContext) {
    super('runs', context);
  }

  /** Ids of the runs marked for comparison, at most two. */
  get marked(): readonly number[] {
    return this._marked;
  }

  /** Marks a run for comparison or takes the mark away; of three the first gives way. */
  mark(id: number): void {
    this._marked = this._marked.includes(id) ? this._marked.filter(one => one !== id) : [...this._marked, id].slice(-2);
    this.onQuestion();
  }

  /** Run that the range shows alone; null where it shows others too. */
  get chosen(): number | null {
    const { span, run } = this.view.range.state;
    return span === 'run' ? run : null;
  }

  choose(id: number): void {
    if (this.chosen === id) this.view.range.set({ span: 'all' });
    else this.view.range.set({ span: 'run', run: id });
  }

  /** Pictures a second; null before it can be told. */
  rate(run: IRun): number | null {
    return run.state === 'running' ? this.pace.rate(run.id) : null;
  }

  /** Milliseconds left; null where that cannot be told. */
  left(run: IRun): number | null {
    const rate = this.rate(run);
    return rate === null || run.total === null ? null : (1000 * (run.total - run.done)) / rate;
  }

  /** All runs are shown, whatever the range. */
  protected override key(): string {
    return JSON.stringify(this._marked);
  }

  protected override async ask(): Promise<IRuns> {
    const marked = this._marked;
    const [runs, policy] = await Promise.all([this.service.runs(), this.service.policy()]);
    const at = this.now();
    for (const run of runs) if (run.state === 'running') this.pace.see(run.id, run.done, at);
    const two = marked.flatMap(id => runs.filter(run => run.id === id));
    return {
      runs,
      reject: policy.inForce.find(({ key }) => key === 'qualityReject')?.value ?? 0,
      compared: two.length === 2 ? await Promise.all(two.map(run => this.whole(run))) : []
    };
  }

  private async whole(run: IRun): Promise<ICompared> {
    const query = { run: run.id };
    const [summary, findings, sources] = await Promise.all([
      this.service.summary(query),
      this.service.findings(query),
      this.service.sources(query)
    ]);
    return { run, summary, findings, sources };
  }

  private readonly pace = new Pace();
  private _marked: readonly number[] = [];
}
