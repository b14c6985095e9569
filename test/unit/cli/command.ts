import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(__dirname, '../../..');

/** Arguments of node that start the command from its sources. */
export const COMMAND = [
  '--import',
  pathToFileURL(require.resolve('tsx')).href,
  path.join(root, 'kernel-lib/src/cli/main.ts')
];

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command to its end, in English unless the environment given says otherwise. */
export function facegauge(args: string[], environment: NodeJS.ProcessEnv = {}, cwd = root): Promise<Outcome> {
  const env = { ...process.env, LC_ALL: '', LC_MESSAGES: '', LANG: 'C.UTF-8', ...environment };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...COMMAND, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

/** Every line of standard output must be JSON; anything else would break a reader. */
export function jsonLines({ stdout }: Outcome): Record<string, any>[] {
  return stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
