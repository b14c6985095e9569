import { Debouncer } from '@lumino/polling';
import type { ILiveNews, ISummary } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';
import { type IPulse, Pulse, REST_MS } from './pulse';

/** The figures of the range, and whether a session is at work. */
export class TodayModel extends PanelModel<ISummary> {
  constructor(context: IPanelContext) {
    super('today', context);
  }

  /** What sessions in open notebooks say of themselves; null where none is working. */
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
    return this.service.summary(this.counted());
  }

  protected override onLive(sender: unknown, news: ILiveNews): void {
    this.beats.hear(news, this.now());
    void this.rest.invoke();
    if (this.visible) this.stateChanged.emit();
    super.onLive(sender, news);
  }

  private readonly beats = new Pulse();
  private readonly rest = new Debouncer(() => this.stateChanged.emit(), REST_MS + 100);
}
