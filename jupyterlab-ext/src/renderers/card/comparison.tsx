import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { urlOf } from '../picture';
import type { IComparisonCard } from './data';
import { origins } from './face';
import { nameOf, Sentences } from './said';

/** Two faces, how alike they are, and whether that can be believed. */
export function Comparison(props: { locale: Locale; card: IComparisonCard }): React.JSX.Element {
  const { locale, card } = props;
  const { text, format } = locale;
  const trust = format.threshold(card.policy.qualityTrust);
  const poor = (['a', 'b'] as const).filter(side => (card[side].quality ?? 0) < card.policy.qualityTrust);
  const names = poor.map(side => side.toUpperCase()).join(', ');
  return (
    <>
      <h3 className="fg-Card-name">
        <span className="fg-Badge" data-verdict={card.verdict}>
          {verdictOf(card, locale)}
        </span>
      </h3>
      <div className="fg-Pair">
        <Side locale={locale} side="A" card={card.a} />
        <Side locale={locale} side="B" card={card.b} />
      </div>
      <p className="fg-Sample-quality">
        {text.similarity} <strong>{similarityOf(card, locale)}</strong>
      </p>
      {card.verdict === 'unreliable' ? (
        <p className="fg-Note">{text.notInterpretable}</p>
      ) : (
        <SimilarityScale locale={locale} card={card} />
      )}
      <p className="fg-Note">
        {card.reliable ? fill(text.reliable, { trust }) : fill(text.notReliable, { trust, which: names })}
      </p>
      {card.meaning && <p className="fg-Note">{card.meaning[locale.language]}</p>}
      <p className="fg-Note fg-mod-small">
        {origins(card.policy, ['similarityReview', 'similarityMatch', 'qualityReject', 'qualityTrust'], locale)}
      </p>
      <Sentences title={text.advice} sentences={card.advice.map(one => one[locale.language])} />
      <Sentences title={text.warnings} sentences={card.warnings.map(one => locale.warning(one))} />
    </>
  );
}

function similarityOf({ similarity, policy }: IComparisonCard, { format }: Locale): string {
  return format.similarity(similarity, [policy.similarityReview, policy.similarityMatch]);
}

function verdictOf({ verdict, recapture }: IComparisonCard, { text }: Locale): string {
  return verdict === 'recapture' ? fill(text.retake, { which: recapture === 'b' ? 'B' : 'A' }) : text.verdicts[verdict];
}

function Side(props: { locale: Locale; side: 'A' | 'B'; card: IComparisonCard['a'] }): React.JSX.Element {
  const { locale, side, card } = props;
  const { format } = locale;
  const url = urlOf(card.crop);
  return (
    <figure>
      {url && <img src={url} alt={nameOf(card.path, locale)} />}
      <figcaption>
        <strong>{side}</strong> {nameOf(card.path, locale)}
        <br />
        {card.quality === null
          ? '–'
          : format.quality(card.quality, [card.policy.qualityReject, card.policy.qualityTrust])}{' '}
        {locale.assessment(card.assessment)}
        {card.findings?.[0] && (
          <>
            <br />
            {locale.finding(card.findings[0].code)}
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** The similarity between its thresholds, from 0 to 1. */
function SimilarityScale(props: { locale: Locale; card: IComparisonCard }): React.JSX.Element {
  const { locale, card } = props;
  const { text, format } = locale;
  const { similarityReview: review, similarityMatch: match } = card.policy;
  const at = (value: number) => `${100 * Math.min(1, Math.max(0, value))}%`;
  const zones = [
    { name: 'no-match', from: 0, to: review },
    { name: 'review', from: review, to: match },
    { name: 'match', from: match, to: 1 }
  ];
  const label = `${text.similarity} ${similarityOf(card, locale)}: ${verdictOf(card, locale)}`;
  return (
    <div className="fg-Scale" role="img" aria-label={label}>
      <div className="fg-Scale-track">
        {zones.map(({ name, from, to }) => (
          <span key={name} className="fg-Scale-zone" data-zone={name} style={{ left: at(from), width: at(to - from) }}>
            {to - from > 0.13 ? text.zones[name] : ''}
          </span>
        ))}
        <span className="fg-Scale-mark" style={{ left: at(card.similarity) }} />
      </div>
      <div className="fg-Scale-ticks">
        {[0, review, match, 1].map((value, i) => (
          <span key={i} style={{ left: at(value) }}>
            {format.number(value) === String(value) ? value : format.threshold(value)}
          </span>
        ))}
      </div>
    </div>
  );
}
