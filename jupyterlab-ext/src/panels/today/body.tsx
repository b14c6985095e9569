import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { IPrevious, ISummary } from '../../tokens';
import { Snippet } from '../copy';
import { Notice } from '../notice';
import { Live } from './live';
import type { TodayModel } from './model';

const SNIPPET = `import { open } from 'facegauge';
const session = await open();
await session.extract('samples/p01-a.jpg');`;

const ENABLE = 'jupyter server extension enable jupyterlab_facegauge';

export type TodayState = Pick<
  TodayModel,
  'value' | 'failure' | 'updatedAt' | 'stale' | 'pulse' | 'going' | 'rate' | 'showLow' | 'showFailures'
>;

export interface ITodayBodyProps {
  locale: Locale;
  model: TodayState;
}

/** What the panel shows: the figures, or what to do where there are none. */
export function TodayBody(props: ITodayBodyProps): React.JSX.Element {
  const { locale, model } = props;
  const { text } = locale;
  const { value: summary, failure } = model;
  return (
    <div className="fg-Today" aria-busy={model.stale}>
      <Live locale={locale} model={model} />
      <div role="status">
        {failure?.failure === 'not-enabled' ? (
          <>
            <p className="fg-Problem">{text.notEnabled}</p>
            <Snippet locale={locale} code={ENABLE} />
          </>
        ) : (
          <Notice locale={locale} model={model} />
        )}
        {!failure && summary && <Advice locale={locale} summary={summary} />}
      </div>
      {hasFigures(summary) && <Figures {...props} summary={summary} />}
    </div>
  );
}

function hasFigures(summary: ISummary | null): summary is ISummary {
  return summary !== null && (summary.store.state === 'ok' || summary.store.state === 'empty');
}

function Figures(props: ITodayBodyProps & { summary: ISummary }): React.JSX.Element {
  const { locale, model, summary } = props;
  const { text, format } = locale;
  const { value, origin } = summary.qualityReject;
  const reject = format.threshold(value);
  const before = summary.previous ?? null;
  const change = (
    now: number | null,
    then: number | null,
    write: (n: number) => string,
    sign: (n: number) => string
  ) => (now === null || then === null ? null : fill(text.before, { change: sign(now - then), value: write(then) }));
  return (
    <div className={model.failure || model.stale ? 'fg-mod-stale' : undefined}>
      <dl className="fg-Figures">
        <Figure
          name="pictures"
          label={text.pictures}
          value={format.count(summary.pictures)}
          change={before && change(summary.pictures, before.pictures, format.count, format.signed)}
        />
        <Figure
          name="mean-quality"
          label={text.meanQuality}
          value={summary.meanQuality === null ? '–' : format.quality(summary.meanQuality)}
          change={before && change(summary.meanQuality, before.meanQuality, format.quality, format.signedTwo)}
        >
          <QualityBar quality={summary.meanQuality} reject={value} />
        </Figure>
        <Figure
          name="low-rate"
          label={fill(text.lowRate, { reject })}
          value={summary.lowRate === null ? '–' : format.percent(summary.lowRate)}
          change={
            before &&
            change(summary.lowRate, before.lowRate, format.percent, d => fill(text.points, { n: format.points(d) }))
          }
          onShow={summary.low > 0 ? () => model.showLow() : undefined}
          showLabel={text.showThem}
        />
        <Figure
          name="failures"
          label={text.failures}
          value={format.count(summary.failures)}
          change={before && change(summary.failures, before.failures, format.count, format.signed)}
        >
          <Failures {...props} />
        </Figure>
      </dl>
      <Pace locale={locale} summary={summary} before={before} />
      <p className="fg-Note fg-mod-small">
        {fill(text.threshold, { reject, origin: text.origins[origin] ?? origin })}
        {before?.from !== undefined && before.to !== undefined && (
          <>
            <br />
            {fill(text.comparedWith, { from: format.moment(before.from), to: format.moment(before.to) })}
          </>
        )}
        {model.updatedAt !== null && (
          <>
            <br />
            <span data-figure="updated">{fill(text.updated, { time: format.seconds(model.updatedAt) })}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** How long a picture takes, and where. */
function Pace(props: { locale: Locale; summary: ISummary; before: IPrevious | null }): React.JSX.Element | null {
  const { text, format } = props.locale;
  const { p50Ms, p95Ms, device } = props.summary;
  if (typeof p50Ms !== 'number') return null;
  const { before } = props;
  const time = (now: number, then: number | null | undefined) =>
    typeof then === 'number'
      ? fill(text.timeBefore, { time: format.milliseconds(now), before: format.milliseconds(then) })
      : format.milliseconds(now);
  const parts = [
    `${text.median} ${time(p50Ms, before?.p50Ms)}`,
    typeof p95Ms === 'number' && fill(text.p95, { time: time(p95Ms, before?.p95Ms) }),
    device && fill(text.onDevice, { device: props.locale.device(device) })
  ];
  return (
    <p className="fg-Note fg-mod-small" data-figure="pace">
      {text.timePerPicture}: {parts.filter(Boolean).join(' · ')}
    </p>
  );
}

function Failures(props: ITodayBodyProps & { summary: ISummary }): React.JSX.Element {
  const { locale, model, summary } = props;
  const { text, format } = locale;
  const kinds = [
    ['not-acquired', summary.notAcquired ?? 0, text.noFace],
    ['failed', summary.failed ?? 0, text.notProcessed]
  ] as const;
  return (
    <>
      {kinds
        .filter(([, n]) => n > 0)
        .map(([kind, n, sentence]) => (
          <button
            key={kind}
            type="button"
            className="fg-Link"
            data-show={kind}
            title={text.showThem}
            onClick={() => model.showFailures(kind)}
          >
            {fill(sentence, { n: format.count(n) })}
          </button>
        ))}
    </>
  );
}

function Figure(props: {
  name: string;
  label: string;
  value: string;
  change: string | null;
  onShow?: () => void;
  showLabel?: string;
  children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className="fg-Figure">
      <dt>{props.label}</dt>
      <dd>
        {props.onShow ? (
          <button
            type="button"
            className="fg-Figure-value fg-Link"
            data-figure={props.name}
            title={props.showLabel}
            onClick={props.onShow}
          >
            {props.value}
          </button>
        ) : (
          <span className="fg-Figure-value" data-figure={props.name}>
            {props.value}
          </span>
        )}
        {props.change && <span className="fg-Figure-change">{props.change}</span>}
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

function Advice(props: { locale: Locale; summary: ISummary }): React.JSX.Element | null {
  const { text } = props.locale;
  const { state, path } = props.summary.store;
  if (state === 'ok') return null;
  if (state !== 'missing' && state !== 'empty') return <p className="fg-Problem">{text.storeUnreadable}</p>;
  return (
    <>
      <p className="fg-Note">{fill(state === 'missing' ? text.missing : text.empty, { path })}</p>
      <p className="fg-Note">{text.tryThis}</p>
      <Snippet locale={props.locale} code={SNIPPET} />
    </>
  );
}
