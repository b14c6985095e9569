/** The commands of `facegauge` and how the command line is read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { printableLines } from '../printable';
import { environmentLanguage } from '../session';
import type { Language } from '../types';
import { alignCommand } from './align';
import { auditCommand } from './audit';
import { compareCommand } from './compare';
import { doctorCommand } from './doctor';
import { evaluateCommand } from './evaluate';
import { describeError, DONE, exitCodeOf, WRONG_USE } from './exit';
import { logsCommand } from './logs';
import { modelsCommand } from './models';
import { outboxCommand } from './outbox';
import { policyCommand } from './policy';
import { scoreCommand } from './score';
import { restartCommand, statusCommand } from './status';
import { storeCommand } from './store';
import { log } from './streams';
import { watchCommand } from './watch';

/** In the order in which help lists them. */
const COMMANDS = [
  scoreCommand,
  compareCommand,
  alignCommand,
  auditCommand,
  evaluateCommand,
  watchCommand,
  modelsCommand,
  policyCommand,
  storeCommand,
  statusCommand,
  restartCommand,
  logsCommand,
  outboxCommand,
  doctorCommand
];

/** @returns exit code: 0 done, 1 some pictures failed, 2 wrong use, 130 interrupted */
export async function run(argv: readonly string[]): Promise<number> {
  process.exitCode = DONE;
  try {
    await buildProgram().parseAsync(argv);
    return Number(process.exitCode);
  } catch (error) {
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE;
    log(describeError(error, spokenLanguage(argv)));
    // An interruption has its own code already.
    return Number(process.exitCode) || exitCodeOf(error);
  }
}

/** As `--lang` or the environment says, also of commands that have no such option. */
function spokenLanguage(argv: readonly string[]): Language {
  const asked = argv.flatMap((word, i) =>
    word === '--lang' ? [argv[i + 1]] : (/^--lang=(.*)$/.exec(word)?.[1] ?? [])
  );
  const last = asked.at(-1);
  return last === 'zh' || last === 'en' ? last : environmentLanguage(process.env);
}

export function buildProgram(): Command {
  const program = new Command('facegauge')
    .description('Can this face picture be trusted, and why not?')
    .version(version())
    // What was typed is repeated in what is said about it.
    .configureOutput({
      writeOut: text => process.stdout.write(printableLines(text)),
      writeErr: text => log(text.replace(/\n$/, ''))
    })
    .showHelpAfterError('(facegauge --help and facegauge COMMAND --help list what there is)')
    .showSuggestionAfterError();
  for (const command of COMMANDS) program.addCommand(command());
  return throwInsteadOfExit(program);
}

function throwInsteadOfExit(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    throwInsteadOfExit(child);
  }
  return command;
}

function version(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
