/** `facegauge score`: what each picture can be used for, one line a picture as soon as it is known. */
import { Command, Option } from 'commander';
import { count, countPictures, noCounts, scoreAll, type Counts } from '../audit';
import { follow, isSample, type RecordReport, type Session } from '../session';
import { label } from '../verification';
import { DONE, FAILED } from './exit';
import { inSession } from './in-session';
import { PictureProgress } from './progress';
import { ORDERS, ScoreLines, type Order } from './score-lines';
import {
  addCardOption,
  addPictureOptions,
  addRecordOptions,
  addScoringOptions,
  addSessionOptions,
  languageOf,
  type SessionFlags
} from './session-options';
import { log } from './streams';

export function scoreCommand(): Command {
  const command = new Command('score')
    .description('Score pictures: quality, the reason for it, and what the picture can be used for.')
    .argument('<path...>', 'pictures and folders (all files below them)');
  addCardOption(addRecordOptions(addScoringOptions(addPictureOptions(addSessionOptions(command)))))
    .option('--all-faces', 'one line for every face of a picture; the store records the one that --face means')
    .option('--source <name>', 'camera or folder recorded as the source')
    .addOption(new Option('--csv', 'a line of CSV a picture on standard output').conflicts('json'))
    .addOption(
      new Option('--sort <order>', 'none: as soon as each is known; quality: best first; name: by path')
        .choices(ORDERS)
        .default('none')
    )
    .action(score);
  return command;
}

interface Flags extends SessionFlags {
  csv?: boolean;
  sort: Order;
}

async function score(paths: string[], flags: Flags): Promise<void> {
  const language = languageOf(flags);
  await inSession('score', flags, async (session, output, signal) => {
    const counts = noCounts();
    const from = performance.now();
    const lines = new ScoreLines(output, {
      format: flags.json ? 'json' : flags.csv ? 'csv' : 'table',
      order: flags.sort,
      language,
      allFaces: flags.allFaces === true,
      card: flags.card === true
    });
    const progress = new PictureProgress(language);
    const counting = follow(signal);
    // What keeps it from counting is told by the audit, which goes the same way.
    const known = (total: number): void => {
      if (!counting.signal.aborted) progress.total = total;
    };
    void countPictures(session, paths, counting.signal).then(known, () => undefined);
    let kept = true;
    try {
      await lines.head();
      const options = { signal, allFaces: flags.allFaces, preview: flags.card === true };
      for await (const result of scoreAll(session, paths, options)) {
        count(counts, result);
        // Of a picture with several faces the first is the picture.
        if (!isSample(result) || result.faceIndex === 0) progress.step();
        await lines.add(result);
      }
    } finally {
      counting.abort();
      counting.release();
      progress.end();
      await lines.end();
      // What is said of the record is said once it is on disk.
      const seconds = (performance.now() - from) / 1000;
      const record = await session.recorded();
      kept = record.lost === 0;
      if (!output.closed.aborted) {
        if (signal.aborted) log(progress.stopped());
        log(summary(counts, seconds, session, record, flags));
      }
    }
    return counts.notAcquired + counts.failed > 0 || !kept ? FAILED : DONE;
  });
}

function summary(counts: Counts, seconds: number, session: Session, record: RecordReport, flags: SessionFlags): string {
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
  return `${all}${zh ? '：' : ': '}${parts.join(' · ') || '–'} (${rate}${zh ? `，${session.device.chinese}` : `, ${session.device.description}`})${place}`;
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
