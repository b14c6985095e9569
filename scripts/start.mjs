// npm start: set up, score the samples, run the first notebook, say where everything lies, serve JupyterLab.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, environment, notebooks, output, python, root, store } from './environment.mjs';
import { samplesTable } from './samples-table.mjs';
import { setup } from './setup.mjs';
import { fingerprint, run, step, StepFailure } from './steps.mjs';

const once = process.argv.includes('--once');
const results = path.join(output, 'start');
const scores = path.join(results, 'samples.jsonl');
const executed = path.join(results, '01-getting-started.ipynb');

async function scoreSamples() {
  const pictures = fs.readdirSync(path.join(notebooks, 'samples')).filter(name => name.endsWith('.jpg'));
  const args = ['score', '--json', '--store', store, ...pictures.map(name => path.join('samples', name))];
  // Exit code 1 is expected: one sample is a path without anybody on it.
  const lines = await run(process.execPath, [at('kernel-lib', 'bin', 'facegauge.js'), ...args], {
    env: environment,
    cwd: notebooks,
    accept: [0, 1]
  });
  fs.writeFileSync(scores, lines);
}

function serve() {
  console.log('\nStarting JupyterLab; its address with the access token follows. Stop it with Ctrl-C.\n');
  const given = process.argv.slice(2).filter(argument => argument !== '--once');
  // In containers everybody is root; JupyterLab wants to hear that this is meant.
  const asRoot = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const options = ['--no-browser', `--ServerApp.root_dir=${notebooks}`, ...asRoot, ...given];
  const lab = spawn(python, ['-m', 'jupyterlab', ...options], { cwd: notebooks, env: environment, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => lab.kill(signal));
  lab.on('close', code => process.exit(code ?? 0));
}

async function start() {
  await setup();
  fs.mkdirSync(results, { recursive: true });
  const inputs = [
    'kernel-lib/src',
    'kernel-lib/assets',
    'models/manifest.json',
    'notebooks/samples',
    'package-lock.json'
  ];
  await step({
    title: 'samples scored into the store',
    stamp: path.join(results, 'samples.stamp'),
    print: fingerprint(inputs),
    check: () => fs.existsSync(scores) && fs.existsSync(store),
    action: scoreSamples
  });
  await step({
    title: 'first notebook executed on the tslab kernel',
    stamp: path.join(results, 'notebook.stamp'),
    print: fingerprint([...inputs, 'notebooks/01-getting-started.ipynb']),
    check: () => fs.existsSync(executed),
    // A copy is executed, so that the checkout stays clean; it runs in `notebooks`, where the samples are.
    action: () =>
      run(python, [at('scripts', 'execute_notebook.py'), path.join(notebooks, '01-getting-started.ipynb'), executed], {
        env: environment
      })
  });
  console.log(`\n${await samplesTable(scores, path.join(notebooks, 'samples', 'samples.csv'))}\n`);
  const where = file => path.relative(root, file);
  console.log(`Scores of all samples   ${where(scores)}`);
  console.log(`Executed first notebook ${where(executed)}`);
  console.log(`Store of all samples    ${where(store)}`);
  if (!once) serve();
}

start().catch(error => {
  console.error(error instanceof StepFailure ? `\n${error.message}` : error);
  process.exitCode = 1;
});
