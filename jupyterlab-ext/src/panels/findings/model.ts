import type { IFindingCount } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';

export interface IFindings {
  /** Commonest first. */
  findings: IFindingCount[];
  /** Pictures of the range, failures included. */
  pictures: number;
}

/** What is wrong how often; one finding can be chosen for the panel Samples. */
export class FindingsModel extends PanelModel<IFindings> {
  constructor(context: IPanelContext) {
    super('findings', context);
    this.view.selection.changed.connect(this.changed, this);
  }

  get chosen(): string | null {
    return this.view.selection.state.finding ?? null;
  }

  /** Chooses the samples with this finding, or lets go of it. */
  toggle(code: string): void {
    const { selection } = this.view;
    if (this.chosen === code) selection.set({ finding: undefined });
    else selection.show({ finding: code });
  }

  override dispose(): void {
    this.view.selection.changed.disconnect(this.changed, this);
    super.dispose();
  }

  protected override async ask(): Promise<IFindings> {
    const query = this.counted();
    const [findings, { pictures }] = await Promise.all([this.service.findings(query), this.service.summary(query)]);
    return { findings, pictures };
  }

  private changed(): void {
    this.stateChanged.emit();
  }
}
