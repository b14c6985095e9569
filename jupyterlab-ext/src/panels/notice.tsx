import React from 'react';
import { fill } from '../text';
import type { Locale } from '../locale';
import type { IFailure } from '../tokens';
import type { PanelModel } from './panel-model';

/** What a panel says where it has nothing to draw: that it is reading, why it cannot, or that there is nothing. */
export function Notice(props: {
  locale: Locale;
  model: Pick<PanelModel<unknown>, 'value' | 'failure' | 'updatedAt'>;
  /** Said where the answer came and is empty. */
  nothing?: string | null;
}): React.JSX.Element | null {
  const { locale, model, nothing } = props;
  const { text } = locale;
  if (model.failure) {
    const old = model.value !== null && model.updatedAt !== null && !isQuiet(model.failure);
    return (
      <div role="status">
        <p className={isQuiet(model.failure) ? 'fg-Note' : 'fg-Problem'}>
          {isUnreadable(model.failure) ? text.storeUnreadable : sentence(model.failure, locale)}
        </p>
        {old && <p className="fg-Note">{fill(text.stale, { time: locale.format.seconds(model.updatedAt!) })}</p>}
      </div>
    );
  }
  if (model.value === null) {
    return (
      <p className="fg-Note" role="status">
        {text.waiting}
      </p>
    );
  }
  return nothing ? <p className="fg-Note">{nothing}</p> : null;
}

/** True where there is simply nothing yet. */
function isQuiet(failure: IFailure): boolean {
  return failure.reason === 'missing' || failure.reason === 'empty' || failure.failure === 'by-processed';
}

/** True where no panel can say anything: the bar above them says why, once. */
export function isUnreadable(failure: IFailure): boolean {
  return failure.failure === 'store' && !isQuiet(failure);
}

export function sentence(failure: IFailure, locale: Locale): string {
  const { text } = locale;
  switch (failure.failure) {
    case 'not-enabled':
      return text.routeMissing;
    case 'unreachable':
      return text.unreachable;
    case 'too-many':
      return text.tooMany;
    case 'busy':
      return text.busy;
    case 'by-processed':
      return text.byProcessedOnly;
    case 'gone':
      return text.gone;
    case 'store':
      return isQuiet(failure) ? text.nothingYet : locale.store(failure.reason, failure.message, failure.path);
    default:
      return fill(text.refused, { message: failure.message });
  }
}
