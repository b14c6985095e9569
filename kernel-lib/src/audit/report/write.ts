/** The report of an audit: one page that is opened from disk, sent on and printed. */
import path from 'node:path';
import { writeAtomically } from '../../atomic-file';
import { AUDIT_WORDS, findingName, WORDS, type AuditCardData, type AuditWords } from '../../cards';
import { FacegaugeError } from '../../errors';
import { quality, share, threshold } from '../../numbers';
import type { Assessment, Language } from '../../types';
import type { Audit } from '../audit';
import { cardData, shown } from '../draw';
import type { AuditSample } from '../sample';
import { bar, section, STYLE, table, text, thumbnail } from './html';
import { REPORT_WORDS } from './words';

export interface ReportOptions {
  /** Default: the session's. */
  language?: Language;
}

/** How much of each is shown; with some kB a thumbnail the page stays far below 5 MB, however many pictures there are. */
const SHOWN = { worst: 24, notAcquired: 24, groups: 20, inGroup: 6, sources: 50, people: 50 };

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
    section(words.sources, sources(audit, data, words)),
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

const count = (n: number): string => n.toLocaleString('en');

function figures({ pictures, acquired, meanQuality, lowShare, thresholds }: AuditCardData, words: AuditWords): string {
  const cell = (figure: string, name: string, note = ''): string =>
    `<div>${text(name)}<b>${text(figure)}</b><span>${text(note)}</span></div>`;
  return `<div class="figures">${[
    cell(count(pictures), words.pictures),
    cell(count(acquired), words.acquired, pictures === 0 ? '' : words.ofPictures(share(acquired / pictures))),
    cell(meanQuality === null ? '–' : quality(meanQuality), words.meanQuality),
    cell(lowShare === null ? '–' : share(lowShare), words.rejected, words.below(threshold(thresholds.reject)))
  ].join('')}</div>`;
}

/** Kind of a quality, as its colour is called. */
function kindOf(value: number, { thresholds }: AuditCardData): string {
  return value + 1e-9 < thresholds.reject ? 'bad' : value + 1e-9 < thresholds.trust ? 'caution' : 'good';
}

function histogram(data: AuditCardData, language: Language): string {
  const { qualities, thresholds } = data;
  const most = Math.max(1, ...qualities);
  const [width, height] = [760, 170];
  const one = width / qualities.length;
  const bars = qualities.map((n, i) => {
    const tall = n === 0 ? 0 : Math.max(2, (n / most) * height);
    const [from, to] = [i / qualities.length, (i + 1) / qualities.length];
    return `<rect class="${kindOf(from, data)}" x="${i * one + 1}" y="${20 + height - tall}" width="${one - 2}" height="${tall}"><title>${from.toFixed(2)}–${to.toFixed(2)}: ${count(n)}</title></rect>`;
  });
  const limits = [thresholds.reject, thresholds.trust].map(
    value => `<path class="limit" d="M${value * width} 8V${20 + height}"/>`
  );
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    value =>
      `<text x="${value * width}" y="${height + 38}" text-anchor="${value === 0 ? 'start' : value === 1 ? 'end' : 'middle'}">${value.toFixed(1)}</text>`
  );
  const label = REPORT_WORDS[language].histogram(threshold(thresholds.reject), threshold(thresholds.trust));
  return (
    `<svg role="img" aria-label="${text(label)}" viewBox="0 0 ${width} ${height + 46}" width="100%">` +
    `${bars.join('')}<path class="axis" d="M0 ${20 + height}.5H${width}"/>${limits.join('')}${ticks.join('')}` +
    `<text x="${width}" y="14" text-anchor="end">${count(most)}</text></svg>`
  );
}

function assessments(
  { assessments: of, failed, pictures }: AuditCardData,
  words: AuditWords,
  language: Language
): string {
  const names: Assessment[] = ['trusted', 'review', 'rejected', 'not-acquired'];
  const rows = names.map(name => [
    text(WORDS[language].assessment[name]),
    count(of[name]),
    portion(of[name], pictures)
  ]);
  if (failed > 0) rows.push([text(words.failed), count(failed), portion(failed, pictures)]);
  return table(['', words.pictures, ''], rows, [false, true, true]);
}

function reasons({ errors }: AuditCardData, words: AuditWords): string {
  if (errors.length === 0) return '';
  return table(
    ['', words.pictures],
    errors.map(({ code, count: n }) => [text(words.errors[code] ?? code), count(n)]),
    [false, true]
  );
}

function findings({ findings: found, pictures }: AuditCardData, words: AuditWords, language: Language): string {
  if (found.length === 0) return `<p>${text(words.noFindings)}</p>`;
  return table(
    ['', words.pictures, '', ''],
    found.map(({ code, count: n, thumbnails }) => {
      const name = findingName(code, language);
      return [
        text(name),
        count(n),
        portion(n, pictures),
        `<div class="strip">${thumbnails.map(one => thumbnail(one, name)).join('')}</div>`
      ];
    }),
    [false, true, true, false]
  );
}

