import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { Notice } from '../notice';
import type { FindingsModel } from './model';

const SHOWN = 8;

export interface IFindingsProps {
  locale: Locale;
  model: Pick<FindingsModel, 'value' | 'failure' | 'updatedAt' | 'stale' | 'chosen' | 'toggle'>;
}

export function FindingsBody({ locale, model }: IFindingsProps): React.JSX.Element {
  const { text, format } = locale;
  const [all, setAll] = React.useState(false);
  const { findings, pictures } = model.value ?? { findings: [], pictures: 0 };
  const shown = all ? findings : findings.slice(0, SHOWN);
  const most = findings[0]?.pictures ?? 1;
  const nothing = findings.length > 0 ? null : pictures > 0 ? text.noFindings : text.nothingHere;
  return (
    <div className="fg-Findings" aria-busy={model.stale}>
      <Notice locale={locale} model={model} nothing={nothing} />
      <ul className={model.stale || model.failure ? 'fg-Bars fg-mod-stale' : 'fg-Bars'}>
        {shown.map(({ code, pictures: n }) => (
          <li key={code}>
            <button
              type="button"
              className="fg-Bar"
              data-finding={code}
              aria-pressed={model.chosen === code}
              title={fill(text.findingOf, {
                n: format.count(n),
                all: format.count(pictures),
                share: format.percent(pictures > 0 ? n / pictures : 0)
              })}
              onClick={() => model.toggle(code)}
            >
              <span className="fg-Bar-name">{locale.finding(code)}</span>
              <span className="fg-Bar-track" aria-hidden="true">
                <span className="fg-Bar-fill" style={{ width: `${(100 * n) / most}%` }} />
              </span>
              <span className="fg-Bar-figure">
                {format.count(n)} · {format.percent(pictures > 0 ? n / pictures : 0)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {findings.length > SHOWN && (
        <button type="button" className="fg-Link" onClick={() => setAll(!all)}>
          {all ? text.fewer : fill(text.more, { n: format.count(findings.length - SHOWN) })}
        </button>
      )}
    </div>
  );
}
