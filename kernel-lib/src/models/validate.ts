/** Checks of manifest data: what was read is either exactly what the types promise or an error that names the field. */
import path from 'node:path';
import { FacegaugeError } from '../errors';
import {
  CalibrationKnots,
  ChannelOrder,
  DetectorEntry,
  FaceCalibration,
  FaceEntry,
  NetworkEntry,
  NetworkFile,
  RecogniserContract,
  RecogniserEntry,
  Rgb,
  STAGES,
  Thresholds
} from './manifest';

type Json = Record<string, unknown>;

/** Collects where in which file we are, so that a complaint can say so. */
class Field {
  constructor(
    readonly value: unknown,
    readonly place: string,
    readonly manifestFile: string
  ) {}

  fail(expected: string): never {
    const shown = this.value === undefined ? 'nothing' : JSON.stringify(this.value).slice(0, 80);
    throw new FacegaugeError('MODEL_CONTRACT', `${this.place} in ${this.manifestFile} should be ${expected}.`, {
      found: shown,
      path: this.manifestFile,
      action: `Found ${shown}; correct the manifest or install the network again.`
    });
  }

  at(key: string): Field {
    return new Field(this.object()[key], `${this.place}.${key}`, this.manifestFile);
  }

  object(): Json {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    return this.value as Json;
  }

  text(): string {
    if (typeof this.value !== 'string' || this.value === '') this.fail('a text');
    return this.value as string;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) this.fail('a number');
    return this.value as number;
  }

  positive(): number {
    const n = this.number();
    return n > 0 && Number.isInteger(n) ? n : this.fail('a positive integer');
  }

  oneOf<T extends string>(values: readonly T[]): T {
    return values.includes(this.value as T) ? (this.value as T) : this.fail(`one of ${values.join(', ')}`);
  }

  list(): Field[] {
    if (!Array.isArray(this.value)) this.fail('a list');
    return (this.value as unknown[]).map((v, i) => new Field(v, `${this.place}[${i}]`, this.manifestFile));
  }

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }
}

function numberPair(field: Field): [number, number] {
  const items = field.list();
  return items.length === 2 ? [items[0].number(), items[1].number()] : field.fail('a pair of numbers');
}

function rgb(field: Field): Rgb {
  const items = field.list().map(item => item.number());
  return items.length === 3 ? (items as Rgb) : field.fail('three numbers');
}

function knots(field: Field): CalibrationKnots {
  const pairs = field.list().map(numberPair);
  const monotone = pairs.every((p, i) => i === 0 || (p[0] > pairs[i - 1][0] && p[1] >= pairs[i - 1][1]));
  const inRange = pairs.every(([, quality]) => quality >= 0 && quality <= 1);
  if (pairs.length < 2 || !monotone || !inRange) field.fail('at least two rising pairs [log quality, quality 0..1]');
  return pairs;
}

function thresholds(field: Field): Thresholds | null {
  if (field.absent) return null;
  const fmr = field.at('fmr');
  const at = field.at('at');
  return {
    similarityMatch: field.at('similarityMatch').number(),
    similarityReview: field.at('similarityReview').number(),
    fmr: fmr.absent
      ? null
      : { similarityMatch: fmr.at('similarityMatch').number(), similarityReview: fmr.at('similarityReview').number() },
    at: at.absent ? [] : at.list().map(numberPair)
  };
}

