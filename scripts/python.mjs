// The Python that environments are made with.
import { run, StepFailure } from './steps.mjs';

/** @returns command and version @throws StepFailure where none will do */
export async function findPython() {
  const probe = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version.split()[0])';
  for (const name of [process.env.PYTHON, 'python3', 'python'].filter(Boolean)) {
    try {
      return { name, version: (await run(name, ['-c', probe])).trim() };
    } catch {
      // the next candidate may do; all are named below when none does
    }
  }
  throw new StepFailure(
    'No Python ≥ 3.10 with venv was found (tried $PYTHON, python3, python). ' +
      'Install it (Debian: apt-get install python3 python3-venv) or set PYTHON to one.'
  );
}
