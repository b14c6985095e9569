/** What was typed, byte for byte: Node puts U+FFFD for bytes that are not UTF-8, and such a path can no longer be opened. */
import { readFileSync } from 'node:fs';
import { nameOf } from '../names';

const LOSSY = /[\ufffd\uef80-\uefff]/;

/** `process.argv` with such arguments as `names.ts` writes them. Linux alone tells them; elsewhere they stay as Node has them. */
export function exactArguments(argv: readonly string[]): string[] {
  if (!argv.slice(2).some(argument => LOSSY.test(argument))) return [...argv];
  let all: string[];
  try {
    all = split(readFileSync('/proc/self/cmdline'));
  } catch {
    return [...argv];
  }
  // Before them stand Node's own options and the script.
  const typed = all.slice(all.length - (argv.length - 2));
  return argv.map((argument, i) => (i >= 2 && LOSSY.test(argument) ? (typed[i - 2] ?? argument) : argument));
}

function split(commandLine: Buffer): string[] {
  const parts: string[] = [];
  for (let from = 0; from < commandLine.length;) {
    const end = commandLine.indexOf(0, from);
    parts.push(nameOf(commandLine.subarray(from, end < 0 ? undefined : end)));
    from = end < 0 ? commandLine.length : end + 1;
  }
  return parts;
}
