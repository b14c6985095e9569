import { FacegaugeError } from '../errors';
import { noNumber, SortedSimilarities } from './similarities';
import type { QualityTrial } from './edc';
import { contradiction, type Scores } from './trial';

/** One comparison with what is known of its pictures. */
export interface TrialRow {
  /** null: a picture gave no face, the comparison did not take place. */
  similarity: number | null;
  mated: boolean;
  /** null or absent: not known. */
  qualityA?: number | null;
  qualityB?: number | null;
  /** Who is on the pictures; both or neither. */
  subjectA?: string | null;
  subjectB?: string | null;
}

/** Stands for a quality that is not known. */
export const UNKNOWN_QUALITY = 65535;

const FIRST_ROOM = 1024;

/**
 * Any number of comparisons as columns, 21 bytes each: ten million take 210 MB. Qualities are kept in thousandths, rounded down, which
 * is exact for every quality threshold (they are multiples of .001); of mated pairs the lower quality is kept as it is, for the order
 * of an EDC.
 */
export class TrialColumns {
  length = 0;
  /** NaN where the comparison did not take place. */
  similarity: Float64Array;
  mated: Uint8Array;
  /** 0..1000, or `UNKNOWN_QUALITY`. */
  qualityA: Uint16Array;
  qualityB: Uint16Array;
  /** Numbers of people, −1 where nobody was named. */
  subjectA: Int32Array;
  subjectB: Int32Array;
  /** Whether some quality is known. */
  hasQuality = false;
  /** Whether every quality known lies in 0..1; if not, no policy can be applied to them. */
  qualityInRange = true;
  matedCount = 0;
  private named = 0;
  private lower: Float64Array;
  private readonly numbers = new Map<string, number>();

  /** @param room comparisons that are expected; more may come */
  constructor(room = FIRST_ROOM) {
    this.similarity = new Float64Array(room);
    this.mated = new Uint8Array(room);
    this.qualityA = new Uint16Array(room);
    this.qualityB = new Uint16Array(room);
    this.subjectA = new Int32Array(room);
    this.subjectB = new Int32Array(room);
    this.lower = new Float64Array(FIRST_ROOM);
  }

  /** How many people are named. */
  get subjects(): number {
    return this.numbers.size;
  }

  /** Whether every comparison says who is on it. */
  get hasSubjects(): boolean {
    return this.length > 0 && this.named === this.length;
  }

