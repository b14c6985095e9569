/** Does the score fall when pictures are damaged? Asked of one's own pictures and networks. */
import { inspect } from 'node:util';
import sharp from 'sharp';
import { sweepChart, type Chart, type ChartOptions } from '../charts';
import { padEnd } from '../columns';
import { chartBundle, decimal, type MimeBundle } from '../drawing';
import { FacegaugeError } from '../errors';
import { percentileTable } from '../evaluation';
import { DAMAGE_KINDS, DAMAGES, type DamageKind } from '../models';
import { alignedCrop, DISPLAY, isSample, type Progress, type Session } from '../session';
import type { ImageInput, Language, Pixels } from '../types';

export interface SweepOptions extends ChartOptions {
  /** Default: every kind. */
  kinds?: readonly DamageKind[];
  signal?: AbortSignal;
  /** After each picture with all its damage. */
  onProgress?: (progress: Progress) => void;
}

/** Some pictures at one severity of one kind of damage. */
export interface SweepRow {
  kind: DamageKind;
  /** 0: as it was, 1: clear, 2: heavy. */
  severity: 0 | 1 | 2;
  pictures: number;
  meanQuality: number;
  /** Quality that 5 and 95 % of the pictures do not exceed. */
  low: number;
  high: number;
  /** Share of the pictures whose quality is lower than one step before; null at severity 0. */
  fell: number | null;
}

export interface SweepJson {
  rows: SweepRow[];
  /** Kinds under which the mean quality falls at every step. */
  falls: Partial<Record<DamageKind, boolean>>;
  /** Pictures without a usable face, or not readable: they are left out. */
  leftOut: number;
}

const NAMES: Record<Language, Record<DamageKind, string>> = {
  en: {
    blur: 'blur',
    'low-resolution': 'low resolution',
    noise: 'noise',
    darkness: 'darkness',
    overexposure: 'overexposure',
    occlusion: 'lower part covered'
  },
  zh: {
    blur: '模糊',
    'low-resolution': '低分辨率',
    noise: '噪声',
    darkness: '过暗',
    overexposure: '过曝',
    occlusion: '下部遮挡'
  }
};

/** What became of the quality. */
export class Sweep {
  readonly kind = 'sweep';

  /** @internal */
  constructor(
    readonly rows: readonly SweepRow[],
    readonly leftOut: number,
    private readonly language: Language
  ) {}

  /** Of each kind: whether the mean quality falls at every step. */
  get falls(): Partial<Record<DamageKind, boolean>> {
    const kinds = [...new Set(this.rows.map(({ kind }) => kind))];
    return Object.fromEntries(
      kinds.map(kind => {
        const means = this.rows.filter(row => row.kind === kind).map(({ meanQuality }) => meanQuality);
        return [kind, means.every((mean, i) => i === 0 || mean < means[i - 1])];
      })
    );
  }

  chart(options: ChartOptions = {}): Chart {
    const { language = this.language } = options;
    const steps = this.rows.map(({ kind, severity, pictures, meanQuality, low, high }) => ({
      ...{ kind: NAMES[language][kind], severity, pictures, mean: meanQuality, low, high }
    }));
    return sweepChart(steps, { ...options, language });
  }

  toJSON(): SweepJson {
    return { rows: [...this.rows], falls: this.falls, leftOut: this.leftOut };
  }

  [inspect.custom](): string {
    const lines = Object.entries(this.falls).map(([kind, falls]) => {
      const means = this.rows.filter(row => row.kind === kind).map(({ meanQuality }) => decimal(meanQuality));
      const mark = falls ? '' : this.language === 'zh' ? '  未逐级下降' : '  does not fall at every step';
      return `${padEnd(NAMES[this.language][kind as DamageKind], 20)} ${means.join(' → ')}${mark}`;
    });
    return lines.join('\n');
  }

  async [DISPLAY](): Promise<MimeBundle> {
    return { ...(await chartBundle(this.chart())), 'text/plain': inspect(this) };
  }
}

/**
 * Damages the aligned face of each picture step by step and scores it again. Nothing of it is recorded.
 * @throws FacegaugeError INVALID_ARGUMENT without a picture that has a face, and for unknown kinds; as `Session.extractAll`
 */
export async function sweep(
  session: Session,
  images: Iterable<ImageInput>,
  options: SweepOptions = {}
): Promise<Sweep> {
  const { kinds = DAMAGE_KINDS, signal, onProgress } = options;
  const unknown = kinds.find(kind => !DAMAGE_KINDS.includes(kind));
  if (unknown !== undefined)
    throw new FacegaugeError('INVALID_ARGUMENT', `There is no damage "${unknown}".`, {
      found: unknown,
      action: `Known are ${DAMAGE_KINDS.join(', ')}.`
    });
  const all = [...images];
  const scores: Record<string, number>[] = [];
  let leftOut = 0;
  for (const image of all) {
    const damaged = await damagedCrops(session, image, kinds, signal);
    if (damaged === null) leftOut++;
    else scores.push(await qualities(session, damaged, signal));
    onProgress?.({ done: scores.length + leftOut, failed: leftOut, total: all.length });
  }
  if (scores.length === 0)
    throw new FacegaugeError('INVALID_ARGUMENT', 'There is no picture with a face to damage.', {
      found: `${all.length} pictures`
    });
  const rows = kinds.flatMap(kind => ([0, 1, 2] as const).map(severity => rowOf(scores, kind, severity)));
  return new Sweep(rows, leftOut, options.language ?? session.language);
}

const CLEAN = 'clean';
const nameOf = (kind: DamageKind, severity: number): string => (severity === 0 ? CLEAN : `${kind} ${severity}`);

/** Name → PNG; null where there is no face to damage. */
async function damagedCrops(
  session: Session,
  image: ImageInput,
  kinds: readonly DamageKind[],
  signal: AbortSignal | undefined
): Promise<Map<string, Buffer> | null> {
  for await (const result of session.extractAll([image], { signal, record: false })) {
    if (!isSample(result)) return null;
    const crop = await alignedCrop(image, result);
    const crops = new Map([[CLEAN, await png(crop)]]);
    for (const kind of kinds)
      for (const [i, damage] of DAMAGES[kind].entries()) crops.set(nameOf(kind, i + 1), await png(damage(crop)));
    return crops;
  }
  return null;
}

async function qualities(
  session: Session,
  crops: Map<string, Buffer>,
  signal: AbortSignal | undefined
): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  for (const [name, bytes] of crops)
    for await (const result of session.extractAll([bytes], { aligned: true, signal, record: false }))
      if (isSample(result)) scores[name] = result.quality ?? result.rawQuality;
  return scores;
}

const png = ({ data, width, height }: Pixels): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

function rowOf(scores: readonly Record<string, number>[], kind: DamageKind, severity: 0 | 1 | 2): SweepRow {
  const values = scores.map(score => score[nameOf(kind, severity)]);
  const [low, high] = percentileTable(values, [5, 95]).map(({ quality }) => quality);
  const fell = scores.filter(score => score[nameOf(kind, severity)] < score[nameOf(kind, severity - 1)]).length;
  return {
    kind,
    severity,
    pictures: values.length,
    meanQuality: values.reduce((sum, value) => sum + value, 0) / values.length,
    low,
    high,
    fell: severity === 0 ? null : fell / values.length
  };
}
