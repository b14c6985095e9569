import React from 'react';
import type { Locale } from '../../locale';
import type { IPolicyChange } from '../../tokens';

/** Who changed which threshold when and why, newest first. */
export function History(props: { locale: Locale; history: IPolicyChange[] }): React.JSX.Element {
  const { text, format } = props.locale;
  const changes = [...new Set(props.history.map(({ change }) => change))].map(change =>
    props.history.filter(row => row.change === change)
  );
  const undone = new Set(props.history.map(({ undoes }) => undoes));
  return (
    <details className="fg-Details">
      <summary>{text.history}</summary>
      {changes.length === 0 && <p className="fg-Note">{text.noHistory}</p>}
      <ol className="fg-History">
        {changes.map(rows => (
          <li key={rows[0].change}>
            <span className="fg-Note fg-mod-small">
              {format.moment(rows[0].at)} · {text.changeBy[rows[0].author] ?? rows[0].author}
              {rows[0].undoes !== null && ` · ${text.undoing}`}
              {undone.has(rows[0].change) && ` · ${text.undoneLater}`}
            </span>
            <br />
            {rows
              .map(({ model, key, value }) => {
                const name = text.keys[key] ?? key;
                const of = model === '*' ? '' : ` (${model})`;
                return `${name}${of} ${value === null ? text.unset : format.threshold(value)}`;
              })
              .join(', ')}
            {rows[0].note && <q>{rows[0].note}</q>}
          </li>
        ))}
      </ol>
    </details>
  );
}
