/** A recogniser of one's own: what its graph says, what the user says, and whether the two make sense together. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import type { ChannelOrder, RecogniserContract, RecogniserEntry, Rgb } from './manifest';
import { loadNetwork, type LoadedNetwork } from './network-file';
import { readOnnx, takeIn, type OnnxPort, type OnnxSummary } from './onnx';
import { type SampleCrop } from './self-test/samples';
import { separation, type Separation } from './self-test/separation';
import { checkId } from './user-manifest';

export const PRESETS = {
  /** (x − 127.5) / 127.5 */
  arcface: { scale: 1, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  /** ImageNet mean and deviation of x / 255. */
  imagenet: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** 0..255 as it is. */
  raw: { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] }
} satisfies Record<string, { scale: number; mean: Rgb; std: Rgb }>;
export type Preset = keyof typeof PRESETS;

export interface AddOptions {
  preset?: Preset;
  order?: ChannelOrder;
  /** Of red, green and blue, on the scale 0..255; go before the preset's. */
  mean?: Rgb;
  std?: Rgb;
  /** Name of the output, where there are several. */
  output?: string;
  title?: string;
  licence?: string;
}

const SIDE = 112;
const wants = (axis: number | string | null, size: number) => typeof axis !== 'number' || axis === size;
const shown = (shape: readonly (number | string | null)[]) => `[${shape.map(axis => axis ?? '?').join(', ')}]`;

const misfit = (file: string, problem: string, found: string, action: string) =>
  new FacegaugeError('MODEL_CONTRACT', `${file} cannot serve as a recogniser: ${problem}.`, {
    path: file,
    found,
    action
  });

function readInput(file: string, { inputs }: OnnxSummary): Pick<RecogniserContract, 'input' | 'layout' | 'batch'> {
  const [input] = inputs;
  const found = inputs.map(({ name, shape }) => `${name} ${shown(shape)}`).join(', ');
  if (inputs.length !== 1) {
    throw misfit(file, 'it should have one input', found, `It has ${inputs.length}: ${found}.`);
  }
  const { shape } = input;
  const [, a, b, c] = shape;
  const action = `Its input is ${found}; it should be float32 [N, 3, 112, 112] or [N, 112, 112, 3].`;
  if (!input.float || shape.length !== 4) throw misfit(file, 'its input is no float32 picture', found, action);
  const batch = typeof shape[0] === 'number' ? shape[0] : null;
  if (a === 3 && wants(b, SIDE) && wants(c, SIDE)) return { input: input.name, layout: 'NCHW', batch };
  if (c === 3 && wants(a, SIDE) && wants(b, SIDE)) return { input: input.name, layout: 'NHWC', batch };
  throw misfit(file, 'it does not take 112×112 pictures in colour', found, action);
}

/** An embedding is one row a face; a network may give more than that. */
function readOutput(file: string, { outputs }: OnnxSummary, wanted?: string): OnnxPort {
  const found = outputs.map(({ name, shape }) => `${name} ${shown(shape)}`).join(', ');
  const isRow = ({ float, shape }: OnnxPort) =>
    float && (shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1));
  const fitting = wanted === undefined ? outputs.filter(isRow) : outputs.filter(({ name }) => name === wanted);
  if (fitting.length === 1) return fitting[0];
  const problem = wanted ? `it has no output ${wanted}` : `${fitting.length} of its outputs could be the embedding`;
  throw misfit(file, problem, found, `Its outputs are ${found}; name one with --output.`);
}

async function measureSize(network: LoadedNetwork, contract: RecogniserContract, file: string): Promise<number> {
  const n = contract.batch ?? 1;
  const dims = contract.layout === 'NCHW' ? [n, 3, SIDE, SIDE] : [n, SIDE, SIDE, 3];
  const data = new Float32Array(n * 3 * SIDE * SIDE);
  const outputs = await network.run({ [contract.input]: { data, dims } }).catch((cause: Error) => {
    throw misfit(file, 'it does not run on a 112×112 picture', cause.message, `The runtime says: ${cause.message}`);
  });
  const size = outputs[contract.output].data.length / n;
  if (Number.isInteger(size) && size >= 2) return size;
  throw misfit(file, 'its output is no embedding', `${size} values a face`, 'Name another output with --output.');
}

