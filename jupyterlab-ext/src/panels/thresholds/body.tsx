import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { Notice, sentence } from '../notice';
import { History } from './history';
import { Histogram } from './histogram';
import type { IWhatIf, ThresholdsModel } from './model';

export interface IThresholdsProps {
  locale: Locale;
  model: Pick<
    ThresholdsModel,
    | 'value'
    | 'failure'
    | 'updatedAt'
    | 'stale'
    | 'at'
    | 'isMoved'
    | 'move'
    | 'reset'
    | 'whatIf'
    | 'said'
    | 'refusal'
    | 'busy'
    | 'canUndo'
    | 'apply'
    | 'undo'
  >;
}

export function ThresholdsBody({ locale, model }: IThresholdsProps): React.JSX.Element {
  const { text } = locale;
  const { value, whatIf } = model;
  const [note, setNote] = React.useState('');
  const apply = (event: React.FormEvent) => {
    event.preventDefault();
    void model.apply(note).then(() => setNote(''));
  };
  return (
    <div className="fg-Thresholds" aria-busy={model.stale || model.busy}>
      <Notice locale={locale} model={model} nothing={value && value.counts.scored === 0 ? text.noScored : null} />
      {value && (
        <div className={model.stale ? 'fg-mod-stale' : undefined}>
          <Histogram
            locale={locale}
            bars={value.counts.bars(50)}
            reject={model.at('qualityReject') ?? 0.4}
            trust={model.at('qualityTrust') ?? 0.6}
            onMove={(key, to) => model.move(key, to)}
          />
          {whatIf && whatIf.scored > 0 && (
            <p className="fg-WhatIf" role="status" data-figure="what-if">
              {whatIfSaid(whatIf, locale).map(sentence => (
                <span key={sentence}>{sentence} </span>
              ))}
            </p>
          )}
          {model.isMoved && (
            <form className="fg-Apply" onSubmit={apply}>
              <input
                className="fg-Input"
                value={note}
                maxLength={500}
                aria-label={text.note}
                placeholder={text.notePlaceholder}
                onChange={event => setNote(event.target.value)}
              />
              <button type="submit" className="fg-Button fg-mod-accept" disabled={model.busy}>
                {text.applyThresholds}
              </button>
              <button type="button" className="fg-Button" onClick={() => model.reset()}>
                {text.reset}
              </button>
              <p className="fg-Note fg-mod-small">{text.thresholdNote}</p>
            </form>
          )}
          {model.refusal && (
            <p className="fg-Problem" role="alert">
              {sentence(model.refusal, locale)}
            </p>
          )}
          {model.said && (
            <p className="fg-Note" role="status">
              {model.said === 'applied' ? text.applied : text.undone}
            </p>
          )}
          <InForce locale={locale} model={model} />
          {model.canUndo && (
            <button type="button" className="fg-Button" disabled={model.busy} onClick={() => void model.undo()}>
              {text.undo}
            </button>
          )}
          <History locale={locale} history={value.policy.history} />
        </div>
      )}
    </div>
  );
}

/** “212 of 8,140, 2.6 %, would be rejected; 31 more than now.” */
export function whatIfSaid(whatIf: IWhatIf, { text, format }: Locale): string[] {
  const { scored, rejected, trusted, moreRejected, moreTrusted } = whatIf;
  const change = (more: number | null) => {
    if (more === null) return '';
    if (more === 0) return text.asNow;
    return fill(more > 0 ? text.moreThanNow : text.fewerThanNow, { n: format.count(Math.abs(more)) });
  };
  const values = (n: number, more: number | null) => ({
    n: format.count(n),
    all: format.count(scored),
    share: format.percent(n / scored),
    change: change(more)
  });
  const moved = moreRejected !== null;
  return [
    fill(moved ? text.wouldReject : text.areRejected, values(rejected, moreRejected)),
    fill(moved ? text.wouldTrust : text.areTrusted, values(trusted, moreTrusted))
  ];
}

/** Every threshold, where it comes from, and who does not follow it. */
function InForce({ locale, model }: IThresholdsProps): React.JSX.Element {
  const { text, format } = locale;
  const { policy } = model.value!;
  return (
    <>
      <table className="fg-Table fg-InForce">
        <tbody>
          {policy.inForce.map(({ key, value, origin }) => (
            <tr key={key}>
              <th scope="row" title={key}>
                {text.keys[key] ?? key}
              </th>
              <td data-threshold={key}>{value === null ? text.off : format.threshold(value)}</td>
              <td>{text.origins[origin] ?? origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {policy.overridden.map(({ key, value, sessions }) => (
        <p key={`${key} ${value}`} className="fg-Note fg-mod-small" data-overridden={key}>
          {fill(sessions === 1 ? text.overriddenByOne : text.overriddenBy, {
            key: text.keys[key] ?? key,
            value: value === null ? text.off : format.threshold(value),
            n: format.count(sessions)
          })}
        </p>
      ))}
      {policy.ignored.map(({ model: network, key, value }) => (
        <p key={`${network} ${key}`} className="fg-Problem">
          {fill(text.ignoredValue, { key: text.keys[key] ?? key, value: String(value) })}
        </p>
      ))}
    </>
  );
}
