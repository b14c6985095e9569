import { drawText, elide, heading, INK, MUTED, SEVERITY, mark, wrap, type Part } from '../drawing';
import type { Finding, Language } from '../types';
import type { FaceCardData } from './data';
import type { Words } from './words';

/** More would hide the first. */
const MOST = 5;

/** What there is to say where no finding is: praise only where the picture was looked at, and is trusted. */
export function withoutFindings(data: FaceCardData, words: Words): string | null {
  if (data.findings === undefined || data.findings.length > 0) return null;
  return data.assessment === 'trusted' ? words.noFinding : words.unexplained;
}

/** `very dark` as `severe` … */
export function severityOf({ severity }: Finding, words: Words): string {
  return words.severity[severity];
}

/** The second statement: what a person would see in the picture, most important first. Nothing where it was not looked for. */
export function drawSeen(data: FaceCardData, words: Words, language: Language, width: number): Part {
  return drawFindings(data.findings ?? [], withoutFindings(data, words), words, language, width);
}

/** @param quiet what to say where there is no finding; null: nothing at all */
export function drawFindings(
  findings: Finding[],
  quiet: string | null,
  words: Words,
  language: Language,
  width: number
): Part {
  if (findings.length === 0 && quiet === null) return { svg: '', height: 0 };
  const style = { size: 12.5 };
  let svg = heading(words.seen);
  let y = 34;
  for (const finding of findings.slice(0, MOST)) {
    svg += mark(SEVERITY[finding.severity], 8, y - 4.5, 6.5);
    for (const line of wrap(finding[language], width - 24, style)) {
      svg += drawText(line, 24, y, { ...style, fill: INK });
      y += 17;
    }
    svg += drawText(severityOf(finding, words), 24, y - 2, { size: 10.5, fill: MUTED });
    y += 21;
  }
  if (findings.length > MOST)
    svg += drawText(words.more(findings.length - MOST), 24, y - 2, { size: 10.5, fill: MUTED });
  for (const line of quiet === null ? [] : wrap(quiet, width, style)) {
    svg += drawText(line, 0, y, style);
    y += 18;
  }
  return { svg, height: y };
}

/** What is seen first, in one line, where there is little room. */
export function drawFirst({ findings }: FaceCardData, language: Language, width: number): string {
  const [first] = findings ?? [];
  if (!first) return '';
  const style = { size: 11.5 };
  return mark(SEVERITY[first.severity], 6, -4, 5.5) + drawText(elide(first[language], width - 18, style), 18, 0, style);
}
