// The browser tests drive a real browser: $CHROMIUM, one on the PATH, or Debian's package when it may be installed.
import fs from 'node:fs';
import path from 'node:path';
import { run, StepFailure } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function find() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = process.env.PATH.split(path.delimiter);
  return folders.flatMap(folder => names.map(name => path.join(folder, name))).find(file => fs.existsSync(file));
}

/** @returns the environment variable that names the browser for the tests */
export async function chromium() {
  if (find()) return { CHROMIUM: find() };
  const mayInstall = process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    throw new StepFailure(
      'No Chromium was found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.'
    );
  }
  console.log("  … Debian's chromium for the browser tests");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  return { CHROMIUM: find() };
}
