/**
 * `npm run test:hostile`: everything that has been made to break facegauge, at length. `-- --short` is what `npm test` runs of it;
 * `-- NAME…` runs the files of that name. Every `*.hostile.ts` here is a mocha file; what it measures goes into the closing line.
 */
import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { figures } from './figures';

const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const ENDING = '.hostile.ts';

const mocha = new Mocha({ timeout: 60 * 60_000, reporter: 'spec' });
for (const file of fs.readdirSync(__dirname).sort()) {
  const name = path.basename(file, ENDING);
  if (file.endsWith(ENDING) && (names.length === 0 || names.includes(name))) mocha.addFile(path.join(__dirname, file));
}

const runner = mocha.run(failures => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  const counts = [`${passes} passing`, `${failures} failing`, ...(pending ? [`${pending} skipped`] : [])];
  console.log(`hostile: ${[...counts, ...figures].join(', ')}`);
  process.exitCode = failures > 0 ? 1 : 0;
});
