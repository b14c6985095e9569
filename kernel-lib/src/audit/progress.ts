/** How far an audit has come: what is shown while it goes on. */
import { isFailed, isNotAcquired, type PictureResult } from '../session';
import type { Known } from './known';

/** Bars of the running histogram of quality, each 1/20 wide. */
export const BINS = 20;

export interface AuditProgress {
  name: string;
  /** Pictures that are done: looked at, or recognised from before. */
  done: number;
  /** Of those: recognised as unchanged, and not looked at again. */
  recognised: number;
  /** null while that is not known yet. */
  total: number | null;
  acquired: number;
  /** Without a face. */
  notAcquired: number;
  /** Could not be processed; folders and rows of lists that gave no picture included. */
  failed: number;
  /** null while none has a quality. */
  meanQuality: number | null;
  /** Pictures by quality: {@link BINS} bars from 0 to 1. */
  qualities: number[];
  /** Commonest first, at most five. */
  findings: { code: string; count: number }[];
  /** Seconds of this pass; pictures looked at a second; seconds left, where that can be told. */
  seconds: number;
  rate: number | null;
  left: number | null;
}

export class Tally {
  total: number | null = null;
  #recognised = 0;
  #looked = 0;
  #acquired = 0;
  #notAcquired = 0;
  #failed = 0;
  #scored = 0;
  #sum = 0;
  readonly #bins = Array<number>(BINS).fill(0);
  readonly #findings = new Map<string, number>();
  readonly #from = performance.now();

  constructor(private readonly name: string) {}

  /** A picture that was looked at. */
  result(result: PictureResult): void {
    this.#looked++;
    if (isFailed(result)) this.#failed++;
    else {
      const codes = result.findings.map(({ code }) => code);
      this.#add(isNotAcquired(result) ? 'NO_FACE' : null, isNotAcquired(result) ? null : result.quality, codes);
    }
  }

  /** A picture that is as it was. */
  recognised({ errorCode, quality, findings }: Known): void {
    this.#recognised++;
    this.#add(errorCode, quality, JSON.parse(findings) as string[]);
  }

  /** A folder or a row that gave no picture. */
  failure(): void {
    this.#failed++;
    this.#looked++;
  }

  #add(errorCode: string | null, quality: number | null, findings: string[]): void {
    if (errorCode === null) this.#acquired++;
    else this.#notAcquired++;
    if (quality !== null) {
      this.#scored++;
      this.#sum += quality;
      this.#bins[Math.min(BINS - 1, Math.floor(quality * BINS))]++;
    }
    for (const code of findings) this.#findings.set(code, (this.#findings.get(code) ?? 0) + 1);
  }

  get passed(): number {
    return this.#looked + this.#recognised;
  }

  progress(): AuditProgress {
    const seconds = (performance.now() - this.#from) / 1000;
    const rate = this.#looked > 0 && seconds > 0 ? this.#looked / seconds : null;
    const rest = this.total === null ? null : Math.max(0, this.total - this.passed);
    return {
      name: this.name,
      done: this.passed,
      recognised: this.#recognised,
      total: this.total === null ? null : Math.max(this.total, this.passed),
      acquired: this.#acquired,
      notAcquired: this.#notAcquired,
      failed: this.#failed,
      meanQuality: this.#scored === 0 ? null : this.#sum / this.#scored,
      qualities: [...this.#bins],
      findings: [...this.#findings]
        .map(([code, count]) => ({ code, count }))
        .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
        .slice(0, 5),
      seconds,
      rate,
      left: rest === null || rate === null ? null : rest / rate
    };
  }
}