  /** The number of a person, new where the name is. */
  subject(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** @throws INVALID_ARGUMENT for figures that are none, one subject without the other, or subjects that contradict `mated` */
  add({ similarity, mated, qualityA, qualityB, subjectA, subjectB }: TrialRow): void {
    if ((subjectA == null) !== (subjectB == null))
      throw new FacegaugeError('INVALID_ARGUMENT', 'Of a pair one subject is known and the other is not.', {
        found: `${JSON.stringify(subjectA)} and ${JSON.stringify(subjectB)}`,
        action: 'Give both or neither.'
      });
    if (subjectA != null && subjectB != null) {
      if ((subjectA === subjectB) !== mated) throw contradiction([subjectA, subjectB], mated);
      this.push(similarity, mated, qualityA, qualityB, this.subject(subjectA), this.subject(subjectB));
    } else this.push(similarity, mated, qualityA, qualityB, -1, -1);
  }

  /** As `add`, with people by number (`subject`); −1: nobody is named. */
  push(
    similarity: number | null,
    mated: boolean,
    qualityA: number | null | undefined,
    qualityB: number | null | undefined,
    subjectA: number,
    subjectB: number
  ): void {
    if (similarity !== null && !Number.isFinite(similarity)) throw noNumber(similarity);
    if (this.length === this.similarity.length) this.grow();
    const i = this.length;
    this.similarity[i] = similarity ?? NaN;
    this.mated[i] = mated ? 1 : 0;
    this.qualityA[i] = this.thousandths(qualityA);
    this.qualityB[i] = this.thousandths(qualityB);
    this.subjectA[i] = subjectA;
    this.subjectB[i] = subjectB;
    if (subjectA >= 0) this.named++;
    if (mated) {
      if (this.matedCount === this.lower.length) this.lower = enlarged(this.lower, 2 * this.lower.length);
      this.lower[this.matedCount++] = qualityA == null || qualityB == null ? NaN : Math.min(qualityA, qualityB);
    }
    this.length++;
  }

  /** What an evaluation counts. @param chosen by number of the person: only comparisons among these (default all) */
  scores(chosen?: Uint8Array): Scores {
    const counts = { mated: 0, nonMated: 0 };
    const notCompared = { mated: 0, nonMated: 0 };
    const { length, similarity, mated, subjectA, subjectB } = this;
    const left = (i: number) => chosen !== undefined && !(chosen[subjectA[i]] && chosen[subjectB[i]]);
    for (let i = 0; i < length; i++)
      if (!left(i)) (Number.isNaN(similarity[i]) ? notCompared : counts)[mated[i] ? 'mated' : 'nonMated']++;
    const compared = { mated: new Float64Array(counts.mated), nonMated: new Float64Array(counts.nonMated) };
    let [m, n] = [0, 0];
    for (let i = 0; i < length; i++) {
      if (left(i) || Number.isNaN(similarity[i])) continue;
      if (mated[i]) compared.mated[m++] = similarity[i];
      else compared.nonMated[n++] = similarity[i];
    }
    return {
      mated: SortedSimilarities.owning(compared.mated),
      nonMated: SortedSimilarities.owning(compared.nonMated),
      notCompared
    };
  }

  /** The mated comparisons with their lower quality; one that is not known is null. */
  *matedQualities(): Iterable<QualityTrial> {
    for (let i = 0, m = 0; i < this.length; i++) {
      if (!this.mated[i]) continue;
      const [similarity, quality] = [this.similarity[i], this.lower[m++]];
      yield {
        similarity: Number.isNaN(similarity) ? null : similarity,
        quality: Number.isNaN(quality) ? null : quality
      };
    }
  }

  /** The comparisons among some people. @param chosen by number of the person, 1 for those who stay */
  among(chosen: Uint8Array): TrialColumns {
    let room = 0;
    for (let i = 0; i < this.length; i++) room += chosen[this.subjectA[i]] & chosen[this.subjectB[i]];
    const part = new TrialColumns(Math.max(1, room));
    const numbers = new Int32Array(this.subjects).fill(-1);
    // Those who are not there must not be drawn either: a person keeps the name and gets another number.
    for (const [name, number] of this.numbers) if (chosen[number]) numbers[number] = part.subject(name);
    part.hasQuality = this.hasQuality;
    part.qualityInRange = this.qualityInRange;
    for (let i = 0, m = 0; i < this.length; i++) {
      const lower = this.mated[i] ? this.lower[m++] : NaN;
      if (!chosen[this.subjectA[i]] || !chosen[this.subjectB[i]]) continue;
      const similarity = Number.isNaN(this.similarity[i]) ? null : this.similarity[i];
      const [a, b] = [numbers[this.subjectA[i]], numbers[this.subjectB[i]]];
      part.push(similarity, this.mated[i] === 1, null, null, a, b);
      part.qualityA[part.length - 1] = this.qualityA[i];
      part.qualityB[part.length - 1] = this.qualityB[i];
      if (this.mated[i]) part.lower[part.matedCount - 1] = lower;
    }
    return part;
  }

  /** The same comparisons with other similarities, one for each; columns that stay are shared. */
  withSimilarity(similarity: Float64Array): TrialColumns {
    const other = Object.assign(Object.create(TrialColumns.prototype) as TrialColumns, this);
    other.similarity = similarity;
    return other;
  }

  private thousandths(quality: number | null | undefined): number {
    if (quality == null) return UNKNOWN_QUALITY;
    if (!Number.isFinite(quality))
      throw new FacegaugeError('INVALID_ARGUMENT', 'A quality is no number.', { found: String(quality) });
    this.hasQuality = true;
    if (quality < 0 || quality > 1) {
      this.qualityInRange = false;
      return quality < 0 ? 0 : 1000;
    }
    // The product may be rounded over a threshold the quality does not reach, or below one it does.
    let k = Math.floor(quality * 1000);
    if (k < 1000 && (k + 1) / 1000 <= quality) k++;
    else if (k / 1000 > quality) k--;
    return k;
  }

  private grow(): void {
    const room = Math.ceil(this.similarity.length * 1.6);
    this.similarity = enlarged(this.similarity, room);
    this.mated = enlarged(this.mated, room);
    this.qualityA = enlarged(this.qualityA, room);
    this.qualityB = enlarged(this.qualityB, room);
    this.subjectA = enlarged(this.subjectA, room);
    this.subjectB = enlarged(this.subjectB, room);
  }
}

function enlarged<T extends Float64Array | Uint8Array | Uint16Array | Int32Array>(column: T, room: number): T {
  const larger = new (column.constructor as new (length: number) => T)(room);
  larger.set(column);
  return larger;
}
