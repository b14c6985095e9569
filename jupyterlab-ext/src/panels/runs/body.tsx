import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { IRun } from '../../tokens';
import { Snippet } from '../copy';
import { Notice } from '../notice';
import { Comparison } from './comparison';
import type { RunsModel } from './model';

export interface IRunsProps {
  locale: Locale;
  model: Pick<RunsModel, 'value' | 'failure' | 'updatedAt' | 'marked' | 'mark' | 'chosen' | 'choose' | 'rate' | 'left'>;
}

export function RunsBody({ locale, model }: IRunsProps): React.JSX.Element {
  const { text } = locale;
  const { runs, compared, reject } = model.value ?? { runs: [], compared: [], reject: 0 };
  return (
    <div className="fg-Runs">
      <Notice locale={locale} model={model} nothing={runs.length === 0 ? text.noRuns : null} />
      {model.marked.length === 1 && <p className="fg-Note fg-mod-small">{text.compareTwo}</p>}
      {compared.length === 2 && <Comparison locale={locale} compared={compared} reject={reject} />}
      <ul className="fg-RunList">
        {runs.map(run => (
          <li
            key={run.id}
            className={run.id === model.chosen ? 'fg-Run fg-mod-active' : 'fg-Run'}
            data-state={run.state}
          >
            <Run locale={locale} model={model} run={run} reject={reject} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Run(props: IRunsProps & { run: IRun; reject: number }): React.JSX.Element {
  const { locale, model, run, reject } = props;
  const { text, format } = locale;
  const { total, done } = run;
  const [rate, left] = [model.rate(run), model.left(run)];
  const facts = [
    total === null
      ? fill(text.runDone, { done: format.count(done) })
      : fill(text.runProgress, { done: format.count(done), total: format.count(total) }),
    run.failed === 1 ? text.runFailedOne : run.failed > 1 && fill(text.runFailed, { n: format.count(run.failed) }),
    run.meanQuality !== null && fill(text.runMean, { quality: format.quality(run.meanQuality) }),
    run.scored > 0 &&
      fill(text.runLow, { share: format.percent(run.low / run.scored), reject: format.threshold(reject) }),
    rate !== null && fill(text.runRate, { rate: format.number(rate) }),
    left !== null && fill(text.runEta, { time: duration(left, locale) }),
    run.state === 'running' && run.owner && fill(text.runOwner, { pid: String(run.owner.pid), host: run.owner.host })
  ];
  return (
    <>
      <div className="fg-Run-head">
        <button
          type="button"
          className="fg-Link fg-Run-name"
          aria-pressed={run.id === model.chosen}
          title={text.onlyRun}
          onClick={() => model.choose(run.id)}
        >
          {run.name}
        </button>
        <span className="fg-Badge" data-state={run.state}>
          {text.states[run.state] ?? run.state}
        </span>
        <label className="fg-Check">
          <input type="checkbox" checked={model.marked.includes(run.id)} onChange={() => model.mark(run.id)} />
          {text.compareRun}
        </label>
      </div>
      {total !== null && total > 0 && run.state !== 'done' && (
        <progress className="fg-Progress" max={total} value={Math.min(total, done)} aria-label={run.name} />
      )}
      <p className="fg-Note fg-mod-small">
        {format.moment(run.startedAt)} · {facts.filter(Boolean).join(' · ')}
      </p>
      {run.state === 'interrupted' && (
        <div className="fg-Run-resume">
          <p className="fg-Note fg-mod-small">{text.resume}</p>
          <Snippet locale={locale} code={resumeCommand(run.name)} />
        </div>
      )}
    </>
  );
}

/** The name as a shell takes it. */
export function resumeCommand(name: string): string {
  return `npx facegauge audit --resume --name '${name.replaceAll("'", "'\\''")}'`;
}

/** So long in the largest two units: 2 h 5 min. */
export function duration(ms: number, { format, language }: Locale): string {
  const [s, min, h] = language === 'zh' ? ['秒', '分钟', '小时'] : ['s', 'min', 'h'];
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `${format.count(seconds)} ${s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${format.count(minutes)} ${min}`;
  return `${format.count(Math.floor(minutes / 60))} ${h} ${minutes % 60} ${min}`;
}