export interface Inspection {
  summary: OnnxSummary;
  contract: RecogniserContract;
  /** How well it tells the sample people apart, as asked for. */
  separation: Separation;
  /** The way of feeding it that tells them apart best, where it is clearly not the one asked for. */
  better: { preset: Preset; order: ChannelOrder; separation: Separation } | null;
}

/** Only a clear lead is worth a doubt: the sample pictures are few. */
const CLEARLY = 1.25;

async function findBetter(
  network: LoadedNetwork,
  contract: RecogniserContract,
  samples: SampleCrop[],
  own: Separation
): Promise<Inspection['better']> {
  let best: Inspection['better'] = null;
  for (const preset of Object.keys(PRESETS) as Preset[])
    for (const order of ['RGB', 'BGR'] as const) {
      const other = await separation(samples, network, { ...contract, ...PRESETS[preset], order }).catch(() => null);
      if (other && other.margin > CLEARLY * (best?.separation ?? own).margin)
        best = { preset, order, separation: other };
    }
  return best;
}

/**
 * Reads what a foreign ONNX network wants and gives, and tries it on the sample people.
 * @param shownAs name of the file in errors, where it lies under another one for the moment
 * @throws FacegaugeError MISSING, MODEL_CORRUPT, MODEL_CONTRACT
 */
export async function inspectRecogniser(
  file: string,
  samples: SampleCrop[],
  options: AddOptions = {},
  shownAs = file
): Promise<Inspection> {
  const summary = await readOnnx(file);
  const preset = PRESETS[options.preset ?? 'arcface'];
  const own =
    options.mean || options.std ? { scale: 1, mean: options.mean ?? [0, 0, 0], std: options.std ?? [1, 1, 1] } : preset;
  const draft: RecogniserContract = {
    ...readInput(shownAs, summary),
    ...(own as { scale: number; mean: Rgb; std: Rgb }),
    order: options.order ?? 'RGB',
    output: readOutput(shownAs, summary, options.output).name,
    embeddingSize: 0
  };
  const network = await loadNetwork(file);
  try {
    const contract = { ...draft, embeddingSize: await measureSize(network, draft, shownAs) };
    const found = await separation(samples, network, contract);
    return { summary, contract, separation: found, better: await findBetter(network, contract, samples, found) };
  } finally {
    await network.close();
  }
}

/** @throws FacegaugeError MODEL_SELF_TEST where two pictures of one person are not nearer than two people */
function expectSeparation(file: string, { separation: found, better }: Inspection): void {
  if (found.passed) return;
  const hint = better ? ` \`--preset ${better.preset} --order ${better.order.toLowerCase()}\` tells them apart.` : '';
  throw new FacegaugeError('MODEL_SELF_TEST', `${file} does not tell the sample people apart: ${describe(found)}.`, {
    path: file,
    found: describe(found),
    action: `Check --preset, --order, --mean and --std, or whether it is a face network.${hint}`
  });
}

/**
 * Takes the network into `folder` as one file, with numbers that it keeps in files beside it, and describes it.
 * @param inspect tries the file that will be used, before it is put in its place
 * @throws FacegaugeError INVALID_ARGUMENT (the id), MODEL_SELF_TEST, and what `takeIn` and `inspect` throw; what was installed
 * under that name before stays then
 */
export async function addRecogniser(
  file: string,
  id: string,
  folder: string,
  inspect: (draft: string) => Promise<Inspection>,
  options: AddOptions = {}
): Promise<RecogniserEntry> {
  const target = path.resolve(folder, `${checkId(id)}.onnx`);
  const draft = `${target}.draft`;
  try {
    const written = await takeIn(file, draft);
    const inspection = await inspect(draft);
    expectSeparation(file, inspection);
    await fs.rename(draft, target);
    return {
      role: 'recogniser',
      title: options.title ?? path.basename(file, '.onnx'),
      licence: options.licence ?? 'not stated',
      card: null,
      file: target,
      ...written,
      contract: inspection.contract,
      thresholds: null,
      calibration: {}
    };
  } finally {
    await fs.rm(draft, { force: true });
  }
}

/** The self-test's figures in words. */
export function describe({ mated, nonMated, margin }: Separation): string {
  return `similarity ${mated.toFixed(3)} within and ${nonMated.toFixed(3)} between sample people, ${margin.toFixed(1)} deviations apart`;
}
