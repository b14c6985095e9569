import React from 'react';
import { qualityText, thresholdText } from '../../numbers';
import { fill, type IText } from '../../text';
import type { ISummary } from '../../tokens';
import type { IFailure } from './model';

const SNIPPET = `import { open } from 'facegauge';
const session = await open();
await session.extract('samples/p01-a.jpg');`;

const ENABLE = 'jupyter server extension enable jupyterlab_facegauge';

export interface ITodayBodyProps {
  text: IText;
  /** BCP 47, for numbers and times. */
  language: string;
  summary: ISummary | null;
  failure: IFailure | null;
  updatedAt: number | null;
}

/** What the panel shows: four figures, or what to do where there are none. */
export function TodayBody(props: ITodayBodyProps): React.JSX.Element {
  const { text, summary, failure } = props;
  return (
    <div className="fg-Today">
      <div role="status">
        {failure && <Failure {...props} failure={failure} />}
        {!failure && summary && <Advice text={text} summary={summary} />}
        {!failure && !summary && <p className="fg-Note">{text.waiting}</p>}
      </div>
      {hasFigures(summary) && <Figures {...props} summary={summary} />}
    </div>
  );
}

function hasFigures(summary: ISummary | null): summary is ISummary {
  return summary !== null && (summary.store.state === 'ok' || summary.store.state === 'empty');
}

function Figures(props: ITodayBodyProps & { summary: ISummary }): React.JSX.Element {
  const { text, language, summary, failure, updatedAt } = props;
  const { value, origin } = summary.qualityReject;
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const count = new Intl.NumberFormat(language);
  const reject = thresholdText(value, language);
  return (
    <div className={failure ? 'fg-mod-stale' : undefined}>
      <dl className="fg-Figures">
        <Figure name="pictures" label={text.pictures} value={count.format(summary.pictures)} />
        <Figure
          name="mean-quality"
          label={text.meanQuality}
          value={summary.meanQuality === null ? '–' : qualityText(summary.meanQuality, language)}
        >
          <QualityBar quality={summary.meanQuality} reject={value} />
        </Figure>
        <Figure
          name="low-rate"
          label={fill(text.lowRate, { reject })}
          value={summary.lowRate === null ? '–' : percent.format(summary.lowRate)}
        />
        <Figure name="failures" label={text.failures} value={count.format(summary.failures)} />
      </dl>
      <p className="fg-Note">
        {fill(text.threshold, { reject, origin: text.origins[origin] ?? origin })}
        {updatedAt !== null && (
          <>
            <br />
            <span data-figure="updated">{fill(text.updated, { time: clock(updatedAt, language) })}</span>
          </>
        )}
      </p>
    </div>
  );
}

function Figure(props: { name: string; label: string; value: string; children?: React.ReactNode }): React.JSX.Element {
  return (
    <div className="fg-Figure">
      <dt>{props.label}</dt>
      <dd>
        <span className="fg-Figure-value" data-figure={props.name}>
          {props.value}
        </span>
        {props.children}
      </dd>
    </div>
  );
}

/** Mean quality on its scale from 0 to 1, with a mark at the rejection threshold; the figure beside it says the same. */
function QualityBar(props: { quality: number | null; reject: number }): React.JSX.Element {
  const part = (value: number) => `${100 * Math.min(1, Math.max(0, value))}%`;
  return (
    <span className="fg-QualityBar" aria-hidden="true">
      <span className="fg-QualityBar-fill" style={{ width: part(props.quality ?? 0) }} />
      <span className="fg-QualityBar-mark" style={{ left: part(props.reject) }} />
    </span>
  );
}

function Advice(props: { text: IText; summary: ISummary }): React.JSX.Element | null {
  const { text } = props;
  const { state, path, message } = props.summary.store;
  if (state === 'ok') return null;
  if (state !== 'missing' && state !== 'empty') return <p className="fg-Problem">{message}</p>;
  return (
    <>
      <p className="fg-Note">{fill(state === 'missing' ? text.missing : text.empty, { path })}</p>
      <p className="fg-Note">{text.tryThis}</p>
      <Snippet text={text} code={SNIPPET} />
    </>
  );
}

function Failure(props: ITodayBodyProps & { failure: IFailure }): React.JSX.Element {
  const { text, failure, updatedAt, language, summary } = props;
  return (
    <>
      {failure.failure === 'not-enabled' && (
        <>
          <p className="fg-Problem">{text.notEnabled}</p>
          <Snippet text={text} code={ENABLE} />
        </>
      )}
      {failure.failure === 'unreachable' && <p className="fg-Problem">{text.unreachable}</p>}
      {failure.failure === 'refused' && (
        <p className="fg-Problem">{fill(text.refused, { message: failure.message })}</p>
      )}
      {hasFigures(summary) && updatedAt !== null && (
        <p className="fg-Note">{fill(text.stale, { time: clock(updatedAt, language) })}</p>
      )}
    </>
  );
}

function Snippet(props: { text: IText; code: string }): React.JSX.Element {
  const [copied, setCopied] = React.useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(props.code).then(() => setCopied(true));
  };
  return (
    <div className="fg-Snippet">
      <pre tabIndex={0}>{props.code}</pre>
      <button type="button" className="jp-mod-styled" onClick={copy} onBlur={() => setCopied(false)}>
        {copied ? props.text.copied : props.text.copy}
      </button>
    </div>
  );
}

function clock(time: number, language: string): string {
  return new Date(time).toLocaleTimeString(language);
}
