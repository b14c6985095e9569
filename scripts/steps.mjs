// A step is done when what it was made from is what lies there now: by content, never by date.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './environment.mjs';

/** A failure whose message already tells the reader what to do. */
export class StepFailure extends Error {}

function* files(entry) {
  const stat = fs.statSync(entry, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return void (yield entry);
  for (const name of fs.readdirSync(entry).sort()) {
    if (['node_modules', '__pycache__', 'lib', 'labextension', 'output'].includes(name)) continue;
    yield* files(path.join(entry, name));
  }
}

/** SHA-256 over names and contents of files and folders, and over any further facts (versions, options). */
export function fingerprint(entries, ...facts) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const entry of entries) {
    for (const file of files(path.resolve(root, entry))) {
      hash.update(`\0${path.relative(root, file)}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * Runs `action` unless `stamp` (a file inside what the step makes, so that both vanish together) already names
 * `print`. Prints what is done and how long it took.
 */
export async function step({ title, stamp, print, check = () => true, action, advice }) {
  const begun = performance.now();
  const done = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === print && check();
  if (done) return void console.log(`  ✓ ${title} (unchanged)`);
  console.log(`  … ${title}`);
  try {
    await action();
  } catch (error) {
    console.error(`  ✗ ${title}: ${error.message}`);
    throw new StepFailure(advice ?? 'Read the lines above, mend the cause and start again; finished steps are kept.');
  }
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, print);
  console.log(`  ✓ ${title} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

/**
 * Runs a command; its output goes to `log` (default: kept and shown only when it fails).
 * Resolves with what it wrote to stdout; rejects with the end of what it wrote,
 * also where it runs longer than `limitMs`.
 */
export function run(command, args, { env, cwd = root, log, inherit = false, accept = [0], limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env, stdio, timeout: limitMs, killSignal: 'SIGKILL' });
    let out = '';
    let all = '';
    const sink = log ? fs.createWriteStream(log) : null;
    const take = text => {
      all = (all + text).slice(-20_000);
      sink?.write(text);
    };
    child.stdout?.setEncoding('utf8').on('data', text => (take(text), (out += text)));
    child.stderr?.setEncoding('utf8').on('data', take);
    child.on('error', error => reject(new Error(`${command} could not be started (${error.code})`)));
    child.on('close', (code, signal) => {
      sink?.end();
      if (accept.includes(code)) return resolve(out);
      const end = all.trim().split('\n').slice(-40).join('\n');
      reject(Object.assign(new Error(`${command} ${args[0] ?? ''} ended with ${signal ?? code}\n${end}`), { code }));
    });
  });
}
