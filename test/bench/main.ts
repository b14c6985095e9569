/** `npm run bench [-- NAME…]`: pipeline, engine, memory, networks, cards, store, audit, evaluate, neighbours, sidebar; each in a process of its own, one after the other. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const BENCHES = [
  'pipeline',
  'engine',
  'memory',
  'networks',
  'cards',
  'store',
  'audit',
  'evaluate',
  'neighbours',
  'sidebar'
];
const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !BENCHES.includes(name));

if (unknown.length) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${BENCHES.join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const name of chosen.length ? chosen : BENCHES) {
    const file = path.join(__dirname, `${name}.ts`);
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' });
    if (status) process.exitCode = 1;
  }
}
