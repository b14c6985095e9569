/** The card of an audit: what is in a data set and what is wrong with it, in ten seconds. */
import {
  ASSESSMENT,
  badge,
  drawText,
  elide,
  EMPTY,
  footer,
  frame,
  framed,
  GREY,
  heading,
  INK,
  INNER,
  mark,
  MUTED,
  oneLine,
  PANEL,
  panel,
  rule,
  squareRaster,
  textWidth,
  title,
  type Drawing,
  type Part
} from '../drawing';
import { decimal, quality, share, threshold } from '../numbers';
import { sourceText } from '../source-words';
import type { Assessment, Language } from '../types';
import type { AuditCardData } from './audit-data';
import { basis, ORDER, said } from './audit-text';
import { AUDIT_WORDS, type AuditWords } from './audit-words';
import { findingName } from './finding-names';
import { WORDS } from './words';

export async function drawAuditCard(data: AuditCardData, language: Language): Promise<Drawing> {
  const words = AUDIT_WORDS[language];
  const parts: Part[] = [head(data, words), figures(data, words), middle(data, words, language)];
  parts.push(await findings(data, words, language), statements(data, words));
  if (data.sources.length > 0) parts.push(sources(data, words, language));
  parts.push(footer([basis(data, words)]));
  return frame(parts);
}

function head({ name, state, startedAt, endedAt, people }: AuditCardData, words: AuditWords): Part {
  const standing = state === 'done' ? ASSESSMENT.trusted : state === 'failed' ? ASSESSMENT.rejected : ASSESSMENT.review;
  const tag = badge(standing, words.state[state].split(/[:：]/)[0], INNER, 1);
  const facts = [day(endedAt ?? startedAt), ...(people > 0 ? [words.people(people)] : [])];
  return { svg: title(oneLine(name), facts, INNER - tag.width - 16, 17) + tag.svg, height: 52 };
}

function figures(data: AuditCardData, words: AuditWords): Part {
  const { pictures, acquired, meanQuality, lowShare, thresholds } = data;
  const cells: [figure: string, name: string, note: string][] = [
    [pictures.toLocaleString('en'), words.pictures, ''],
    [acquired.toLocaleString('en'), words.acquired, pictures === 0 ? '' : words.ofPictures(share(acquired / pictures))],
    [meanQuality === null ? '–' : quality(meanQuality), words.meanQuality, ''],
    [lowShare === null ? '–' : share(lowShare), words.rejected, words.below(threshold(thresholds.reject))]
  ];
  const width = INNER / cells.length;
  const svg = cells.map(([figure, name, note], i) => {
    const x = i * width;
    return (
      drawText(name, x, 12, { size: 11, weight: 'bold', fill: MUTED }) +
      drawText(figure, x, 40, { size: 25, weight: 'bold' }) +
      drawText(note, x, 57, { size: 10.5, fill: MUTED })
    );
  });
  return { svg: rule(-6, 0, INNER) + svg.join(''), height: 74 };
}

const CHART = { width: 420, height: 104, top: 22 };

/** The histogram, and beside it what the pictures can be used for. */
function middle(data: AuditCardData, words: AuditWords, language: Language): Part {
  const { qualities, thresholds, assessments, pictures, failed } = data;
  const most = Math.max(1, ...qualities);
  const bar = CHART.width / qualities.length;
  const base = CHART.top + CHART.height;
  const colour = (from: number): string =>
    ASSESSMENT[from + 1e-9 < thresholds.reject ? 'rejected' : from + 1e-9 < thresholds.trust ? 'review' : 'trusted']
      .strong;
  let svg = heading(words.histogram);
  svg += qualities
    .map((n, i) => {
      const height = n === 0 ? 0 : Math.max(1.5, (n / most) * CHART.height);
      const x = i * bar + 1;
      return `<rect x="${x}" y="${base - height}" width="${bar - 2}" height="${height}" fill="${colour(i / qualities.length)}"/>`;
    })
    .join('');
  svg += `<path d="M0 ${base + 0.5}H${CHART.width}" stroke="${GREY}" stroke-width="1"/>`;
  for (const value of new Set([thresholds.reject, thresholds.trust])) {
    const x = value * CHART.width;
    svg += `<path d="M${x} ${CHART.top - 4}V${base}" stroke="${INK}" stroke-width="1" stroke-dasharray="3 3"/>`;
  }
  for (const value of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const anchor = value === 0 ? 'start' : value === 1 ? 'end' : 'middle';
    svg += drawText(decimal(value, 1), value * CHART.width, base + 15, { size: 10, fill: MUTED, anchor });
  }
  svg += drawText(most.toLocaleString('en'), CHART.width, CHART.top - 8, { size: 10, fill: MUTED, anchor: 'end' });
  const left = CHART.width + 34;
  svg += `<g transform="translate(${left} 0)">${heading(words.assessments)}</g>`;
  const lines: [Assessment | 'failed', number][] = ORDER.map(a => [a, assessments[a]]);
  if (failed > 0) lines.push(['failed', failed]);
  svg += lines
    .map(([standing, n], i) => {
      const y = 34 + i * 23;
      const name = standing === 'failed' ? words.failed : WORDS[language].short[standing];
      return (
        mark(ASSESSMENT[standing], left + 7, y - 4, 6.5) +
        drawText(name, left + 22, y, { size: 12 }) +
        drawText(n.toLocaleString('en'), INNER - 52, y, { size: 12, weight: 'bold', anchor: 'end' }) +
        drawText(pictures === 0 ? '' : share(n / pictures), INNER, y, { size: 11, fill: MUTED, anchor: 'end' })
      );
    })
    .join('');
  return { svg, height: base + 36 };
}

