import { Debouncer } from '@lumino/polling';
import { failureOf, type ILiveNews, type IRun, type ISummary } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';
import { Pace } from '../runs/pace';
import { type IPulse, Pulse, REST_MS } from './pulse';

/** The figures of the range, and whether a session is at work. */
export class TodayModel extends PanelModel<ISummary> {
  constructor(context: IPanelContext) {
    super('today', context);
  }

  /** Audits that are going on, wherever: in notebooks, on the command line, without code. */
  get going(): readonly IRun[] {
    return this._going;
  }

  /** Pictures a second of an audit; null before it can be told. */
  rate(run: IRun): number | null {
    return this.pace.rate(run.id);
  }

  /** What sessions in open notebooks say of themselves; null where none is known to be open. */
  get pulse(): IPulse | null {
    return this.beats.at(this.now());
  }

  /** Looks at the pictures below the rejection threshold. */
  showLow(): void {
    if (this.value) this.view.selection.show({ most: this.value.qualityReject.value });
  }

  showFailures(assessment: 'not-acquired' | 'failed'): void {
    this.view.selection.show({ assessment });
  }

  override dispose(): void {
    this.rest.dispose();
    super.dispose();
  }

  protected override async ask(): Promise<ISummary> {
    const [summary, going] = await Promise.all([this.service.summary(this.counted()), this.runsGoing()]);
    this._going = going;
    const at = this.now();
    for (const run of going) this.pace.see(run.id, run.done, at);
    return summary;
  }

  protected override onLive(sender: unknown, news: ILiveNews): void {
    this.beats.hear(news, this.now());
    void this.rest.invoke();
    if (this.visible) this.stateChanged.emit();
    super.onLive(sender, news);
  }

  private async runsGoing(): Promise<IRun[]> {
    try {
      return (await this.service.runs()).filter(({ state }) => state === 'running');
    } catch (error) {
      // Why there is no answer is said by the summary and by the panel of the runs.
      failureOf(error);
      return [];
    }
  }

  private _going: readonly IRun[] = [];
  private readonly pace = new Pace();
  private readonly beats = new Pulse();
  private readonly rest = new Debouncer(() => this.stateChanged.emit(), REST_MS + 100);
}
