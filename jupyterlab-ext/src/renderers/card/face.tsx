import React from 'react';
import type { Locale } from '../../locale';
import { Components } from '../../sample/facts';
import { Aligned, Whole } from '../../sample/picture';
import { QualityScale } from '../../sample/quality-scale';
import { fill } from '../../text';
import { urlOf } from '../picture';
import type { IFaceCard, IPolicyData } from './data';
import { Findings, nameOf, Sentences } from './said';

/** Picture, quality and what is seen in it; the map on the aligned face can be taken away. */
export function Face(props: { locale: Locale; card: IFaceCard }): React.JSX.Element {
  const { locale, card } = props;
  const { text, format } = locale;
  const [original, crop] = [urlOf(card.original), urlOf(card.crop)];
  const name = nameOf(card.path, locale);
  const limits = [card.policy.qualityReject, card.policy.qualityTrust, card.policy.autoRejectBelow];
  return (
    <>
      <h3 className="fg-Card-name">{name}</h3>
      <div className="fg-Sample-columns">
        <div className="fg-Sample-judgement">
          <p className="fg-Sample-quality">
            <strong>{card.quality === null ? '–' : format.quality(card.quality, limits)}</strong>{' '}
            <span className="fg-Badge" data-assessment={card.assessment}>
              {locale.assessment(card.assessment)}
            </span>
          </p>
          <p className="fg-Note">{acceptance(card.quality, locale)}</p>
          {card.quality !== null && (
            <QualityScale
              locale={locale}
              quality={card.quality}
              assessment={card.assessment}
              reject={card.policy.qualityReject}
              trust={card.policy.qualityTrust}
            />
          )}
          <p className="fg-Note fg-mod-small">{origins(card.policy, ['qualityReject', 'qualityTrust'], locale)}</p>
        </div>
        <div className="fg-Sample-pictures fg-Pictures">
          {original && !card.aligned && (
            <Whole locale={locale} picture={{ ...card, name }} url={original} onBroken={() => undefined} />
          )}
          {crop && <Aligned locale={locale} picture={card} url={crop} reach={card.mapScale / 2} />}
        </div>
        <div className="fg-Sample-words">
          <Findings
            locale={locale}
            findings={card.findings}
            quiet={card.assessment === 'trusted' ? text.nothingFound : text.unexplained}
          />
          <Sentences title={text.advice} sentences={card.advice.map(one => one[locale.language])} />
          <Sentences title={text.warnings} sentences={card.warnings.map(one => locale.warning(one))} />
          <Components locale={locale} components={card.components} />
          <p className="fg-Note fg-mod-small">
            {text.model} {card.model} · {text.device} {locale.device(card.device)} ·{' '}
            {format.milliseconds(card.elapsedMs)}
          </p>
        </div>
      </div>
    </>
  );
}

/** How many of a hundred comparisons would be accepted; never more than the figure shows. */
function acceptance(quality: number | null, { text, format }: Locale): string {
  if (quality === null) return text.qualityUnavailable;
  const n = Math.floor(quality * 100 + 1e-6);
  return n === 0 ? text.acceptanceNone : fill(text.acceptance, { n: format.count(n) });
}

/** Each threshold with where it comes from. */
export function origins(policy: IPolicyData, keys: (keyof IPolicyData)[], { text, format }: Locale): string {
  return keys
    .map(key => {
      const origin = policy.origin[key];
      return `${text.keys[key]} ${format.threshold(policy[key] as number)} (${text.origins[origin] ?? origin})`;
    })
    .join(' · ');
}
