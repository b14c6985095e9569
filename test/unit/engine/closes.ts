/** A program that closes an idle engine and has something to say afterwards. */
import { Engine } from '../../../kernel-lib/src/engine';
import { resolveModels } from '../../../kernel-lib/src/models';

async function main(): Promise<void> {
  const engine = await Engine.start({ model: await resolveModels(), device: 'cpu', processes: 1 });
  await engine.close();
  console.log('closed');
}

void main();
