/** A writing process for writers.test.ts: FILE SOURCE ROWS close|exit|wait|nothing */
import { Store } from '../../../kernel-lib/src/store';
import { sample } from './sample';

const [file, source, rows, end] = process.argv.slice(2);

async function main(): Promise<void> {
  const store = Store.open(file, { onError: () => {} });
  for (let i = 0; i < Number(rows); i++) {
    void store.record(sample(`${source}-${i}`, { source }));
    if (i % 50 === 0) await new Promise(setImmediate);
  }
  if (end === 'exit') process.exit(0);
  if (end === 'nothing') return;
  if (end === 'wait') {
    process.stdout.write('ready\n');
    await new Promise(resolve => setTimeout(resolve, 60_000));
  }
  await store.close();
}

void main();
