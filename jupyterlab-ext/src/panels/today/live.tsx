import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { IRun } from '../../tokens';
import type { TodayModel } from './model';
import type { IPulse } from './pulse';

/** Audits that are named; more than these at a time are counted in the panel of the runs. */
const NAMED = 3;

/** What is going on just now: audits with their progress, else what sessions of notebooks say of themselves. */
export function Live(props: {
  locale: Locale;
  model: Pick<TodayModel, 'value' | 'pulse' | 'going' | 'rate' | 'failure'>;
}): React.JSX.Element | null {
  const { locale, model } = props;
  // What was going on when there was an answer may be over.
  const going = model.failure ? [] : model.going.slice(0, NAMED);
  if (going.length > 0) {
    return (
      <>
        {going.map(run => (
          <Going key={run.id} locale={locale} run={run} rate={model.rate(run)} />
        ))}
      </>
    );
  }
  const { pulse } = model;
  if (!pulse) return null;
  return (
    <p className="fg-Live" data-live={pulse.working ? 'working' : 'open'}>
      <span className="fg-Live-dot" aria-hidden="true" />
      <span className="fg-Live-words">{pulseSaid(pulse, model.value?.store.path ?? null, locale)}</span>
    </p>
  );
}

function Going(props: { locale: Locale; run: IRun; rate: number | null }): React.JSX.Element {
  const { locale, run, rate } = props;
  const { text, format } = locale;
  const { name, done, total } = run;
  const far =
    total === null
      ? fill(text.runDone, { done: format.count(done) })
      : fill(text.runProgress, { done: format.count(done), total: format.count(total) });
  const pace = rate === null ? '' : ` · ${fill(text.runRate, { rate: format.number(rate) })}`;
  return (
    <div className="fg-Going">
      <p className="fg-Live" data-live="working">
        <span className="fg-Live-dot" aria-hidden="true" />
        <span className="fg-Live-words">
          <strong>{name}</strong> {far}
          {pace}
        </span>
      </p>
      {total !== null && total > 0 && (
        <progress className="fg-Progress" max={total} value={Math.min(total, done)} aria-label={name} />
      )}
    </div>
  );
}

/** @param path what the store is called whose figures stand below */
function pulseSaid(
  { working, sessions, pictures, rate, stores }: IPulse,
  path: string | null,
  { text, format }: Locale
): string {
  const one = working ? text.sessionWorking : text.sessionOpen;
  const many = working ? text.sessionsWorking : text.sessionsOpen;
  return [
    sessions === 1 ? one : fill(many, { n: format.count(sessions) }),
    fill(text.picturesSoFar, { n: format.count(pictures) }),
    rate === null ? '' : fill(text.perSecond, { rate: format.number(rate) }),
    // Who wonders why the figures below do not move.
    ...stores.map(store => {
      if (store === null) return text.notRecorded;
      return path === null || isCalled(store, path) ? '' : fill(text.recordedIn, { store });
    })
  ].join('');
}

/** Whether a file may be what the server calls by its path below its root, or by its name alone. */
function isCalled(file: string, path: string): boolean {
  return `/${file.replaceAll('\\', '/')}`.endsWith(`/${path}`);
}