function sources(audit: Audit, data: AuditCardData, words: AuditWords): string {
  const all = audit.summary().sources;
  const rows = all
    .slice(0, SHOWN.sources)
    .map(({ source, pictures, meanQuality, lowShare }) => [
      text(source),
      count(pictures),
      meanQuality === null ? '–' : `${bar(meanQuality, kindOf(meanQuality, data))} ${quality(meanQuality)}`,
      lowShare === null ? '–' : share(lowShare)
    ]);
  const rest = all.length - rows.length;
  return (
    table([words.source, words.pictures, words.meanQuality, words.rejected], rows, [false, true, true, true]) +
    (rest > 0 ? `<p class="note">${text(words.moreSources(rest))}</p>` : '')
  );
}

function tiles(audit: Audit, samples: readonly AuditSample[], language: Language): string {
  if (samples.length === 0) return '';
  const thumbnails = audit.thumbnails(samples.map(({ id }) => id));
  const figure = ({
    id,
    path: place,
    key,
    quality: value,
    assessment,
    findings: codes,
    identity
  }: AuditSample): string => {
    const name = place === null ? (key ?? '') : path.basename(place);
    const says = [codes.length > 0 ? findingName(codes[0], language) : '', identity ?? ''].filter(Boolean).join(' · ');
    const kind = assessment === 'trusted' ? 'good' : assessment === 'review' ? 'caution' : 'bad';
    const standing = assessment === null ? '' : WORDS[language].short[assessment];
    return (
      `<figure>${thumbnail(thumbnails.get(id), name)}<figcaption>` +
      `<span class="${kind}"><b>${value === null ? '–' : quality(value)}</b> ${text(standing)}</span><br>${text(name)}<br>${text(says)}</figcaption></figure>`
    );
  };
  return `<div class="tiles">${samples.map(figure).join('')}</div>`;
}

function duplicates(audit: Audit, data: AuditCardData, words: AuditWords): string {
  const { exactDuplicates: exact } = data;
  if (exact.groups === 0) return `<p>${text(words.noExact)}</p>`;
  const groups = audit.exactDuplicates().first(SHOWN.groups);
  const rows = groups.map(({ ids, paths }) => {
    const six = ids.slice(0, SHOWN.inGroup);
    const thumbnails = audit.thumbnails(six);
    return [
      `<div class="strip">${six.map((id, i) => thumbnail(thumbnails.get(id), path.basename(paths[i]))).join('')}</div>`,
      `${text(words.group(ids.length))}<br>${paths
        .slice(0, SHOWN.inGroup)
        .map(one => text(shown(one)))
        .join('<br>')}`
    ];
  });
  const rest = exact.groups - groups.length;
  return (
    `<p>${text(words.exact(exact.groups, exact.pictures))}</p>${table(['', ''], rows, [false, false])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

async function near(audit: Audit, { nearDuplicates }: AuditCardData, words: AuditWords): Promise<string> {
  if (nearDuplicates === null) return `<p class="note">${text(words.nearUnknown)}</p>`;
  if (nearDuplicates.groups === 0) return `<p>${text(words.noNear)}</p>`;
  const groups = (await audit.nearDuplicates()).first(SHOWN.groups);
  const rows = groups.map(({ kind, ids, paths, least }) => {
    const six = ids.slice(0, SHOWN.inGroup);
    const thumbnails = audit.thumbnails(six);
    return [
      `<div class="strip">${six.map((id, i) => thumbnail(thumbnails.get(id), path.basename(paths[i]))).join('')}</div>`,
      `${text(words.kinds[kind])} · ${text(words.similarity)} ≥ ${least.toFixed(3)}<br>${paths
        .slice(0, SHOWN.inGroup)
        .map(one => text(shown(one)))
        .join('<br>')}`
    ];
  });
  const rest = nearDuplicates.groups - groups.length;
  return (
    `<p>${text(words.near(nearDuplicates.groups, nearDuplicates.pictures))}</p>${table(['', ''], rows, [false, false])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

async function labels(audit: Audit, data: AuditCardData, words: AuditWords): Promise<string> {
  if (data.people === 0) return `<p class="note">${text(words.noIdentities)}</p>`;
  if (data.labelErrors === null)
    return `<p class="note">${text(data.labelsCanBeJudged === false ? words.labelsTooFew : words.labelsUnknown)}</p>`;
  if (data.labelErrors === 0) return `<p>${text(words.noLabels)}</p>`;
  const suspected = (await audit.labelErrors()).first(SHOWN.people);
  const thumbnails = audit.thumbnails(suspected.map(({ id }) => id));
  const rows = suspected.map(({ id, path: place, identity, nearest, probability }) => [
    thumbnail(thumbnails.get(id), path.basename(place)),
    `${text(words.moreLike(identity, nearest))}<br>${text(shown(place))}`,
    text(share(probability))
  ]);
  const rest = data.labelErrors - suspected.length;
  return (
    `<p>${text(words.labels(data.labelErrors))}</p>${table(['', '', words.probability], rows, [false, false, true])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

function thin(audit: Audit, words: AuditWords): string {
  const few = audit.thin();
  const rows = few
    .first(SHOWN.people)
    .map(({ identity, pictures, good, meanQuality }) => [
      text(identity),
      count(pictures),
      count(good),
      meanQuality === null ? '–' : quality(meanQuality)
    ]);
  if (rows.length === 0) return '';
  const rest = few.length - rows.length;
  return (
    table([words.identity, words.pictures, words.good, words.meanQuality], rows, [false, true, true, true]) +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

function portion(n: number, of: number): string {
  return of === 0 ? '' : text(share(n / of));
}
