import React from 'react';
import type { Assessment } from '../../contract';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { ISelection, View } from '../../view';

const ASSESSMENTS = ['trusted', 'review', 'rejected', 'not-acquired', 'failed'] as const;

/** Order, assessment, part of the path; and what was chosen elsewhere, each to be taken away. */
export function Filters(props: { locale: Locale; view: View }): React.JSX.Element {
  const { locale, view } = props;
  const { text } = locale;
  const { selection } = view;
  const { state } = selection;
  return (
    <div className="fg-Filters">
      <div className="fg-Filters-row">
        <select
          className="fg-Select"
          aria-label={text.order}
          value={selection.order}
          onChange={event => (selection.order = event.target.value as typeof selection.order)}
        >
          {Object.entries(text.orders).map(([order, name]) => (
            <option key={order} value={order}>
              {name}
            </option>
          ))}
        </select>
        <select
          className="fg-Select"
          aria-label={text.assessment}
          value={state.assessment ?? ''}
          onChange={event =>
            selection.set({ assessment: event.target.value === '' ? undefined : (event.target.value as Assessment) })
          }
        >
          <option value="">{text.spans.all}</option>
          {ASSESSMENTS.map(one => (
            <option key={one} value={one}>
              {text.assessments[one]}
            </option>
          ))}
        </select>
        <PathFilter
          key={state.text ?? ''}
          locale={locale}
          now={state.text ?? ''}
          set={t => selection.set({ text: t })}
        />
      </div>
      {!selection.isEmpty && (
        <ul className="fg-Chips">
          {chipsOf(state, locale).map(({ fields, words }) => (
            <li key={words} className="fg-Chip">
              {words}
              <button
                type="button"
                aria-label={fill(text.removeFilter, { filter: words })}
                title={fill(text.removeFilter, { filter: words })}
                onClick={() => selection.set(Object.fromEntries(fields.map(field => [field, undefined])))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Asks when the reader has finished writing. */
function PathFilter(props: {
  locale: Locale;
  now: string;
  set: (text: string | undefined) => void;
}): React.JSX.Element {
  const [value, setValue] = React.useState(props.now);
  const send = () => {
    if (value.trim() !== props.now) props.set(value.trim() || undefined);
  };
  return (
    <form
      className="fg-PathFilter"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <input
        type="search"
        className="fg-Input"
        placeholder={props.locale.text.searchPath}
        aria-label={props.locale.text.searchPath}
        value={value}
        onChange={event => setValue(event.target.value)}
        onBlur={send}
      />
    </form>
  );
}

interface IChip {
  fields: (keyof ISelection)[];
  words: string;
}

function chipsOf(state: ISelection, locale: Locale): IChip[] {
  const { text, format } = locale;
  const { from, to, least, most, finding, assessment, identity } = state;
  const chips: IChip[] = [];
  if (from !== undefined && to !== undefined) {
    chips.push({ fields: ['from', 'to'], words: format.stretch(from, to) });
  }
  if (least !== undefined || most !== undefined) {
    const sentence =
      least === undefined ? text.filterQualityBelow : most === undefined ? text.filterQualityFrom : text.filterQuality;
    const words = fill(sentence, { least: format.threshold(least ?? 0), most: format.threshold(most ?? 1) });
    chips.push({ fields: ['least', 'most'], words });
  }
  if (finding !== undefined) chips.push({ fields: ['finding'], words: locale.finding(finding) });
  if (assessment !== undefined) chips.push({ fields: ['assessment'], words: text.assessments[assessment] });
  if (identity !== undefined) {
    chips.push({ fields: ['identity'], words: fill(text.filterIdentity, { identity }) });
  }
  if (state.text !== undefined) chips.push({ fields: ['text'], words: fill(text.filterText, { text: state.text }) });
  return chips;
}
