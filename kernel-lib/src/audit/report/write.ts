/** The report of an audit: one page that is opened from disk, sent on and printed. */
import path from 'node:path';
import { writeAtomically } from '../../atomic-file';
import { AUDIT_WORDS } from '../../cards';
import { FacegaugeError } from '../../errors';
import { threshold } from '../../numbers';
import type { Language } from '../../types';
import type { Audit } from '../audit';
import { cardData } from '../draw';
import { duplicates, labels, near, thin, tiles } from './examples';
import { assessments, figures, findings, histogram, overTime, reasons, sources } from './figures';
import { section, STYLE, text } from './html';
import { REPORT_WORDS } from './words';

export interface ReportOptions {
  /** Default: the session's. */
  language?: Language;
}

/** How much of each is shown; with some kB a thumbnail the page stays far below 5 MB, however many pictures there are. */
const SHOWN = { worst: 24, notAcquired: 24 };

/** @throws FacegaugeError NO_SPACE, NO_PERMISSION, OUTPUT_FAILED */
export async function writeReport(
  audit: Audit,
  file: string,
  { language = audit.language }: ReportOptions
): Promise<{ file: string; bytes: number }> {
  const page = await reportPage(audit, language);
  try {
    const { bytes } = await writeAtomically(path.resolve(file), write => write(Buffer.from(page)));
    return { file, bytes };
  } catch (cause) {
    if (cause instanceof FacegaugeError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    throw new FacegaugeError(denied ? 'NO_PERMISSION' : 'OUTPUT_FAILED', `"${file}" cannot be written.`, {
      found: code,
      path: file,
      action: 'Choose another folder.',
      cause
    });
  }
}

/** Up to so many pictures searches that were not carried out yet are now: some seconds. */
const LOOK = 10_000;

/** The whole page as text. */
export async function reportPage(audit: Audit, language: Language): Promise<string> {
  await audit.look(LOOK);
  const data = cardData(audit);
  const words = AUDIT_WORDS[language];
  const own = REPORT_WORDS[language];
  const title = own.title(data.name);
  const body = [
    `<h1>${text(data.name)}</h1>`,
    `<p class="facts">${[new Date(data.endedAt ?? data.startedAt).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB'), words.state[data.state], ...(data.people > 0 ? [words.people(data.people)] : [])].map(text).join(' · ')}</p>`,
    figures(data, words),
    section(words.histogram, histogram(data, language)),
    section(words.assessments, assessments(data, words, language)),
    section(words.reasons, reasons(data, words)),
    section(words.findings, findings(data, words, language)),
    section(words.sources, sources(audit, data, words, language)),
    section(own.overTime, await overTime(audit, language)),
    section(own.worst, tiles(audit, audit.worst(SHOWN.worst).toArray(), language)),
    section(words.duplicates, duplicates(audit, data, words)),
    section(words.nearHead, await near(audit, data, words)),
    section(words.labelHead, await labels(audit, data, words)),
    section(own.thin, thin(audit, words)),
    section(
      own.notAcquired,
      tiles(audit, audit.page({ assessment: 'not-acquired' }, 'came', SHOWN.notAcquired), language)
    ),
    `<section><p class="note">${text(words.thresholds(threshold(data.thresholds.reject), threshold(data.thresholds.trust)))} · run ${data.run}${data.passedOver ? ` · ${text(words.passedOver(data.passedOver))}` : ''}</p><p class="note">${text(own.meaning)}</p></section>`
  ];
  return (
    `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${text(title)}</title><style>${STYLE}</style></head>` +
    `<body><main>${body.join('\n')}</main></body></html>\n`
  );
}