const THUMB = 52;

async function findings(data: AuditCardData, words: AuditWords, language: Language): Promise<Part> {
  if (data.findings.length === 0)
    return { svg: heading(words.findings) + drawText(words.noFindings, 0, 32, { size: 12 }), height: 52 };
  const strip = 6 * (THUMB + 5) - 5;
  const rows = await Promise.all(
    data.findings.map(async ({ code, count, thumbnails }, i) => {
      const y = 22 + i * (THUMB + 8);
      const width = INNER - strip - 100;
      const rasters = await Promise.all(thumbnails.map(one => squareRaster(one, THUMB).catch(() => null)));
      return (
        drawText(elide(findingName(code, language), width, { size: 13 }), 0, y + 22, { size: 13 }) +
        `<rect x="0" y="${y + 31}" width="${width - 20}" height="5" rx="2.5" fill="${EMPTY}"/>` +
        `<rect x="0" y="${y + 31}" width="${Math.max(3, ((width - 20) * count) / Math.max(1, data.pictures))}" height="5" rx="2.5" fill="${GREY}"/>` +
        drawText(count.toLocaleString('en'), INNER - strip - 60, y + 22, { size: 13, weight: 'bold', anchor: 'end' }) +
        drawText(share(count / Math.max(1, data.pictures)), INNER - strip - 14, y + 22, {
          size: 11,
          fill: MUTED,
          anchor: 'end'
        }) +
        rasters.map((raster, j) => (raster ? framed(raster, INNER - strip + j * (THUMB + 5), y) : '')).join('')
      );
    })
  );
  return { svg: heading(words.findings) + rows.join(''), height: 22 + rows.length * (THUMB + 8) + 14 };
}

function statements(data: AuditCardData, words: AuditWords): Part {
  return panel(
    words.duplicates,
    said(data, words).map(item => ({ label: item.caution ? '' : ' ', ...item })),
    PANEL
  );
}

function sources(data: AuditCardData, words: AuditWords, language: Language): Part {
  const right = [INNER - 300, INNER - 80, INNER];
  const head = [words.pictures, words.meanQuality, words.rejected];
  let svg = drawText(words.source, 0, 11, { size: 11, weight: 'bold', fill: MUTED });
  svg += head
    .map((text, i) => drawText(text, right[i], 11, { size: 11, weight: 'bold', fill: MUTED, anchor: 'end' }))
    .join('');
  let y = 18;
  for (const { source, pictures, meanQuality, lowShare } of data.sources) {
    const style = { size: 12 };
    svg += drawText(elide(oneLine(sourceText(source, language)), INNER - 380, style), 0, y + 14, style);
    svg += drawText(pictures.toLocaleString('en'), right[0], y + 14, { ...style, anchor: 'end' });
    if (meanQuality !== null) {
      const figure = quality(meanQuality);
      const width = 120;
      const x = right[1] - textWidth('0.00', style) - 10 - width;
      svg += `<rect x="${x}" y="${y + 7}" width="${width}" height="6" rx="3" fill="${EMPTY}"/>`;
      svg += `<rect x="${x}" y="${y + 7}" width="${Math.max(3, width * meanQuality)}" height="6" rx="3" fill="${barColour(meanQuality, data)}"/>`;
      svg += drawText(figure, right[1], y + 14, { ...style, anchor: 'end' });
    }
    svg += drawText(lowShare === null ? '–' : share(lowShare), right[2], y + 14, { ...style, anchor: 'end' });
    y += 21;
  }
  const rest = data.sourceCount - data.sources.length;
  if (rest > 0) svg += drawText(words.moreSources(rest), 0, y + 14, { size: 11, fill: MUTED });
  return { svg, height: y + (rest > 0 ? 30 : 14) };
}

function barColour(value: number, { thresholds }: AuditCardData): string {
  return ASSESSMENT[value < thresholds.reject ? 'rejected' : value < thresholds.trust ? 'review' : 'trusted'].strong;
}

/** `2026-11-24 23:05`, in the time zone of this machine. */
function day(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
