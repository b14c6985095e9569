import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { ISampleItem } from '../../tokens';

/** Name, quality and findings of one sample in a line. */
export function describeSample(item: ISampleItem, locale: Locale): string {
  const { text, format } = locale;
  const quality =
    item.quality === null ? text.noQuality : fill(text.qualityOf, { quality: format.quality(item.quality) });
  const parts = [item.name, quality, locale.assessment(item.assessment), ...item.findings.map(f => locale.finding(f))];
  return parts.join(' · ');
}
