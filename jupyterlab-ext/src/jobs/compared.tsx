import React from 'react';
import type { Locale } from '../locale';
import { Boundary } from '../renderers/boundary';
import { CardBody } from '../renderers/card/body';
import { fill } from '../text';
import { Embedding } from './embedding';
import type { ICompared } from './result';

/** A pair's card, and what its thresholds mean. */
export function Compared(props: { locale: Locale; pair: ICompared }): React.JSX.Element {
  const { locale, pair } = props;
  const { card, embeddings } = pair;
  return (
    <>
      <div className="fg-Output">
        <Boundary
          plain={{ text: locale.text.otherVersion }}
          readable={card !== null}
          draw={() => <CardBody locale={locale} card={card!} />}
        />
      </div>
      {pair.thresholds && <Meanings locale={locale} thresholds={pair.thresholds} rates={pair.falseMatchRates} />}
      <Embedding locale={locale} embedding={embeddings.a} of="A" />
      <Embedding locale={locale} embedding={embeddings.b} of="B" />
    </>
  );
}

const KEYS = ['similarityMatch', 'similarityReview', 'qualityTrust', 'qualityReject'] as const;

/** The thresholds in force: value, where it comes from, what follows from it. */
export function Meanings(props: {
  locale: Locale;
  thresholds: ICompared['thresholds'];
  rates: ICompared['falseMatchRates'];
}): React.JSX.Element {
  const { locale, thresholds, rates } = props;
  const { text, format } = locale;
  const rate = (key: (typeof KEYS)[number]) =>
    key === 'similarityMatch' || key === 'similarityReview' ? (rates[key] ?? null) : null;
  return (
    <section className="fg-Meanings" aria-label={text.thresholdsInForce}>
      <h4>{text.thresholdsInForce}</h4>
      <table className="fg-Table">
        <tbody>
          {KEYS.map(key => (
            <tr key={key} data-threshold={key}>
              <th scope="row">
                {text.keys[key]} {format.threshold(thresholds[key])}
                <br />
                <span className="fg-Severity">{text.origins[thresholds.origin[key]] ?? thresholds.origin[key]}</span>
              </th>
              <td>
                {text.meanings[key]} {often(rate(key), locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Two significant digits, as the library says it: the rates are measured on some thousands of people. */
function often(rate: number | null, { text, format }: Locale): string {
  if (rate === null || !(rate > 0 && rate < 1)) return '';
  return fill(text.oneInSoMany, { n: format.count(Number((1 / rate).toPrecision(2))) });
}
