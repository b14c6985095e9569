/** Begins a run in a store and lives on: FILE. */
import { Store } from '../../kernel-lib/src/store';

async function main(): Promise<void> {
  const run = await Store.open(process.argv[2]).beginRun({ name: 'long' });
  process.send?.(run);
  setInterval(() => {}, 1000);
}

void main();
