import React from 'react';
import type { Locale } from '../../locale';
import { Comparison } from './comparison';
import type { ICard } from './data';
import { Face } from './face';
import { Failed, NotAcquired } from './failures';

/** A result of facegauge in a notebook. */
export function CardBody(props: { locale: Locale; card: ICard }): React.JSX.Element {
  const { locale, card } = props;
  return (
    <article className="fg-Card" data-kind={card.kind}>
      {card.kind === 'face' ? (
        <Face locale={locale} card={card} />
      ) : card.kind === 'comparison' ? (
        <Comparison locale={locale} card={card} />
      ) : card.kind === 'not-acquired' ? (
        <NotAcquired locale={locale} card={card} />
      ) : (
        <Failed locale={locale} card={card} />
      )}
    </article>
  );
}
