import React from 'react';
import type { Locale } from '../../locale';

interface ISaid {
  code: string;
  en: string;
  zh: string;
}

/** File name of a path, whatever system it is of. */
export function nameOf(path: string | null, { text }: Locale): string {
  return path === null ? text.fromMemory : (path.split(/[\\/]/).at(-1) ?? path);
}

/** What a person would see, with how strongly it shows. */
export function Findings(props: {
  locale: Locale;
  findings: (ISaid & { severity: 1 | 2 | 3 })[] | undefined;
  /** Said where there are none; null: nothing. */
  quiet: string | null;
}): React.JSX.Element | null {
  const { locale, findings, quiet } = props;
  const { text } = locale;
  if (findings === undefined || (findings.length === 0 && quiet === null)) return null;
  return (
    <>
      <h4>{text.seen}</h4>
      {findings.length === 0 && <p className="fg-Note">{quiet}</p>}
      <ul className="fg-List">
        {findings.map(finding => (
          <li key={finding.code} data-severity={finding.severity}>
            {finding[locale.language]} <span className="fg-Severity">{text.severities[finding.severity]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Sentences(props: { title: string; sentences: string[] }): React.JSX.Element | null {
  if (props.sentences.length === 0) return null;
  return (
    <>
      <h4>{props.title}</h4>
      <ul className="fg-List">
        {props.sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
