import React from 'react';
import type { Locale } from '../../locale';
import { urlOf } from '../picture';
import type { IFailedCard, INotAcquiredCard } from './data';
import { Findings, nameOf, Sentences } from './said';

/** A picture in which no face was found. */
export function NotAcquired(props: { locale: Locale; card: INotAcquiredCard }): React.JSX.Element {
  const { locale, card } = props;
  const { text } = locale;
  const url = urlOf(card.picture);
  const name = nameOf(card.path, locale);
  return (
    <>
      <h3 className="fg-Card-name">
        {name}{' '}
        <span className="fg-Badge" data-assessment="not-acquired">
          {locale.assessment('not-acquired')}
        </span>
      </h3>
      <div className="fg-Sample-columns">
        {url && <img className="fg-Sample-pictures fg-Card-picture" src={url} alt={name} />}
        <div className="fg-Sample-words">
          <p className="fg-Note">{text.noFaceFound}</p>
          <Findings locale={locale} findings={card.findings} quiet={null} />
          <Sentences title={text.advice} sentences={card.advice.map(one => one[locale.language])} />
          <Sentences title={text.warnings} sentences={card.warnings.map(one => locale.warning(one))} />
        </div>
      </div>
    </>
  );
}

/** A picture that could not be processed. */
export function Failed(props: { locale: Locale; card: IFailedCard }): React.JSX.Element {
  const { locale, card } = props;
  return (
    <>
      <h3 className="fg-Card-name">
        {nameOf(card.path, locale)}{' '}
        <span className="fg-Badge" data-assessment="failed">
          {locale.assessment(null)}
        </span>
      </h3>
      <p className="fg-Problem">{card.error.message}</p>
      <p className="fg-Note fg-mod-small">{card.error.code}</p>
    </>
  );
}
