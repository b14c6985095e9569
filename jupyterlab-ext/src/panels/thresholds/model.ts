import { failureOf, type IFailure, type IPolicy } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';
import { Counts } from './counts';

export interface IThresholds {
  counts: Counts;
  policy: IPolicy;
}

/** The two thresholds that are moved here. */
export type Movable = 'qualityReject' | 'qualityTrust';

export interface IWhatIf {
  scored: number;
  rejected: number;
  trusted: number;
  /** Against the thresholds in force; null where nothing was moved. */
  moreRejected: number | null;
  moreTrusted: number | null;
}

/** The qualities of the range, the thresholds in force, and what others would make of them. */
export class ThresholdsModel extends PanelModel<IThresholds> {
  constructor(context: IPanelContext) {
    super('thresholds', context);
  }

  /** The threshold as it is in force; null before it is known. */
  inForce(key: Movable): number | null {
    return this.value?.policy.inForce.find(one => one.key === key)?.value ?? null;
  }

  /** The threshold as it was moved, else as it is in force. */
  at(key: Movable): number | null {
    return this.draft[key] ?? this.inForce(key);
  }

  get isMoved(): boolean {
    return Object.keys(this.draft).length > 0;
  }

  /** Moves a threshold by hand; nothing is changed in the store. It stops at the other one. */
  move(key: Movable, to: number): void {
    const [reject, trust] = [this.at('qualityReject'), this.at('qualityTrust')];
    if (reject === null || trust === null) return;
    const auto = this.value?.policy.inForce.find(one => one.key === 'autoRejectBelow')?.value ?? 0;
    const [least, most] = key === 'qualityReject' ? [auto, trust] : [reject, 1];
    const value = Math.round(1000 * Math.min(most, Math.max(least, to))) / 1000;
    const { [key]: _, ...rest } = this.draft;
    this.draft = value === this.inForce(key) ? rest : { ...rest, [key]: value };
    this._said = null;
    this._refusal = null;
    this.stateChanged.emit();
  }

  reset(): void {
    this.draft = {};
    this._refusal = null;
    this.stateChanged.emit();
  }

  /** What the thresholds as they stand here make of the pictures of the range. */
  get whatIf(): IWhatIf | null {
    const { value } = this;
    const [reject, trust] = [this.at('qualityReject'), this.at('qualityTrust')];
    const [rejectNow, trustNow] = [this.inForce('qualityReject'), this.inForce('qualityTrust')];
    if (!value || reject === null || trust === null || rejectNow === null || trustNow === null) return null;
    const { counts } = value;
    const trustedFrom = (threshold: number) => counts.scored - counts.below(threshold);
    const rejected = counts.below(reject);
    const trusted = trustedFrom(trust);
    return {
      scored: counts.scored,
      rejected,
      trusted,
      moreRejected: this.isMoved ? rejected - counts.below(rejectNow) : null,
      moreTrusted: this.isMoved ? trusted - trustedFrom(trustNow) : null
    };
  }

  /** What became of the last change. */
  get said(): 'applied' | 'undone' | null {
    return this._said;
  }

  /** Why the last change was refused; null where it was not. */
  get refusal(): IFailure | null {
    return this._refusal;
  }

  get busy(): boolean {
    return this._busy;
  }

  /** True where there is a change that can be taken back. */
  get canUndo(): boolean {
    const history = this.value?.policy.history ?? [];
    const undone = new Set(history.map(({ undoes }) => undoes));
    return history.some(({ change, undoes }) => undoes === null && !undone.has(change));
  }

  /** Writes the thresholds as they were moved into the store. */
  async apply(note: string): Promise<void> {
    if (!this.isMoved) return;
    const change = { values: { ...this.draft }, ...(note.trim() && { note: note.trim() }) };
    await this.change('applied', () => this.service.setPolicy(change));
  }

  /** Takes the last change of the store's thresholds back, whoever made it. */
  async undo(): Promise<void> {
    await this.change('undone', () => this.service.undoPolicy());
  }

  protected override async ask(): Promise<IThresholds> {
    const [histogram, policy] = await Promise.all([this.service.histogram(this.counted()), this.service.policy()]);
    return { counts: new Counts(histogram), policy };
  }

  private async change(done: 'applied' | 'undone', act: () => Promise<IPolicy>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    this._refusal = null;
    this._said = null;
    this.stateChanged.emit();
    try {
      const policy = await act();
      if (this.value) this.take({ ...this.value, policy });
      this.draft = {};
      this._said = done;
      // What counts as low has changed everywhere.
      this.view.refresh();
    } catch (error) {
      this._refusal = failureOf(error);
    } finally {
      this._busy = false;
      if (!this.isDisposed) this.stateChanged.emit();
    }
  }

  private draft: Partial<Record<Movable, number>> = {};
  private _said: 'applied' | 'undone' | null = null;
  private _refusal: IFailure | null = null;
  private _busy = false;
}
