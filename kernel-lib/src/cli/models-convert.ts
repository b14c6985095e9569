/** `facegauge models convert`: PyTorch weights to networks facegauge can open, without Python. */
import path from 'node:path';
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import {
  type Architecture,
  checkArchitecture,
  convertMtcnn,
  convertRts,
  installEntry,
  networkFolder,
  readSampleCrops,
  writeManifestBeside,
  type ConvertOptions,
  type NetworkEntry
} from '../models';
import { listenForInterruption } from './interruption';
import { ModelProgress } from './models-progress';
import { Output } from './streams';

interface Flags {
  architecture: string;
  plus?: boolean;
  out?: string;
  id?: string;
  json?: boolean;
}

export function convertCommand(): Command {
  return new Command('convert')
    .description('Convert PyTorch weights to ONNX. Nothing in the checkpoint is executed.')
    .argument('<checkpoint>', 'checkpoint; for mtcnn the folder with pnet, rnet and onet (.pt or .npy)')
    .requiredOption('--architecture <name>', 'ir-se-64-rts or mtcnn')
    .option('--out <file>', 'ONNX file to write (for mtcnn a folder); a manifest is written beside it')
    .option('--id <name>', 'install under this name, so that `--model NAME` finds it')
    .option('--plus', 'the 16-wide quality head, for inspection only')
    .option('--json', 'a JSON object on standard output')
    .action(convert);
}

async function convert(checkpoint: string, flags: Flags): Promise<void> {
  const architecture = checkArchitecture(flags.architecture);
  if ((flags.out === undefined) === (flags.id === undefined)) {
    throw new FacegaugeError('INVALID_ARGUMENT', 'Where should the network go?', {
      action: 'Give either --out FILE.onnx or --id NAME.'
    });
  }
  if (flags.plus && (flags.id !== undefined || architecture !== 'ir-se-64-rts')) {
    throw new FacegaugeError('INVALID_ARGUMENT', '--plus writes a network for inspection only.', {
      action: 'Use it with --architecture ir-se-64-rts and --out FILE.onnx.'
    });
  }
  const target = flags.out ?? networkFolder(flags.id as string);
  const interruption = listenForInterruption();
  const progress = new ModelProgress();
  try {
    const options = { onStep: progress.step, source: path.basename(checkpoint), signal: interruption.signal };
    await settle(await convertTo(target, checkpoint, architecture, flags, options), flags, progress);
  } finally {
    progress.end();
    interruption.release();
    process.exitCode = interruption.code() ?? process.exitCode;
  }
}

async function convertTo(
  target: string,
  checkpoint: string,
  architecture: Architecture,
  flags: Flags,
  options: ConvertOptions
): Promise<NetworkEntry> {
  if (architecture === 'mtcnn') return convertMtcnn(checkpoint, target, options);
  const samples = flags.plus ? undefined : (await readSampleCrops()).map(({ crop }) => crop);
  const file = flags.id === undefined ? target : path.join(target, `${flags.id}.onnx`);
  return convertRts(checkpoint, file, { ...options, plus: flags.plus, samples });
}

async function settle(entry: NetworkEntry, flags: Flags, progress: ModelProgress): Promise<void> {
  const output = new Output();
  let where: string;
  if (flags.id !== undefined) {
    await installEntry(flags.id, entry);
    where = flags.id;
  } else {
    const file = entry.role === 'detector' ? path.join(flags.out as string, 'mtcnn.onnx') : entry.file;
    where = await writeManifestBeside(file, path.basename(file, '.onnx'), entry);
  }
  progress.end();
  if (flags.json) return output.json({ ...entry, manifest: where });
  for (const line of outcome(entry, where)) await output.line(line);
}

/** What a user should know of a network that has just come in. */
export function outcome(entry: NetworkEntry, where: string): string[] {
  const lines = [`${entry.title}: ${where}`];
  if (entry.role === 'face' && entry.selfTest) {
    const { passed, reason, scores } = entry.selfTest;
    lines.push(
      passed
        ? 'Self-test: the score falls with damage; quality is usable.'
        : `Self-test: quality is unusable. ${reason}`
    );
    for (const [kind, values] of Object.entries(scores ?? {})) {
      lines.push(`  ${kind.padEnd(15)} ${values.map(value => value.toFixed(2).padStart(7)).join('')}`);
    }
  }
  return lines;
}
