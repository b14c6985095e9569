/** `facegauge watch`: pictures are scored as they appear in a folder. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { count, noCounts } from '../audit';
import { FacegaugeError } from '../errors';
import { supervise, SUPERVISED, watch } from '../operations';
import { DONE } from './exit';
import { inSession } from './in-session';
import { addPictureOptions, addSessionOptions, languageOf, type SessionFlags } from './session-options';
import { log } from './streams';
import { tableHead, tableRow } from './table';

interface WatchFlags extends SessionFlags {
  rescan: string;
  supervisor: boolean;
}

export function watchCommand(): Command {
  const command = new Command('watch')
    .description('Score pictures as they appear in a folder, for as long as nobody stops it.')
    .argument('<folder>', 'the folder, and those below it');
  addPictureOptions(addSessionOptions(command))
    .option('--store [file]', 'where results are recorded (default: the nearest facegauge.db, else one in this folder)')
    .option('--source <name>', 'camera or folder recorded as the source')
    .option('--rescan <seconds>', 'how often the whole folder is looked at, in case an event was missed', '60')
    .option('--no-supervisor', 'end where the work ends: something else starts it again')
    .action(watchFolder);
  return command;
}

async function watchFolder(folder: string, flags: WatchFlags): Promise<void> {
  const seconds = Number(flags.rescan);
  if (!(seconds > 0)) throw new FacegaugeError('INVALID_ARGUMENT', `--rescan takes seconds, not "${flags.rescan}".`);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new FacegaugeError('MISSING', `There is no folder ${folder}.`, {
      path: folder,
      action: 'Make it first: what is watched must be there.'
    });
  if (flags.supervisor && !process.env[SUPERVISED]) {
    process.exitCode = await supervise(process.argv.slice(1), why => log(why));
    return;
  }
  const language = languageOf(flags);
  const recorded = { ...flags, store: flags.store ?? true };
  await inSession('watch', recorded, async (session, output, signal) => {
    if (!flags.json) await output.line(tableHead(language));
    const counts = noCounts();
    const options = { source: flags.source, preview: false, signal, rescanMs: seconds * 1000, onTrouble: log };
    log(`Watching ${path.resolve(folder)}; Ctrl-C finishes what is in work.`);
    for await (const result of watch(session, folder, options)) {
      count(counts, result);
      await (flags.json ? output.json(result) : output.line(tableRow(result, language)));
    }
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    log(`Stopped after ${total} ${total === 1 ? 'picture' : 'pictures'}.`);
    return DONE;
  });
}
