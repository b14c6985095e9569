// Where everything lies, and the environment every child process of the scripts gets.
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const at = (...parts) => path.join(root, ...parts);

export const venv = at('.venv');
export const python = path.join(venv, 'bin', 'python');
/** Apart from `.venv`: PyTorch is large and only those who train need it. */
export const training = at('.venv-training');
export const trainingPython = path.join(training, 'bin', 'python');
export const notebooks = at('notebooks');
export const output = at('test', 'output');
/** JupyterLab's root folder is `notebooks`, so this is also where the server extension points its kernels. */
export const store = path.join(notebooks, 'facegauge.db');

/** Package managers keep their own caches, so that a second clone is fast. */
export const packageEnvironment = {
  ...process.env,
  PATH: [path.join(venv, 'bin'), at('node_modules', '.bin'), process.env.PATH].join(path.delimiter),
  PIP_DISABLE_PIP_VERSION_CHECK: '1'
};

/**
 * Networks that a user has installed: where `npx facegauge` outside of these scripts puts and looks for them (see
 * kernel-lib/src/models/locate.ts), so that JupyterLab and a terminal see the same ones.
 */
const networks =
  process.env.FACEGAUGE_HOME ||
  path.join(process.env.XDG_DATA_HOME || path.join(os.homedir(), '.local', 'share'), 'facegauge');

/** Everything else writes inside the checkout only: Jupyter, IPython and XDG folders point into `.venv`. */
export const environment = {
  ...packageEnvironment,
  VIRTUAL_ENV: venv,
  JUPYTER_CONFIG_DIR: path.join(venv, 'etc', 'jupyter-user'),
  JUPYTER_DATA_DIR: path.join(venv, 'share', 'jupyter-user'),
  JUPYTER_RUNTIME_DIR: path.join(venv, 'runtime'),
  JUPYTERLAB_SETTINGS_DIR: path.join(venv, 'lab', 'user-settings'),
  JUPYTERLAB_WORKSPACES_DIR: path.join(venv, 'lab', 'workspaces'),
  JUPYTER_PLATFORM_DIRS: '1',
  PYTHONNOUSERSITE: '1',
  FACEGAUGE_HOME: networks,
  IPYTHONDIR: path.join(venv, 'ipython'),
  XDG_CONFIG_HOME: path.join(venv, 'xdg', 'config'),
  XDG_DATA_HOME: path.join(venv, 'xdg', 'data'),
  XDG_CACHE_HOME: path.join(venv, 'xdg', 'cache'),
  XDG_STATE_HOME: path.join(venv, 'xdg', 'state')
};

/** For suites: what happens to be installed on a machine is not what is tested. */
export const testEnvironment = { ...environment, FACEGAUGE_HOME: path.join(venv, 'xdg', 'data', 'facegauge') };
