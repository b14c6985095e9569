/** `facegauge score`: what each picture can be used for, one line a picture as soon as it is known. */
import { Command } from 'commander';
import { audit, count, noCounts, type AuditCounts } from '../audit';
import type { RecordReport, Session } from '../session';
import { label } from '../verification';
import { DONE, FAILED } from './exit';
import { inSession } from './in-session';
import {
  addPictureOptions,
  addScoringOptions,
  addSessionOptions,
  languageOf,
  type SessionFlags
} from './session-options';
import { log } from './streams';
import { tableHead, tableRow } from './table';

export function scoreCommand(): Command {
  const command = new Command('score')
    .description('Score pictures: quality, the reason for it, and what the picture can be used for.')
    .argument('<path...>', 'pictures and folders (all files below them)');
  addScoringOptions(addPictureOptions(addSessionOptions(command)))
    .option('--store [file]', 'record the results (default: the nearest facegauge.db, else one in this folder)')
    .option('--all-faces', 'one line for every face of a picture; the store records the one that --face means')
    .option('--source <name>', 'camera or folder recorded as the source')
    .action(score);
  return command;
}

async function score(paths: string[], flags: SessionFlags): Promise<void> {
  const language = languageOf(flags);
  await inSession(flags, async (session, output, signal) => {
    const counts = noCounts();
    const from = performance.now();
    let kept = true;
    if (!flags.json) await output.line(tableHead(language));
    try {
      for await (const result of audit(session, paths, { signal, allFaces: flags.allFaces })) {
        count(counts, result);
        await (flags.json ? output.json(result) : output.line(tableRow(result, language, flags.allFaces)));
      }
    } finally {
      // What is said of the record is said once it is on disk.
      const seconds = (performance.now() - from) / 1000;
      const record = await session.recorded();
      kept = record.lost === 0;
      if (!output.closed.aborted) log(summary(counts, seconds, session, record, flags));
    }
    return counts.notAcquired + counts.failed > 0 || !kept ? FAILED : DONE;
  });
}

function summary(
  counts: AuditCounts,
  seconds: number,
  session: Session,
  record: RecordReport,
  flags: SessionFlags
): string {
  const language = languageOf(flags);
  const { trusted, review, rejected, notAcquired, failed } = counts;
  const total = trusted + review + rejected + notAcquired + failed;
  const zh = language === 'zh';
  const parts = [
    [trusted, label('trusted', language)],
    [review, label('review', language)],
    [rejected, label('rejected', language)],
    [notAcquired, label('not-acquired', language)],
    [failed, zh ? '无法处理' : 'Not readable']
  ].flatMap(([n, word]) => (n === 0 ? [] : `${word} ${n}`));
  const [one, many, each] = flags.allFaces ? ['result', 'results', '个结果'] : ['picture', 'pictures', '张图片'];
  const rate = `${(total / seconds).toFixed(1)} ${zh ? (flags.allFaces ? '个/秒' : '张/秒') : `${many}/s`}`;
  const place = recordWords(record, zh);
  const all = zh ? `共 ${total} ${each}` : `${total} ${total === 1 ? one : many}`;
  return `${all}${zh ? '：' : ': '}${parts.join(' · ') || '–'} (${rate}, ${session.device.description})${place}`;
}

/** Nothing is said to be recorded that is not on disk. */
function recordWords({ file, recorded, lost, reason }: RecordReport, zh: boolean): string {
  if (file === null) return '';
  if (lost === 0) return `${zh ? '，已记录到 ' : '; recorded in '}${file}`;
  const why = reason === null ? '' : `${zh ? '：' : ': '}${reason}`;
  return zh
    ? `；${recorded} 条已记录到 ${file}，${lost} 条未能记录${why}`
    : `; ${recorded} recorded in ${file}, ${lost} NOT recorded${why}`;
}