function networkFile(field: Field, folder: string): NetworkFile {
  const sha256 = field.at('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256.text())) sha256.fail('64 lower-case hexadecimal digits');
  return {
    file: path.resolve(folder, field.at('file').text()),
    bytes: field.at('bytes').positive(),
    sha256: sha256.text()
  };
}

/** Reads `mean`/`std` lists, or the readable form "(x - 127.5) / 128". */
function scaling(input: Field): { mean: Rgb; std: Rgb } {
  if (!input.at('mean').absent) return { mean: rgb(input.at('mean')), std: rgb(input.at('std')) };
  const text = input.at('scaling');
  const match = /^\(x - ([\d.]+)\) \/ ([\d.]+)$/.exec(text.text());
  if (!match || !(Number(match[2]) > 0)) return text.fail('"(x - MEAN) / DEVIATION"');
  const [mean, std] = [Number(match[1]), Number(match[2])];
  return { mean: [mean, mean, mean], std: [std, std, std] };
}

function shape(field: Field): (string | number)[] {
  return field.list().map(axis => (typeof axis.value === 'string' ? axis.text() : axis.positive()));
}

function common(field: Field, id: string): { title: string; licence: string; card: string | null; source?: string } {
  const title = field.at('title');
  const licence = field.at('licence');
  const card = field.at('card');
  const source = field.at('source');
  return {
    title: title.absent ? id : title.text(),
    licence: licence.absent ? 'not stated' : licence.text(),
    card: card.absent ? null : card.text(),
    ...(source.absent ? {} : { source: source.text() })
  };
}

function records(field: Field): Pick<FaceEntry, 'calibrated' | 'selfTest'> {
  const { calibrated, selfTest } = field.object() as Pick<FaceEntry, 'calibrated' | 'selfTest'>;
  return { ...(calibrated ? { calibrated } : {}), ...(selfTest ? { selfTest } : {}) };
}

function faceEntry(field: Field, id: string, folder: string): FaceEntry {
  const input = field.at('input');
  const outputs: FaceEntry['outputs'] = {};
  for (const name of Object.keys(field.at('outputs').object())) outputs[name] = shape(field.at('outputs').at(name));
  const calibration = field.at('calibration');
  return {
    role: 'face',
    ...common(field, id),
    ...networkFile(field, folder),
    input: {
      name: input.at('name').text(),
      order: input.at('order').absent ? 'RGB' : input.at('order').oneOf<ChannelOrder>(['RGB', 'BGR']),
      ...scaling(input)
    },
    outputs,
    embeddingSize: field.at('embeddingSize').positive(),
    bias: field.at('bias').number(),
    calibration: calibration.absent ? null : knots(calibration),
    thresholds: thresholds(field.at('thresholds')),
    ...records(field)
  };
}

function detectorEntry(field: Field, id: string, folder: string): DetectorEntry {
  const stages = field.at('stages');
  const files = STAGES.map(stage => [stage, networkFile(stages.at(stage), folder)]);
  const convention = field.at('convention');
  return {
    role: 'detector',
    ...common(field, id),
    convention: convention.absent ? 'edge' : convention.oneOf(['edge', 'original'] as const),
    stages: Object.fromEntries(files) as DetectorEntry['stages']
  };
}

function recogniserContract(field: Field): RecogniserContract {
  const batch = field.at('batch');
  return {
    input: field.at('input').text(),
    layout: field.at('layout').oneOf(['NCHW', 'NHWC'] as const),
    order: field.at('order').oneOf<ChannelOrder>(['RGB', 'BGR']),
    scale: field.at('scale').number(),
    mean: rgb(field.at('mean')),
    std: rgb(field.at('std')),
    output: field.at('output').text(),
    embeddingSize: field.at('embeddingSize').positive(),
    batch: batch.absent ? null : batch.positive()
  };
}

function faceCalibration(field: Field): FaceCalibration {
  return { sha256: field.at('sha256').text(), knots: knots(field.at('knots')) };
}

function recogniserEntry(field: Field, id: string, folder: string): RecogniserEntry {
  const calibration = field.at('calibration');
  const byFace: RecogniserEntry['calibration'] = {};
  if (!calibration.absent)
    for (const face of Object.keys(calibration.object())) byFace[face] = faceCalibration(calibration.at(face));
  const { calibrated } = records(field);
  return {
    role: 'recogniser',
    ...common(field, id),
    ...networkFile(field, folder),
    contract: recogniserContract(field.at('contract')),
    thresholds: thresholds(field.at('thresholds')),
    calibration: byFace,
    ...(calibrated ? { calibrated } : {})
  };
}

/**
 * Checks one entry of a manifest.
 * @param raw what JSON.parse gave for the entry
 * @param folder that relative file names start from
 * @throws FacegaugeError MODEL_CONTRACT, naming the field
 */
export function validateEntry(raw: unknown, id: string, manifestFile: string, folder: string): NetworkEntry {
  const field = new Field(raw, `networks.${id}`, manifestFile);
  switch (field.at('role').oneOf(['face', 'detector', 'recogniser'] as const)) {
    case 'face':
      return faceEntry(field, id, folder);
    case 'detector':
      return detectorEntry(field, id, folder);
    case 'recogniser':
      return recogniserEntry(field, id, folder);
  }
}
