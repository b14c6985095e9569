import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { ISampleItem } from '../../tokens';

/** What stands below its thumbnail: quality, or why there is none; and the most important finding. */
export function captionOf(
  item: Pick<ISampleItem, 'quality' | 'assessment' | 'findings'>,
  locale: Locale
): [quality: string, finding: string | null] {
  const quality = item.quality === null ? locale.assessment(item.assessment) : locale.format.quality(item.quality);
  return [quality, item.findings.length > 0 ? locale.finding(item.findings[0]) : null];
}

/** The same and the rest for whoever hears it: what is seen comes first, so that it can be asked for by what is seen. */
export function spokenOf(item: ISampleItem, locale: Locale): string {
  const caption = captionOf(item, locale).filter(part => part !== null);
  const further = item.findings.slice(1).map(code => locale.finding(code));
  const assessment = item.quality === null ? [] : [locale.assessment(item.assessment)];
  return [caption.join(' '), item.name, ...assessment, ...further].join(' · ');
}

/** Name, quality and findings of one sample in a line. */
export function describeSample(item: ISampleItem, locale: Locale): string {
  const { text, format } = locale;
  const quality =
    item.quality === null ? text.noQuality : fill(text.qualityOf, { quality: format.quality(item.quality) });
  const parts = [item.name, quality, locale.assessment(item.assessment), ...item.findings.map(f => locale.finding(f))];
  return parts.join(' · ');
}
