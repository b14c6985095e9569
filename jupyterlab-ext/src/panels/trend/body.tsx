import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { Notice } from '../notice';
import { TrendChart } from './chart';
import type { TrendModel } from './model';
import { SourceLine } from './source-line';

export interface ITrendProps {
  locale: Locale;
  model: Pick<
    TrendModel,
    'value' | 'failure' | 'updatedAt' | 'stale' | 'spans' | 'sources' | 'split' | 'show' | 'onlySource' | 'view'
  >;
}

export function TrendBody({ locale, model }: ITrendProps): React.JSX.Element {
  const { text, format } = locale;
  const spans = model.spans;
  const some = spans.some(span => span.pictures > 0);
  return (
    <div className="fg-Trend" aria-busy={model.stale}>
      <Notice
        locale={locale}
        model={model}
        nothing={some ? null : model.view.range.state.by === 'taken' ? text.nothingTaken : text.nothingHere}
      />
      {model.value && some && (
        <div className={model.stale || model.failure ? 'fg-mod-stale' : undefined}>
          <TrendChart
            key={model.value.size}
            locale={locale}
            spans={spans}
            size={model.value.size}
            reject={model.value.reject}
            chosen={chosenOf(model.view.selection.state)}
            onShow={(first, last) => model.show(first, last)}
          />
          <div className="fg-Trend-foot">
            <span className="fg-Note fg-mod-small">
              {fill(text.trendKey, { reject: format.threshold(model.value.reject) })}
            </span>
            <label className="fg-Check">
              <input type="checkbox" checked={model.split} onChange={event => (model.split = event.target.checked)} />
              {text.bySource}
            </label>
          </div>
          {model.split && (
            <ul className="fg-SourceLines">
              {model.sources.map(({ source, spans }) => (
                <li key={source}>
                  <SourceLine locale={locale} source={source} spans={spans} onChoose={() => model.onlySource(source)} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

function chosenOf({ from, to }: { from?: number; to?: number }): { from: number; to: number } | null {
  return from === undefined || to === undefined ? null : { from, to };
}
