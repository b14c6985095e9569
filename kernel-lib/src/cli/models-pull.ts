/** `facegauge models pull`: download, convert, self-test, install. */
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import { pull, pullUrl, readSampleCrops, SOURCES, type PullOptions } from '../models';
import { listenForInterruption } from './interruption';
import { outcome } from './models-convert';
import { ModelProgress } from './models-progress';
import { log, Output } from './streams';

interface Flags {
  id?: string;
  hub?: string;
  sha256?: string;
  keep?: boolean;
  json?: boolean;
}

export function pullCommand(): Command {
  const known = Object.values(SOURCES).map(({ id, title }) => `${id} (${title})`);
  return new Command('pull')
    .description('Download weights, convert and install them. A broken download continues where it was.')
    .argument('<source>', `${known.join(', ')} or the address of an RTS checkpoint`)
    .option('--id <name>', 'name to install under (default: the source’s)')
    .option('--hub <address>', 'address of the model hub (default: FACEGAUGE_HUB, else ModelScope)')
    .option('--sha256 <hex>', 'SHA-256 the file at an address must have')
    .option('--keep', 'keep the downloaded weights')
    .option('--json', 'a JSON object on standard output')
    .action(pullAction);
}

async function pullAction(source: string, flags: Flags): Promise<void> {
  refuseOnnx(source);
  const interruption = listenForInterruption();
  const progress = new ModelProgress();
  try {
    const options: PullOptions = {
      ...{ id: flags.id, hub: flags.hub, keep: flags.keep },
      samples: (await readSampleCrops()).map(({ crop }) => crop),
      signal: interruption.signal,
      onStep: progress.step,
      onProgress: progress.bytes
    };
    const { id, entry, downloads } = await (/^https?:/.test(source)
      ? pullUrl(source, { ...options, ...addressFlags(flags) })
      : pull(source, options));
    progress.end();
    for (const { file, sha256 } of downloads) log(`SHA-256 ${sha256}  ${file}`);
    const output = new Output();
    if (flags.json) await output.json({ id, ...entry });
    else for (const line of outcome(entry, `installed as ${id}`)) await output.line(line);
  } finally {
    progress.end();
    interruption.release();
    process.exitCode = interruption.code() ?? process.exitCode;
  }
}

/** Only checkpoints are converted on the way in; a network that is ONNX already needs to be told how it is fed. */
function refuseOnnx(source: string): void {
  if (!/\.onnx$/i.test(source.split(/[?#]/)[0])) return;
  throw new FacegaugeError('INVALID_ARGUMENT', `${source} is an ONNX network, not a checkpoint.`, {
    found: source,
    action: 'Download it and use `facegauge models add FILE.onnx --id NAME`.'
  });
}

function addressFlags({ id, sha256 }: Flags): { id: string; sha256?: string } {
  if (id === undefined) {
    throw new FacegaugeError('INVALID_ARGUMENT', 'What should the network be called?', { action: 'Give --id NAME.' });
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new FacegaugeError('INVALID_ARGUMENT', `"${sha256}" is no SHA-256.`, {
      found: sha256,
      action: 'It has 64 hexadecimal digits.'
    });
  }
  return { id, sha256: sha256?.toLowerCase() };
}
