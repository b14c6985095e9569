// Brings a fresh clone to the point where notebooks, command line and sidebar run. Uses Node's own modules only.
import fs from 'node:fs';
import path from 'node:path';
import { at, environment, output, packageEnvironment, python, venv } from './environment.mjs';
import { findPython } from './python.mjs';
import { fingerprint, run, step, StepFailure } from './steps.mjs';

const inVenv = name => path.join(venv, '.facegauge', name);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StepFailure(`Node ${process.versions.node} is too old: facegauge needs Node 20.19 or newer.`);
  }
}

/** tslab's own installer needs IPython; the file it would write does not. */
function writeKernelspec() {
  const folder = path.join(venv, 'share', 'jupyter', 'kernels', 'tslab');
  fs.mkdirSync(folder, { recursive: true });
  const spec = {
    argv: [
      process.execPath,
      at('node_modules', 'tslab', 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}'
    ],
    display_name: 'TypeScript (tslab)',
    language: 'typescript'
  };
  fs.writeFileSync(path.join(folder, 'kernel.json'), JSON.stringify(spec, null, 2));
}

/** JupyterLab asks at its first start whether it may fetch news; a local tool answers no for its users. */
function writeSettings() {
  const folder = path.join(venv, 'share', 'jupyter', 'lab', 'settings');
  fs.mkdirSync(folder, { recursive: true });
  const overrides = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false } };
  fs.writeFileSync(path.join(folder, 'overrides.json'), JSON.stringify(overrides, null, 2));
}

/**
 * Packages that may run a script when they are installed: both look whether their prebuilt binary fits this machine, and
 * compile one where it does not. What the others would do is not needed (onnxruntime-node's fetches 300 MB for CUDA).
 */
const { allowScripts } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
const allowed = Object.keys(allowScripts).filter(name => allowScripts[name]);

export async function setup() {
  checkNode();
  const { name, version } = await findPython();
  console.log(`Setting up facegauge (Node ${process.versions.node}, Python ${version})`);
  fs.mkdirSync(output, { recursive: true });

  await step({
    title: 'npm packages from the lock file',
    stamp: at('node_modules', '.facegauge-stamp'),
    print: fingerprint(
      ['package-lock.json', '.npmrc'],
      allowed,
      process.versions.modules,
      process.platform,
      process.arch
    ),
    action: async () => {
      await run('npm', ['ci'], { env: packageEnvironment });
      await run('npm', ['rebuild', '--ignore-scripts=false', ...allowed], { env: packageEnvironment });
    },
    advice: 'Is the npm registry reachable? `npm ci` shows the whole error.'
  });
  await step({
    title: 'kernel library (TypeScript → JavaScript)',
    stamp: at('kernel-lib', 'lib', '.facegauge-stamp'),
    print: fingerprint(['kernel-lib/src', 'kernel-lib/tsconfig.json', 'package-lock.json']),
    action: () => run('tsc', ['-b', 'kernel-lib', '--force'], { env: packageEnvironment })
  });
  await step({
    title: `Python environment with JupyterLab (.venv)`,
    stamp: inVenv('packages'),
    print: fingerprint(['scripts/requirements.txt'], version),
    check: () => fs.existsSync(python),
    action: async () => {
      await run(name, ['-m', 'venv', '--clear', venv]);
      // Nothing is taken whose SHA-256 is not in the list.
      const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', at('scripts', 'requirements.txt')];
      await run(python, pip, { env: packageEnvironment });
    },
    advice:
      'Is PyPI reachable? `.venv/bin/python -m pip install --require-hashes -r scripts/requirements.txt` shows the whole error.'
  });
  await step({
    title: 'JupyterLab extension (sidebar and server route)',
    stamp: inVenv('extension'),
    print: fingerprint(
      [
        'jupyterlab-ext/src',
        'jupyterlab-ext/style',
        'jupyterlab-ext/schema',
        'jupyterlab-ext/jupyterlab_facegauge',
        'jupyterlab-ext/jupyter-config',
        'jupyterlab-ext/hatch_build.py',
        'kernel-lib/sql',
        'jupyterlab-ext/package.json',
        'jupyterlab-ext/pyproject.toml',
        'jupyterlab-ext/tsconfig.json',
        'package-lock.json',
        'scripts/requirements.txt'
      ],
      version
    ),
    check: () =>
      fs.existsSync(path.join(venv, 'share', 'jupyter', 'labextensions', 'jupyterlab-facegauge', 'package.json')),
    action: async () => {
      await run('npm', ['run', 'build', '-w', 'jupyterlab-ext'], { env: packageEnvironment });
      await run(
        python,
        [
          '-m',
          'pip',
          'install',
          '--quiet',
          '--no-deps',
          '--no-build-isolation',
          '--force-reinstall',
          at('jupyterlab-ext')
        ],
        { env: packageEnvironment }
      );
    }
  });
  await step({
    title: 'TypeScript kernel (tslab) and settings of this environment',
    stamp: inVenv('kernelspec'),
    print: fingerprint(['scripts/setup.mjs'], process.execPath, at('.')),
    check: () => fs.existsSync(path.join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json')),
    action: async () => {
      writeKernelspec();
      writeSettings();
    }
  });
  return { environment };
}
