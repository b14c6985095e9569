import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { ISpan } from './model';

/** What one bucket, or several together, say in words. */
export function describe(first: ISpan, last: ISpan, spans: ISpan[], locale: Locale, reject: number): string {
  const { text, format } = locale;
  const parts = spans.filter(({ start }) => start >= first.start && start <= last.start);
  const sum = (value: (span: ISpan) => number) => parts.reduce((total, span) => total + value(span), 0);
  const [pictures, scored, low, failures] = [
    sum(s => s.pictures),
    sum(s => s.scored),
    sum(s => s.low),
    sum(s => s.failures)
  ];
  const mean = sum(s => (s.meanQuality ?? 0) * s.scored) / scored;
  const when = format.stretch(first.start, last.end);
  if (pictures === 0) return `${when}: ${text.bucketNothing}`;
  const one = parts.length === 1 ? parts[0] : null;
  const said = [
    pictures === 1 ? text.bucketPicture : fill(text.bucketPictures, { n: format.count(pictures) }),
    scored > 0 && fill(text.bucketMean, { quality: format.quality(mean) }),
    low > 0 && fill(text.bucketLow, { n: format.count(low), reject: format.threshold(reject) }),
    failures > 0 && fill(text.bucketFailures, { n: format.count(failures) }),
    one?.finding && fill(text.bucketWorst, { finding: locale.finding(one.finding) }),
    one?.source && fill(text.bucketSource, { source: locale.source(one.source) })
  ];
  return `${when}: ${said.filter(Boolean).join(' · ')}`;
}
