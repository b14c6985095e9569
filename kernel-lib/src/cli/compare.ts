/** `facegauge compare`: whether two pictures show the same person, and whether that can be believed. */
import { inspect } from 'node:util';
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import { describeError, DONE, FAILED } from './exit';
import { inSession } from './in-session';
import {
  addPictureOptions,
  addScoringOptions,
  addSessionOptions,
  languageOf,
  type SessionFlags
} from './session-options';
import { log } from './streams';

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('Compare two pictures: similarity, verdict, and whether it can be believed.')
    .argument('<a>', 'picture A')
    .argument('<b>', 'picture B');
  return addScoringOptions(addPictureOptions(addSessionOptions(command))).action(compare);
}

async function compare(a: string, b: string, flags: SessionFlags): Promise<void> {
  await inSession('compare', flags, async (session, output, signal) => {
    try {
      const comparison = await session.compare(a, b, { signal });
      await (flags.json ? output.json(comparison) : output.line(inspect(comparison)));
      return DONE;
    } catch (error) {
      if (!(error instanceof FacegaugeError) || error.path === undefined) throw error;
      const { path, code, message } = error;
      if (flags.json) await output.json({ path, error: { code, message } });
      else log(describeError(error, languageOf(flags)));
      return FAILED;
    }
  });
}
