import fs from 'node:fs';
import { findFaults } from '../../kernel-lib/src/components';
for (const f of process.argv.slice(2)) {
  const rows = fs
    .readFileSync(f, 'utf8')
    .trim()
    .split('\n')
    .map(l => JSON.parse(l));
  fs.writeFileSync(f, rows.map(r => JSON.stringify({ ...r, findings: findFaults(r) })).join('\n') + '\n');
}
