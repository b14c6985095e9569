// npm run setup:training: PyTorch and what else models/training needs, in an environment of its own.
import fs from 'node:fs';
import { at, packageEnvironment, training, trainingPython } from './environment.mjs';
import { findPython } from './python.mjs';
import { fingerprint, run, step, StepFailure } from './steps.mjs';

const requirements = at('models', 'training', 'requirements.txt');

export async function setupTraining() {
  const { name, version } = await findPython();
  await step({
    title: 'Python environment for training (.venv-training)',
    stamp: `${training}/.facegauge-stamp`,
    print: fingerprint([requirements], version),
    check: () => fs.existsSync(trainingPython),
    action: async () => {
      await run(name, ['-m', 'venv', '--clear', training]);
      await run(trainingPython, ['-m', 'pip', 'install', '--quiet', '-r', requirements], { env: packageEnvironment });
    },
    advice:
      'Is PyPI reachable? `.venv-training/bin/python -m pip install -r models/training/requirements.txt` shows the whole error.'
  });
}

setupTraining().catch(error => {
  console.error(error instanceof StepFailure ? `\n${error.message}` : error);
  process.exitCode = 1;
});
