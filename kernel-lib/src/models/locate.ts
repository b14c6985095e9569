/** Where networks lie: those that come with facegauge and those a user has installed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const MANIFEST_NAME = 'manifest.json';

/** Root of the installed package, from the sources as well as from the compiled files. */
const PACKAGE = path.resolve(__dirname, '..', '..');

/**
 * Folder of the networks that come with facegauge: inside the package when installed, beside it in a checkout.
 * The folder of a checkout is returned even if it is missing, so that an error can name it.
 */
export function embeddedFolder(): string {
  const packed = path.join(PACKAGE, 'models');
  return fs.existsSync(path.join(packed, MANIFEST_NAME)) ? packed : path.resolve(PACKAGE, '..', 'models');
}

/** Folder of the networks a user has installed: FACEGAUGE_HOME, else the user's data folder. It need not exist. */
export function homeFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.FACEGAUGE_HOME) return path.resolve(environment.FACEGAUGE_HOME);
  const data = environment.XDG_DATA_HOME || path.join(os.homedir(), '.local', 'share');
  return path.resolve(data, 'facegauge');
}

/** A picture or text that comes with the package, under `assets/`. */
export function assetFolder(name: string): string {
  return path.join(PACKAGE, 'assets', name);
}
