/** A program whose engine has more work than it will ever live to see done; tells its parent the workers' process ids. */
import { Engine } from '../../kernel-lib/src/engine';
import { resolveModels } from '../../kernel-lib/src/models';
import { goodSamples } from '../unit/engine/pictures';

async function main(): Promise<void> {
  const engine = await Engine.start({ model: await resolveModels(), device: 'cpu', processes: 2 });
  const work = Array.from({ length: 50 }, () => goodSamples.map(file => engine.extract(file, { detail: 'occlusion' })));
  process.send?.(engine.pids);
  await Promise.all(work.flat());
}

void main();
