import type { IRun, ISourceSums } from '../../tokens';
import type { Span } from '../../view';
import { type IPanelContext, PanelModel } from '../panel-model';

export interface IChoices {
  runs: IRun[];
  sources: ISourceSums[];
}

/** What there is to choose from: the runs, and the sources of the range. */
export class RangeBarModel extends PanelModel<IChoices> {
  constructor(context: IPanelContext) {
    super('range-bar', context);
  }

  /** Names of sources, the one in force included, whatever the range has. */
  get sources(): string[] {
    const chosen = this.view.range.state.source;
    const known = (this.value?.sources ?? []).map(({ source }) => source);
    return chosen === null || known.includes(chosen) ? known : [chosen, ...known];
  }

  /** Chooses a kind of stretch; what it needs besides is taken from what there is. */
  choose(span: Span): void {
    const { range } = this.view;
    if (span === 'run') {
      range.set({ span, run: range.state.run ?? this.value?.runs[0]?.id ?? null });
    } else if (span === 'between') {
      const { from, to } = range.borders() ?? { from: range.state.from, to: range.state.to };
      const end = to ?? this.now();
      range.set({ span, from: from ?? end - 86_400_000, to: end });
    } else {
      range.set({ span });
    }
  }

  protected override async ask(): Promise<IChoices> {
    const { source: _, by, ...query } = this.view.range.query();
    const [runs, sources] = await Promise.all([this.service.runs(), this.service.sources(by ? {} : query)]);
    return { runs, sources };
  }
}
