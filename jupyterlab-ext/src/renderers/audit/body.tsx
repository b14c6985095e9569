import React from 'react';
import { Bars } from '../../charts/bars';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { urlOf } from '../picture';
import type { IAudit } from './data';

/** Samples of the audit's run that a figure leads to. */
export type Show = (which: { finding?: string; assessment?: 'not-acquired' | 'failed'; most?: number } | null) => void;

/** An audit at a glance; its figures lead to the samples in the sidebar, as long as the store has them. */
export function AuditBody(props: { locale: Locale; audit: IAudit; show: Show }): React.JSX.Element {
  const { locale, audit, show } = props;
  const { text, format } = locale;
  const { reject, trust } = audit.thresholds;
  const rest = audit.sourceCount - audit.sources.length;
  const figures: [string, string, (() => void) | null][] = [
    [text.pictures, format.count(audit.pictures), () => show(null)],
    [text.meanQuality, audit.meanQuality === null ? '–' : format.quality(audit.meanQuality), null],
    [
      fill(text.lowRate, { reject: format.threshold(reject) }),
      audit.lowShare === null ? '–' : format.percent(audit.lowShare),
      audit.lowShare ? () => show({ most: reject }) : null
    ],
    [
      text.assessments['not-acquired'],
      format.count(audit.notAcquired),
      audit.notAcquired > 0 ? () => show({ assessment: 'not-acquired' }) : null
    ],
    [
      text.assessments.failed,
      format.count(audit.failed),
      audit.failed > 0 ? () => show({ assessment: 'failed' }) : null
    ],
    [text.exactDuplicates, groups(audit.exactDuplicates, locale), null],
    ...(audit.nearDuplicates
      ? [[text.nearDuplicates, groups(audit.nearDuplicates, locale), null] as [string, string, null]]
      : []),
    ...(audit.labelErrors !== null
      ? [[text.labelErrors, format.count(audit.labelErrors), null] as [string, string, null]]
      : [])
  ];
  return (
    <article className="fg-Card" data-kind="audit">
      <h3 className="fg-Card-name">
        {audit.name}{' '}
        <span className="fg-Badge" data-state={audit.state}>
          {text.states[audit.state] ?? audit.state}
        </span>{' '}
        <span className="fg-Note">{format.whole(audit.startedAt)}</span>
      </h3>
      <dl className="fg-Figures">
        {figures.map(([label, value, onShow]) => (
          <div key={label} className="fg-Figure">
            <dt>{label}</dt>
            <dd>
              {onShow ? (
                <button type="button" className="fg-Figure-value fg-Link" title={text.showThem} onClick={onShow}>
                  {value}
                </button>
              ) : (
                <span className="fg-Figure-value">{value}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <h4>{text.histogram}</h4>
      <Bars bars={audit.qualities} reject={reject} trust={trust} format={format} label={text.histogram} />
      {audit.findings.length > 0 && (
        <>
          <h4>{text.findings}</h4>
          <ul className="fg-AuditFindings">
            {audit.findings.map(({ code, count, thumbnails }) => (
              <li key={code}>
                <button type="button" className="fg-Link" title={text.showThem} onClick={() => show({ finding: code })}>
                  {locale.finding(code)}
                </button>
                <span>{format.count(count)}</span>
                <span className="fg-Strip">
                  {thumbnails.map((thumbnail, i) => {
                    const url = urlOf(thumbnail);
                    return url && <img key={i} src={url} alt="" />;
                  })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {audit.sources.length > 1 && (
        <>
          <table className="fg-Table">
            <thead>
              <tr>
                <th scope="col">{text.source}</th>
                <th scope="col">{text.pictures}</th>
                <th scope="col">{text.meanQuality}</th>
                <th scope="col">{text.assessments.rejected}</th>
              </tr>
            </thead>
            <tbody>
              {audit.sources.map(({ source, pictures, meanQuality, lowShare }) => (
                <tr key={source}>
                  <th scope="row">{locale.source(source)}</th>
                  <td>{format.count(pictures)}</td>
                  <td>{meanQuality === null ? '–' : format.quality(meanQuality)}</td>
                  <td>{lowShare === null ? '–' : format.percent(lowShare)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rest > 0 && <p className="fg-Note">{fill(text.moreSources, { n: format.count(rest) })}</p>}
        </>
      )}
    </article>
  );
}

function groups({ groups, pictures }: { groups: number; pictures: number }, { text, format }: Locale): string {
  return groups === 0
    ? format.count(0)
    : fill(text.inGroups, { n: format.count(pictures), groups: format.count(groups) });
}
