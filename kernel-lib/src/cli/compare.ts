/** `facegauge compare`: whether two pictures show the same person, and whether that can be believed. */
import { inspect } from 'node:util';
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import { cardJson, FailedPicture } from '../session';
import { describeError, DONE, FAILED } from './exit';
import { inSession } from './in-session';
import {
  addCardOption,
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
  return addCardOption(addScoringOptions(addPictureOptions(addSessionOptions(command)))).action(compare);
}

async function compare(a: string, b: string, flags: SessionFlags): Promise<void> {
  const card = (result: Parameters<typeof cardJson>[0]) =>
    flags.card ? { card: cardJson(result, languageOf(flags)) } : {};
  await inSession('compare', flags, async (session, output, signal) => {
    try {
      const comparison = await session.compare(a, b, { signal });
      await (flags.json
        ? output.json({ ...comparison.toJSON(), ...card(comparison) })
        : output.line(inspect(comparison)));
      return DONE;
    } catch (error) {
      if (!(error instanceof FacegaugeError) || error.path === undefined) throw error;
      const { path, code, message } = error;
      const failed = new FailedPicture(path, '', error, languageOf(flags));
      if (flags.json) await output.json({ path, error: { code, message }, ...card(failed) });
      else log(describeError(error, languageOf(flags)));
      return FAILED;
    }
  });
}
