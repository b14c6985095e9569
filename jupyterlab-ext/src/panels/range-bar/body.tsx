import React from 'react';
import type { Locale } from '../../locale';
import type { IRun } from '../../tokens';
import { SPANS } from '../../view';
import { isUnreadable, sentence } from '../notice';
import type { RangeBarModel } from './model';

export interface IRangeBarProps {
  locale: Locale;
  model: Pick<RangeBarModel, 'value' | 'failure' | 'sources' | 'choose' | 'view'>;
}

/** Stretch of time, run, source, and which time is meant. */
export function RangeBarBody(props: IRangeBarProps): React.JSX.Element {
  const { locale, model } = props;
  const { text } = locale;
  const { range } = model.view;
  const { span, source, by, from, to } = range.state;
  return (
    <div className="fg-RangeBar">
      <fieldset className="fg-Segments">
        <legend className="fg-mod-hidden">{text.range}</legend>
        {SPANS.map(one => (
          <label key={one} className={one === span ? 'fg-mod-chosen' : undefined} title={text.titles[one]}>
            <input
              type="radio"
              name="facegauge-span"
              value={one}
              checked={one === span}
              onChange={() => model.choose(one)}
            />
            <span>{text.spans[one]}</span>
          </label>
        ))}
      </fieldset>
      {span === 'run' && <RunChoice {...props} />}
      {span === 'between' && (
        <Between
          key={`${from} ${to}`}
          locale={locale}
          from={from}
          to={to}
          set={(f, t) => range.set({ from: f, to: t })}
        />
      )}
      <div className="fg-RangeBar-row">
        <select
          className="fg-Select"
          aria-label={text.source}
          value={source === null ? '*' : `=${source}`}
          onChange={event => range.set({ source: event.target.value === '*' ? null : event.target.value.slice(1) })}
        >
          <option value="*">{text.allSources}</option>
          {model.sources.map(name => (
            <option key={name} value={`=${name}`}>
              {locale.source(name)}
            </option>
          ))}
        </select>
        <select
          className="fg-Select"
          aria-label={text.timeMeant}
          value={by}
          onChange={event => range.set({ by: event.target.value as 'processed' | 'taken' })}
        >
          <option value="processed">{text.byProcessed}</option>
          <option value="taken">{text.byTaken}</option>
        </select>
        <button
          type="button"
          className="fg-Button fg-mod-icon"
          data-action="refresh"
          title={text.refresh}
          aria-label={text.refresh}
          onClick={() => model.view.refresh()}
        >
          ⟳
        </button>
      </div>
      <div role="status">
        {model.failure && isUnreadable(model.failure) && (
          <p className="fg-Problem">{sentence(model.failure, locale)}</p>
        )}
      </div>
    </div>
  );
}

function RunChoice({ locale, model }: IRangeBarProps): React.JSX.Element {
  const { text, format } = locale;
  const { range } = model.view;
  const runs: IRun[] = model.value?.runs ?? [];
  if (model.value && runs.length === 0) return <p className="fg-Note fg-mod-small">{text.noRuns}</p>;
  return (
    <select
      className="fg-Select fg-mod-wide"
      aria-label={text.chooseRun}
      value={range.state.run ?? ''}
      onChange={event => range.set({ run: Number(event.target.value) })}
    >
      <option value="" disabled>
        {text.chooseRun}
      </option>
      {runs.map(run => (
        <option key={run.id} value={run.id}>
          {run.name} · {format.moment(run.startedAt)}
        </option>
      ))}
    </select>
  );
}

function Between(props: {
  locale: Locale;
  from: number | null;
  to: number | null;
  set: (from: number, to: number) => void;
}): React.JSX.Element {
  const { text } = props.locale;
  const [from, setFrom] = React.useState(localTime(props.from));
  const [to, setTo] = React.useState(localTime(props.to));
  const [wrong, setWrong] = React.useState(false);
  const apply = (event: React.FormEvent) => {
    event.preventDefault();
    const [start, end] = [new Date(from).getTime(), new Date(to).getTime()];
    setWrong(!(start < end));
    if (start < end) props.set(start, end);
  };
  return (
    <form className="fg-Between" onSubmit={apply}>
      <label>
        {text.rangeFrom}
        <input type="datetime-local" value={from} onChange={event => setFrom(event.target.value)} />
      </label>
      <label>
        {text.rangeTo}
        <input type="datetime-local" value={to} onChange={event => setTo(event.target.value)} />
      </label>
      <button type="submit" className="fg-Button">
        {text.apply}
      </button>
      {wrong && (
        <p className="fg-Problem" role="alert">
          {text.fromBeforeTo}
        </p>
      )}
    </form>
  );
}

/** As a field for local times has it: 2026-03-14T08:00. */
function localTime(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
