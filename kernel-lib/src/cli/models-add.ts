/** `facegauge models add`: a recogniser of one's own for `--recogniser`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  addRecogniser,
  checkId,
  describeSeparation,
  inspectRecogniser,
  installEntry,
  networkFolder,
  PRESETS,
  readSampleCrops,
  type AddOptions,
  type Inspection,
  type Preset,
  type Rgb
} from '../models';
import { log, Output } from './streams';

interface Flags {
  id: string;
  preset: Preset;
  order: 'rgb' | 'bgr';
  mean?: Rgb;
  std?: Rgb;
  output?: string;
  title?: string;
  licence?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function addCommand(): Command {
  return new Command('add')
    .description(
      'Add an ONNX face network of your own over the 112×112 template; its embedding is used for comparison.'
    )
    .argument('<file>', 'ONNX file')
    .requiredOption('--id <name>', 'name for --recogniser')
    .addOption(
      new Option('--preset <preset>', 'scaling: arcface (x − 127.5) / 127.5, imagenet mean and deviation, raw 0–255')
        .choices(Object.keys(PRESETS))
        .default('arcface')
    )
    .addOption(new Option('--order <order>', 'order of the colour channels').choices(['rgb', 'bgr']).default('rgb'))
    .option('--mean <r,g,b>', 'subtracted from values of 0–255, in place of the preset', triple)
    .option('--std <r,g,b>', 'divides them then', triple)
    .option('--output <name>', 'the output that is the embedding, where there are several')
    .option('--title <text>', 'what it is')
    .option('--licence <text>', 'under which it may be used')
    .option('--dry-run', 'only look at it and try it')
    .option('--json', 'a JSON object on standard output')
    .action(add);
}

async function add(file: string, flags: Flags): Promise<void> {
  const { preset, mean, std, output, title, licence } = flags;
  checkId(flags.id);
  const options: AddOptions = {
    ...{ preset, mean, std, output, title, licence },
    order: flags.order === 'bgr' ? 'BGR' : 'RGB'
  };
  const stdout = new Output();
  const samples = await readSampleCrops();
  let separation: Inspection['separation'] | undefined;
  const inspect = async (where: string): Promise<Inspection> => {
    const inspection = await inspectRecogniser(where, samples, options, file);
    if (!flags.json) for (const line of shown(inspection)) await stdout.line(line);
    doubt(inspection);
    separation = inspection.separation;
    return inspection;
  };
  if (flags.dryRun) {
    const inspection = await inspect(file);
    if (flags.json) await stdout.json(inspection);
    return;
  }
  const entry = await addRecogniser(file, flags.id, networkFolder(flags.id), inspect, options);
  await installEntry(flags.id, entry);
  if (flags.json) return stdout.json({ id: flags.id, ...entry, separation });
  await stdout.line(`Added as ${flags.id}: use it with --recogniser ${flags.id}.`);
  await stdout.line(
    `Its thresholds are not known yet: facegauge models calibrate --recogniser ${flags.id} finds them.`
  );
}

function shown({ summary, contract, separation }: Inspection): string[] {
  const { input, layout, order, scale, mean, std, output, embeddingSize, batch } = contract;
  const fed = (value: Rgb) => (value.every(v => v === value[0]) ? String(value[0]) : `[${value.join(', ')}]`);
  const x = scale === 1 ? 'x' : `x · ${scale.toPrecision(4)}`;
  return [
    `made by    ${summary.producer}, operator set ${summary.opset}, ${summary.nodes} nodes`,
    `input      ${input}, ${layout}, ${order}, (${x} − ${fed(mean)}) / ${fed(std)}, batch ${batch ?? 'any'}`,
    `output     ${output}, ${embeddingSize} values`,
    `self-test  ${describeSeparation(separation)}`
  ];
}

function doubt({ better, summary }: Inspection): void {
  if (better) {
    const flags = `--preset ${better.preset} --order ${better.order.toLowerCase()}`;
    log(
      `facegauge: fed with ${flags} it tells the sample people apart better: ${describeSeparation(better.separation)}.`
    );
  }
  if (summary.otherDomains.length) {
    log(
      `facegauge: it uses operators outside the standard (${summary.otherDomains.join(', ')}); not every device has them.`
    );
  }
}

function triple(text: string): Rgb {
  const values = text.split(',').map(Number);
  if (values.length === 1 && Number.isFinite(values[0])) return [values[0], values[0], values[0]];
  if (values.length === 3 && values.every(Number.isFinite)) return values as Rgb;
  throw new InvalidArgumentError('Expected one number or three with commas between, for red, green and blue.');
}
