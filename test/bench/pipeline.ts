/** Time per picture from file to result, against the sum of its bare parts: sharp's decoding and the networks' runs. */
import sharp from 'sharp';
import { Engine } from '../../kernel-lib/src/engine';
import { loadNetworks } from '../../kernel-lib/src/engine/networks';
import { Pipeline } from '../../kernel-lib/src/engine/pipeline';
import { decodeImage, warpFace } from '../../kernel-lib/src/image';
import { resolveModels } from '../../kernel-lib/src/models';
import { recognise } from '../../kernel-lib/src/recognition';
import type { Extraction, ExtractOptions, Timings } from '../../kernel-lib/src/types';
import { runsFor, type BareRun, type Sessions } from './bare';
import { makePhotos } from './photos';
import { median, report, timed } from './report';

const ROUNDS = Number(process.env.FACEGAUGE_BENCH_ROUNDS ?? 7);
const PICTURES = Number(process.env.FACEGAUGE_BENCH_PICTURES ?? 40);

/** Processor time of one pass, ms: it hardly depends on what else the machine does. */
async function cpuTime(pass: () => Promise<unknown>, passes = 25): Promise<number> {
  const from = process.cpuUsage();
  for (let i = 0; i < passes; i++) await pass();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / passes;
}

async function main(): Promise<void> {
  sharp.concurrency(1);
  sharp.cache(false);
  const model = await resolveModels();
  const photos = await makePhotos();
  const files = photos.files.slice(0, PICTURES);
  const sessions: Sessions = new Map();
  const runs = new Map<string, BareRun[]>();
  for (const file of files) runs.set(file, await runsFor(file, sessions, model));

  const bare = async (): Promise<void> => {
    for (const file of files) {
      await sharp(file).raw().toBuffer();
      for (const { session, feeds } of runs.get(file)!) await session.run(feeds);
    }
  };
  const one = await Engine.start({ model, device: 'cpu', processes: 1 });
  const all = await Engine.start({ model, device: 'cpu' });
  const timings: Timings[] = [];
  const extract = async (engine: Engine): Promise<void> => {
    const answers = await Promise.all(files.map(file => engine.extract(file)));
    timings.push(...answers.filter((answer): answer is Extraction => answer.acquired).map(answer => answer.timings));
  };

  const faces = await Promise.all(files.map(file => one.extract(file)));
  const at = faces.findIndex(({ acquired }) => acquired);
  const image = await decodeImage(files[at]);
  const crop = warpFace(image, (faces[at] as Extraction).face.landmarks);
  const [faceRun] = runs.get(files[at])!.slice(-1);
  const start = {
    type: 'start' as const,
    models: model,
    devices: ['cpu' as const],
    deviceIndex: 0,
    threads: 1,
    batch: 1
  };
  const nothing = (): void => undefined;
  const { networks } = await loadNetworks(
    { ...start, rivalProcesses: null },
    { trying: nothing, pass: nothing, smaller: nothing }
  );
  // What a worker does, in this process, where its processor time can be told.
  const pipeline = new Pipeline(model, networks);
  const work = async (options: ExtractOptions): Promise<void> => {
    for (const file of files) {
      const decoded = await pipeline.decode(file);
      await (
        await pipeline.process(decoded, options, false, new AbortController().signal)
      ).answer;
    }
  };

  await bare();
  await work({});
  await extract(all);
  timings.length = 0;
  const ms = { bare: [] as number[], one: [] as number[], all: [] as number[] };
  const face = { bare: [] as number[], ours: [] as number[] };
  const cpu = { bare: [] as number[], ours: [] as number[], noPreview: [] as number[] };
  // What is compared takes turns, so that whatever else the machine does meets both alike.
  for (let round = 0; round < ROUNDS; round++) {
    ms.bare.push(await timed(bare));
    ms.one.push(await timed(() => extract(one)));
    ms.all.push(await timed(() => extract(all)));
    cpu.bare.push(await cpuTime(bare, 1));
    cpu.ours.push(await cpuTime(() => work({}), 1));
    cpu.noPreview.push(await cpuTime(() => work({ preview: false }), 1));
    for (let block = 0; block < 4; block++) {
      face.bare.push(await cpuTime(() => faceRun.session.run(faceRun.feeds)));
      face.ours.push(await cpuTime(() => recognise([crop], networks.face, model.face.contract)));
    }
  }
  await Promise.all([one.close(), all.close()]);
  photos.remove();

  const perPicture = (times: number[]): number => median(times) / files.length;
  const ratio = (a: number[], b: number[]): number => median(a.map((value, i) => value / b[i]));
  report('Time per 640-px photo', [
    {
      name: 'bare parts: sharp decode + network runs, one after the other',
      value: perPicture(ms.bare),
      unit: ' ms',
      target: null
    },
    { name: 'engine, one process', value: perPicture(ms.one), unit: ' ms', target: null },
    { name: `engine, ${all.device.description.split(', ')[1]}`, value: perPicture(ms.all), unit: ' ms', target: null },
    { name: 'engine with one process ÷ bare parts', value: ratio(ms.one, ms.bare), unit: ' ×', target: 1.15 },
    { name: 'engine as it is by default ÷ bare parts', value: ratio(ms.all, ms.bare), unit: ' ×', target: 1.25 },
    { name: 'bare parts, processor time', value: perPicture(cpu.bare), unit: ' ms', target: null },
    {
      name: 'all that a worker does ÷ bare parts, processor time',
      value: ratio(cpu.ours, cpu.bare),
      unit: ' ×',
      target: null
    },
    { name: '… without previews, as in an audit', value: ratio(cpu.noPreview, cpu.bare), unit: ' ×', target: null },
    { name: 'embedding and quality alone, bare, processor time', value: median(face.bare), unit: ' ms', target: null },
    {
      name: 'embedding and quality alone ÷ bare onnxruntime loop',
      value: median(face.ours) / median(face.bare),
      unit: ' ×',
      target: 1.1
    },
    ...(['decode', 'detect', 'align', 'recognise', 'components'] as const).map(phase => ({
      name: `phase ${phase}, median`,
      value: median(timings.map(timing => timing[phase])),
      unit: ' ms',
      target: null
    }))
  ]);
}

void main();
