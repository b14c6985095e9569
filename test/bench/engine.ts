/** How long it takes to start, to restart after a kill, and to answer again. */
import { setTimeout as pause } from 'node:timers/promises';
import { Engine } from '../../kernel-lib/src/engine';
import { resolveModels } from '../../kernel-lib/src/models';
import { makePhotos } from './photos';
import { median, report, timed } from './report';

const ROUNDS = 5;

async function main(): Promise<void> {
  const model = await resolveModels();
  const photos = await makePhotos(640);
  const starts: number[] = [];
  const restarts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let engine!: Engine;
    starts.push(await timed(async () => (engine = await Engine.start({ model, device: 'cpu', processes: 1 }))));
    const work = Promise.all(photos.files.slice(0, 20).map(file => engine.extract(file)));
    while (engine.inWork.every(({ pictures }) => pictures.length === 0)) await pause(1);
    const [killed] = engine.pids;
    process.kill(killed, 'SIGKILL');
    // Until the new worker has a picture in its hands.
    const back = async (): Promise<void> => {
      while (!engine.inWork.some(({ pid, pictures }) => pid !== killed && pictures.length > 0)) await pause(1);
    };
    restarts.push(await timed(back));
    await work;
    await engine.close();
  }
  photos.remove();
  report('Start of the engine', [
    { name: 'from nothing to the first worker ready', value: median(starts) / 1000, unit: ' s', target: 3 },
    {
      name: 'from SIGKILL to a new worker with a picture in its hands',
      value: median(restarts) / 1000,
      unit: ' s',
      target: 3
    },
    { name: '… the slowest', value: Math.max(...restarts) / 1000, unit: ' s', target: 3 }
  ]);
}

void main();
