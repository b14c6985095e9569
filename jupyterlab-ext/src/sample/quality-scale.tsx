import React from 'react';
import type { Locale } from '../locale';
import { fill } from '../text';

/** The quality on its scale, between the thresholds in force. */
export function QualityScale(props: {
  locale: Locale;
  quality: number | null;
  assessment: string | null;
  reject: number;
  trust: number;
}): React.JSX.Element {
  const { locale, quality, reject, trust } = props;
  const { text, format } = locale;
  const at = (value: number) => `${100 * Math.min(1, Math.max(0, value))}%`;
  const zones = [
    { name: 'rejected', from: 0, to: reject },
    { name: 'review', from: reject, to: trust },
    { name: 'trusted', from: trust, to: 1 }
  ];
  const label = fill(text.scaleLabel, {
    quality: quality === null ? '–' : format.quality(quality, [reject, trust]),
    assessment: locale.assessment(props.assessment),
    reject: format.threshold(reject),
    trust: format.threshold(trust)
  });
  return (
    <div className="fg-Scale" role="img" aria-label={label}>
      <div className="fg-Scale-track">
        {zones.map(({ name, from, to }) => (
          <span
            key={name}
            className="fg-Scale-zone"
            data-assessment={name}
            style={{ left: at(from), width: `${100 * (to - from)}%` }}
          >
            {to - from > 0.13 ? text.assessments[name] : ''}
          </span>
        ))}
        {quality !== null && <span className="fg-Scale-mark" style={{ left: at(quality) }} />}
      </div>
      <div className="fg-Scale-ticks">
        {[0, reject, trust, 1].map((value, i) => (
          <span key={i} style={{ left: at(value) }}>
            {format.threshold(value).replace(/^(\d)[.,]00$/, '$1')}
          </span>
        ))}
      </div>
    </div>
  );
}
