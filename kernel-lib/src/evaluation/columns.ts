import { FacegaugeError } from '../errors';
import { noNumber, SortedSimilarities } from './similarities';
import { atOnce, inStretches, type Steps } from './steps';
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

/** Some of the people of a set of comparisons. */
export interface Subset {
  /** How many they are. */
  readonly people: number;
  /** Of each person the number among these: from 0, without gaps, in the same order; −1 for those who are left out. */
  readonly number: Int32Array;
}

const FIRST_ROOM = 1024;
/** The highest number of a person that two bytes hold. */
const NARROW = 32_767;

/**
 * Any number of comparisons as columns, 17 bytes each (21 from the 32,769th person on): ten million take 170 MB. Qualities are kept
 * in thousandths, rounded down, which is exact for every quality threshold (they are multiples of .001); of mated pairs the lower
 * quality is kept as it is, for the order of an EDC.
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
  subjectA: Int16Array | Int32Array;
  subjectB: Int16Array | Int32Array;
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
    this.subjectA = new Int16Array(room);
    this.subjectB = new Int16Array(room);
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
    if ((subjectA > NARROW || subjectB > NARROW) && this.subjectA instanceof Int16Array) {
      this.subjectA = Int32Array.from(this.subjectA);
      this.subjectB = Int32Array.from(this.subjectB);
    }
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

  /** What an evaluation counts. @param among only comparisons among these people (default all) */
  scores(among?: Subset): Scores {
    return atOnce(this.scoresInSteps(among));
  }

  /** The same in steps. */
  *scoresInSteps(among?: Subset): Steps<Scores> {
    const counts = { mated: 0, nonMated: 0 };
    const notCompared = { mated: 0, nonMated: 0 };
    const { length, similarity, mated } = this;
    const left = this.leftOut(among);
    yield* inStretches(length, (from, to) => {
      for (let i = from; i < to; i++)
        if (!left(i)) (Number.isNaN(similarity[i]) ? notCompared : counts)[mated[i] ? 'mated' : 'nonMated']++;
    });
    const compared = { mated: new Float64Array(counts.mated), nonMated: new Float64Array(counts.nonMated) };
    let [m, n] = [0, 0];
    yield* inStretches(length, (from, to) => {
      for (let i = from; i < to; i++) {
        if (left(i) || Number.isNaN(similarity[i])) continue;
        if (mated[i]) compared.mated[m++] = similarity[i];
        else compared.nonMated[n++] = similarity[i];
      }
    });
    return {
      mated: yield* SortedSimilarities.owningInSteps(compared.mated),
      nonMated: yield* SortedSimilarities.owningInSteps(compared.nonMated),
      notCompared
    };
  }

  /** The mated comparisons that took place: similarity and lower quality of each; a quality that is not known is NaN. */
  *matedInSteps(): Steps<{ similarity: Float64Array; quality: Float64Array; notCompared: number }> {
    const [similarity, quality] = [new Float64Array(this.matedCount), new Float64Array(this.matedCount)];
    let [m, compared] = [0, 0];
    yield* inStretches(this.length, (from, to) => {
      for (let i = from; i < to; i++) {
        if (!this.mated[i]) continue;
        const lower = this.lower[m++];
        if (Number.isNaN(this.similarity[i])) continue;
        similarity[compared] = this.similarity[i];
        quality[compared++] = lower;
      }
    });
    return {
      similarity: similarity.subarray(0, compared),
      quality: quality.subarray(0, compared),
      notCompared: m - compared
    };
  }

  /** Whether a comparison, by its number, is with somebody who is not among these. */
  leftOut(among: Subset | undefined): (i: number) => boolean {
    if (!among) return () => false;
    const { number } = among;
    const { subjectA, subjectB } = this;
    return i => number[subjectA[i]] < 0 || number[subjectB[i]] < 0;
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

function enlarged<T extends Float64Array | Uint8Array | Uint16Array | Int16Array | Int32Array>(
  column: T,
  room: number
): T {
  const larger = new (column.constructor as new (length: number) => T)(room);
  larger.set(column);
  return larger;
}
