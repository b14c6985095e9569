import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { Notice } from '../notice';
import { Filters } from './filters';
import { SampleGrid } from './grid';
import type { SamplesModel } from './model';

export interface ISamplesProps {
  locale: Locale;
  model: SamplesModel;
  open: (id: number) => void;
}

export function SamplesBody({ locale, model, open }: ISamplesProps): React.JSX.Element {
  const { text, format } = locale;
  const some = model.items.length > 0;
  return (
    <div className="fg-Samples" aria-busy={model.stale || model.loading}>
      <Filters locale={locale} view={model.view} />
      <p className="fg-Samples-count" role="status">
        {model.value && !model.stale && some && <span data-figure="samples">{counted(model, locale)}</span>}
        {model.outdated && (
          <>
            {' '}
            {text.changed}{' '}
            <button type="button" className="fg-Link" onClick={() => model.update()}>
              {text.showChanged}
            </button>
          </>
        )}
      </p>
      <Notice locale={locale} model={model} nothing={some ? null : text.noSamples} />
      {some && <SampleGrid locale={locale} model={model} open={open} />}
      {(model.hasNextPart || model.offset > 0) && (
        <div className="fg-Samples-parts">
          {model.offset > 0 && (
            <button type="button" className="fg-Button" onClick={() => model.firstPart()}>
              {text.firstPage}
            </button>
          )}
          {model.hasNextPart && (
            <button type="button" className="fg-Button" onClick={() => model.nextPart()}>
              {fill(text.nextPage, { n: format.count(model.partSize) })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function counted(model: SamplesModel, { text, format }: Locale): string {
  const { total } = model;
  if (total === 1) return text.sampleCountOne;
  if (total !== null) return fill(text.sampleCount, { n: format.count(total) });
  return fill(text.sampleCountMore, { n: format.count(model.offset + model.items.length) });
}
