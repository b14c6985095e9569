// npm test: set up like `npm start`, then every suite. Long output goes to test/output; one closing line a suite.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from './chromium.mjs';
import { at, output, python, testEnvironment, trainingPython } from './environment.mjs';
import { setup } from './setup.mjs';
import { run, StepFailure } from './steps.mjs';

const mocha = (...files) => [process.execPath, [at('node_modules', 'mocha', 'bin', 'mocha.js'), ...files]];
const suites = {
  types: { command: [at('node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.json']], closing: () => 'types: 1 passed' },
  layers: {
    command: [at('node_modules', '.bin', 'depcruise'), ['--config', '.dependency-cruiser.cjs', 'kernel-lib/src']],
    closing: () => 'layers: 1 passed'
  },
  unit: { command: mocha('test/unit/**/*.test.ts', '--timeout', '120000') },
  server: { command: [python, ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test/unit/jupyterlab-ext']] },
  training: {
    command: [trainingPython, ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test/unit/training']],
    without: () => !fs.existsSync(trainingPython) && 'PyTorch is not set up; `npm run setup:training` does it'
  },
  hostile: { command: [process.execPath, ['--import', 'tsx', 'test/hostile/main.ts', '--short']] },
  fault: { command: mocha('test/fault/**/*.test.ts', '--timeout', '120000') },
  notebook: { command: mocha('test/notebook/**/*.test.ts', '--timeout', '600000') },
  browser: { command: mocha('test/browser/**/*.test.ts', '--timeout', '600000'), needs: chromium }
};

/** A test that leaves a handle open would wait for ever. */
const LIMIT_MS = 30 * 60_000;

const closingLine = text => text.match(/\d+ (passing|passed)[^\n]*/g)?.at(-1);
const skipped = text => text.match(/^.*\bskip(?:ped|s|ping)?\b.*$/gim) ?? [];

async function runSuite(name) {
  const { command, needs, closing, without } = suites[name];
  if (without?.()) {
    console.log(`${name}: skipped (${without()})`);
    return null;
  }
  const log = path.join(output, `${name}.log`);
  try {
    const found = needs ? await needs() : {};
    const text = await run(...command, {
      env: { ...testEnvironment, ...found, NO_COLOR: '1', FORCE_COLOR: '0' },
      log,
      limitMs: LIMIT_MS
    });
    for (const line of new Set(skipped(text))) console.log(`    ${line.trim()}`);
    console.log(`${name}: ${closing ? closing().split(': ')[1] : (closingLine(text) ?? 'no test ran')}`);
    return Boolean(closing || closingLine(text));
  } catch (error) {
    console.error(`${name}: FAILED (whole output: ${path.relative(at(), log)})\n${error.message}\n`);
    return false;
  }
}

async function test() {
  await setup();
  const chosen = process.argv.slice(2).filter(name => name in suites);
  const names = chosen.length ? chosen : Object.keys(suites);
  console.log();
  const ended = [];
  for (const name of names) ended.push(await runSuite(name));
  const passed = ended.filter(end => end === true).length;
  const failed = ended.filter(end => end === false).length;
  console.log(`\nsuites: ${passed} passed, ${failed} failed, ${ended.length - passed - failed} skipped`);
  process.exitCode = failed ? 1 : 0;
}

test().catch(error => {
  console.error(error instanceof StepFailure ? `\n${error.message}` : error);
  process.exitCode = 1;
});
