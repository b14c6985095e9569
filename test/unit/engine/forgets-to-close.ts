/** A program that opens an engine, scores one picture and ends without closing it. */
import { Engine } from '../../../kernel-lib/src/engine';
import { resolveModels } from '../../../kernel-lib/src/models';
import { sample } from './pictures';

async function main(): Promise<void> {
  const engine = await Engine.start({ model: await resolveModels(), device: 'cpu', processes: 1 });
  const { acquired } = await engine.extract(sample('p01-a.jpg'));
  console.log(acquired ? 'scored' : 'no face');
}

void main();
