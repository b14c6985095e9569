import React from 'react';
import type { Locale } from '../locale';
import { CopyButton } from '../panels/copy';
import { fill } from '../text';

/** An embedding as JSON, to be copied whole. */
export function Embedding(props: {
  locale: Locale;
  embedding: number[] | null;
  /** Which picture's, where there are two. */
  of?: string;
}): React.JSX.Element | null {
  const { locale, embedding, of } = props;
  const { text, format } = locale;
  if (!embedding) return null;
  const json = JSON.stringify(embedding);
  const name = fill(text.embedding, { n: format.count(embedding.length) });
  return (
    <div className="fg-Embedding">
      <details className="fg-Details">
        <summary>{of ? `${of}: ${name}` : name}</summary>
        <pre tabIndex={0}>{json}</pre>
      </details>
      <CopyButton locale={locale} text={json} label={of ? fill(text.copyEmbeddingOf, { of }) : text.copyEmbedding} />
    </div>
  );
}
