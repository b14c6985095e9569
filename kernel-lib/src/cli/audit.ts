/** `facegauge audit`: what is in a data set, what is wrong with it, and what to do about it. */
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  auditCardJson,
  auditJson,
  whatWasAsked,
  type Audit,
  type AuditOptions,
  type AuditProgress,
  type JsonOptions,
  type LabelRules
} from '../audit';
import { FacegaugeError } from '../errors';
import type { Session } from '../session';
import { listed } from './audit-lists';
import { DONE, FAILED } from './exit';
import { inSession } from './in-session';
import { PictureProgress } from './progress';
import { showSearches } from './search-progress';
import {
  addCardOption,
  addPictureOptions,
  addScoringOptions,
  addSessionOptions,
  type SessionFlags
} from './session-options';
import type { Output } from './streams';

interface AuditFlags extends Omit<SessionFlags, 'source'> {
  name?: string;
  resume?: boolean;
  again?: boolean;
  source?: LabelRules['source'];
  identities?: LabelRules['identity'];
  pattern?: string;
}

export function auditCommand(): Command {
  const command = new Command('audit')
    .description(
      'Audit a data set: what is in it, what is wrong with it, what is doubled. The same call again goes on.'
    )
    .argument(
      '[what...]',
      'folders, patterns, lists (CSV, JSON Lines, Parquet) and pictures; with --resume they are known'
    );
  addCardOption(addScoringOptions(addPictureOptions(addSessionOptions(command))))
    .option('--store [file]', 'the store it lies in (default: the nearest facegauge.db, else one in this folder)')
    .option('--name <name>', 'what the audit is called (default: after the first path)')
    .addOption(
      new Option(
        '--resume',
        'go on with the newest audit of that name; an error where there is none, and for options other than its own'
      ).conflicts('again')
    )
    .option('--again', 'begin a new one of that name')
    .option('--source <rule>', 'where pictures came from: folder, camera, pattern or column=NAME', source)
    .option('--identities <rule>', 'whom they show: folder, pattern or column=NAME', identities)
    .option('--pattern <regex>', 'of paths below the folder; groups (?<source>…), (?<identity>…), any others are tags')
    .action(run);
  return command;
}

async function run(what: string[], flags: AuditFlags, command: Command): Promise<void> {
  const { source: _, ...rest } = flags;
  await inSession('audit', { ...rest, store: flags.store ?? true }, async (session, output, signal) => {
    // What commander filled in itself was not asked for.
    const face = command.getOptionValueSource('face') === 'default' ? undefined : flags.face;
    const asked = askedFor(session, what, { ...flags, face });
    if (session.store) showSearches(session.store, session.language);
    const bar = new PictureProgress(session.language);
    const onProgress = ({ done, total }: AuditProgress): void => bar.at(done, total);
    try {
      const options = { ...asked.options, signal, again: flags.again, onProgress };
      const audit = await session.audit(asked.what, options).finally(() => bar.end());
      await print(audit, output, flags, { signal });
      return audit.summary().failed > 0 ? FAILED : DONE;
    } catch (error) {
      // What there is so far is said all the same.
      if (error instanceof FacegaugeError && error.code === 'ABORTED' && !output.closed.aborted) {
        const [newest] = session.audits();
        if (newest) await print(newest, output, flags, { search: false });
      }
      throw error;
    }
  });
}

async function print(audit: Audit, output: Output, flags: AuditFlags, options: JsonOptions): Promise<void> {
  const found = await auditJson(audit, options);
  const card = flags.card ? { card: auditCardJson(audit) } : {};
  await (flags.json
    ? output.json({ ...found, ...card })
    : output.line([audit.text(), ...listed(found, audit.language)].join('\n')));
}

function askedFor(session: Session, what: string[], flags: AuditFlags): { what: string[]; options: AuditOptions } {
  const { name, source, identities: identity, pattern, face, minFace, aligned, copies, seed, detail } = flags;
  if (!flags.resume) {
    if (what.length === 0)
      throw wrongUse('There is nothing to audit.', 'Name folders, patterns, lists or pictures, or --resume.');
    return { what, options: { name, source, identity, pattern } };
  }
  const called = name ?? (what.length > 0 ? undefined : session.audits()[0]?.name);
  const before = whatWasAsked(session, called ?? null, what, {
    rules: { source, identity, pattern },
    picture: { face, minFace, aligned, copies, seed, detail }
  });
  return { what: before.what, options: { name: before.name, ...before.rules, ...before.picture } };
}

const RULE = /^(?:(folder|camera|pattern)|column=(.+))$/;

function source(text: string): LabelRules['source'] {
  const [, word, column] = RULE.exec(text) ?? [];
  if (column !== undefined) return { column };
  if (word === undefined) throw new InvalidArgumentError('Expected folder, camera, pattern or column=NAME.');
  return word as 'folder' | 'camera' | 'pattern';
}

function identities(text: string): LabelRules['identity'] {
  const [, word, column] = RULE.exec(text) ?? [];
  if (column !== undefined) return { column };
  if (word === undefined || word === 'camera')
    throw new InvalidArgumentError('Expected folder, pattern or column=NAME.');
  return word as 'folder' | 'pattern';
}

function wrongUse(message: string, action: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', message, { action });
}
