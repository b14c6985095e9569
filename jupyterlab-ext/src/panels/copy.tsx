/** Text to be copied. */
import React from 'react';
import type { Locale } from '../locale';

/** A piece of code with a button that copies it. */
export function Snippet(props: { locale: Locale; code: string }): React.JSX.Element {
  return (
    <div className="fg-Snippet">
      <pre tabIndex={0}>{props.code}</pre>
      <CopyButton locale={props.locale} text={props.code} />
    </div>
  );
}

/** Browsers give pages that did not come by HTTPS no clipboard; they let them copy what is chosen. @returns whether it worked */
async function toClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  // Beside the button: a dialog takes the focus back from elsewhere.
  const before = document.activeElement as HTMLElement | null;
  (before?.parentElement ?? document.body).append(area);
  area.select();
  const worked = document.execCommand('copy');
  area.remove();
  before?.focus();
  return worked;
}

export function CopyButton(props: { locale: Locale; text: string; label?: string }): React.JSX.Element {
  const { text } = props.locale;
  const [copied, setCopied] = React.useState(false);
  const copy = () => {
    void toClipboard(props.text).then(setCopied);
  };
  return (
    <button type="button" className="fg-Button" onClick={copy} onBlur={() => setCopied(false)}>
      {copied ? text.copied : (props.label ?? text.copy)}
    </button>
  );
}
