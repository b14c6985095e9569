/** The report's figures: what the pictures are like, what was found in them, and where they came from. */
import { findingName, WORDS, type AuditCardData, type AuditWords } from '../../cards';
import { drawChart } from '../../drawing';
import { quality, share, threshold } from '../../numbers';
import { sourceText } from '../../source-words';
import type { Assessment, Language } from '../../types';
import type { Audit } from '../audit';
import { bar, count, drawing, table, text, thumbnail } from './html';
import { REPORT_WORDS } from './words';

/** Sources that are shown. */
const SOURCES = 50;

export function figures(
  { pictures, acquired, meanQuality, lowShare, thresholds }: AuditCardData,
  words: AuditWords
): string {
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

export function histogram(data: AuditCardData, language: Language): string {
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

export function assessments(
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

export function reasons({ errors }: AuditCardData, words: AuditWords): string {
  if (errors.length === 0) return '';
  return table(
    ['', words.pictures],
    errors.map(({ code, count: n }) => [text(words.errors[code] ?? code), count(n)]),
    [false, true]
  );
}

export function findings({ findings: found, pictures }: AuditCardData, words: AuditWords, language: Language): string {
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

export function sources(audit: Audit, data: AuditCardData, words: AuditWords, language: Language): string {
  const all = audit.summary().sources;
  const rows = all
    .slice(0, SOURCES)
    .map(({ source, pictures, meanQuality, lowShare }) => [
      text(sourceText(source, language)),
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

function portion(n: number, of: number): string {
  return of === 0 ? '' : text(share(n / of));
}

/** Empty where too few pictures say when they were taken. */
export async function overTime(audit: Audit, language: Language): Promise<string> {
  const chart = audit.overTime({ language });
  const dark = audit.overTime({ language, theme: 'dark' });
  if (!chart || !dark) return '';
  return drawing((await drawChart(chart)).svg, (await drawChart(dark)).svg, chart.description);
}
