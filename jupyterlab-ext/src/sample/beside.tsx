import React from 'react';
import { DocumentBody } from '../jobs/body';
import type { Locale } from '../locale';
import { sentence } from '../panels/notice';
import type { ISample } from '../tokens';
import type { SampleModel } from './model';
import { SampleStrip } from './strip';

/** The sample beside another one: which other, and what the comparison says. */
export function Beside(props: { locale: Locale; sample: ISample; model: SampleModel }): React.JSX.Element | null {
  const { locale, sample, model } = props;
  const { text } = locale;
  const { offered, job, failure, elsewhere } = model.comparison;
  if (!offered && !job) return null;
  return (
    <section className="fg-Beside" aria-label={text.compareWith}>
      <div className="fg-Beside-head">
        {offered && (
          <input
            className="fg-Input"
            type="search"
            placeholder={text.searchPath}
            aria-label={text.searchPath}
            autoFocus
            onChange={event => void model.comparison.search(sample, event.target.value)}
          />
        )}
        {job && (
          <button type="button" className="fg-Button" onClick={() => model.comparison.choose(sample)}>
            {text.compareOther}
          </button>
        )}
        <button type="button" className="fg-Button" data-action="alone" onClick={() => model.comparison.close()}>
          {text.compareNot}
        </button>
      </div>
      <div role="alert">
        {failure && <p className="fg-Problem">{sentence(failure, locale)}</p>}
        {elsewhere && <p className="fg-Problem">{text.compareElsewhere}</p>}
      </div>
      {offered && (
        <>
          <p className="fg-Note">{offered.length > 0 ? text.compareChoose : text.noSamples}</p>
          <SampleStrip
            locale={locale}
            items={offered}
            thumbnails={model.thumbnails}
            label={text.compareChoose}
            onChoose={id => void model.comparison.with(sample, id)}
          />
        </>
      )}
      {job && <DocumentBody locale={locale} model={job} show={() => undefined} part />}
    </section>
  );
}
