import React from 'react';
import type { Locale } from '../locale';
import { sentence } from '../panels/notice';
import { AuditBody, type Show } from '../renderers/audit/body';
import { Boundary } from '../renderers/boundary';
import { fill } from '../text';
import { Assessed } from './assessed';
import { Compared } from './compared';
import { DropZone } from './drop-zone';
import type { DocumentModel } from './model';
import { assessed, audited, compared } from './result';

export interface IDocumentProps {
  locale: Locale;
  model: DocumentModel;
  /** Shows samples of an audit's run in the sidebar. */
  show: (run: number, which: Parameters<Show>[0]) => void;
  /** True where it is part of something else, and goes on to no other task. */
  part?: boolean;
}

/** A document about pictures or a folder: a place to drop them, how far it is, and what was found. */
export function DocumentBody(props: IDocumentProps): React.JSX.Element {
  const { locale, model } = props;
  const { text } = locale;
  const { task, job, failure } = model;
  return (
    <div className="fg-Document-body" aria-busy={model.busy}>
      {task && <Head locale={locale} model={model} part={props.part === true} />}
      <div role="status">
        <Progress locale={locale} model={model} />
        {job?.state === 'cancelled' && <p className="fg-Note">{text.stopped}</p>}
      </div>
      <div role="alert">
        {failure && (
          <p className="fg-Problem">{failure.failure === 'gone' ? text.jobGone : problem(failure, locale)}</p>
        )}
        {job?.state === 'failed' && (
          <div className="fg-Problem">
            {job.error?.message || text.failedSilently}
            {job.error?.code && <div className="fg-Note fg-mod-small">{job.error.code}</div>}
          </div>
        )}
      </div>
      {job?.state === 'done' && <Result {...props} />}
      {!task && (
        <DropZone
          locale={locale}
          label={text.dropLabel}
          disabled={model.busy}
          onFiles={(files, folder) => void model.take(files, folder)}
        />
      )}
    </div>
  );
}

/** The server's own words, where it has some: they say what to do. */
function problem(failure: NonNullable<DocumentModel['failure']>, locale: Locale): string {
  return failure.failure === 'refused' ? failure.message : sentence(failure, locale);
}

/** What is asked, and what can be done about it. */
function Head(props: { locale: Locale; model: DocumentModel; part: boolean }): React.JSX.Element {
  const { locale, model } = props;
  const { text } = locale;
  const task = model.task!;
  const over = !model.busy && (model.job?.state !== 'done' || model.failure !== null);
  return (
    <div className="fg-Document-head">
      {/* The card of one thing is headed by its name. */}
      <h2 className={task.things.length === 1 && model.job?.state === 'done' ? 'fg-mod-hidden' : undefined}>
        {titleOf(task, locale)}
      </h2>
      <div className="fg-Actions">
        {model.busy && model.job && <Action name="stop" label={text.stop} onClick={() => void model.stop()} />}
        {over && <Action name="again" label={text.again} onClick={() => model.ask(task)} />}
        {task.kind === 'compare' && !model.busy && (
          <Action name="swap" label={text.swap} onClick={() => model.swap()} />
        )}
        {task.kind === 'compare' && !model.busy && !props.part && (
          <Action
            name="assess-each"
            label={text.assessEach}
            onClick={() => model.ask({ kind: 'assess', things: task.things })}
          />
        )}
        {task.kind === 'assess' && task.things.length === 2 && !model.busy && (
          <Action
            name="compare-both"
            label={text.compareBoth}
            onClick={() => model.ask({ kind: 'compare', things: task.things })}
          />
        )}
      </div>
    </div>
  );
}

function Action(props: { name: string; label: string; onClick: () => void }): React.JSX.Element {
  return (
    <button type="button" className="fg-Button" data-action={props.name} onClick={props.onClick}>
      {props.label}
    </button>
  );
}

export function titleOf(task: DocumentModel['task'], { text, format }: Locale): string {
  if (!task) return text.faceQuality;
  const names = task.things.map(({ name }) => name);
  if (task.kind === 'compare') return names.join(' ↔ ');
  if (names.length === 1) return names[0];
  return task.kind === 'assess' ? fill(text.bucketPictures, { n: format.count(names.length) }) : names.join(', ');
}

/** How far it is; nothing where nothing is under way. */
function Progress(props: { locale: Locale; model: DocumentModel }): React.JSX.Element | null {
  const { locale, model } = props;
  const { text, format } = locale;
  const { sending, job, task } = model;
  if (!model.busy) return null;
  const { done, total } = sending ?? job?.progress ?? { done: 0, total: null };
  const numbers = total !== null && total > 1;
  const words = sending
    ? text.sending
    : job?.state === 'running'
      ? text.underWay[task?.kind ?? 'assess']
      : job?.state === 'queued'
        ? text.queued
        : text.starting;
  return (
    <div className="fg-Document-progress">
      <p className="fg-Note">
        {words}
        {numbers && ` ${fill(text.runProgress, { done: format.count(done), total: format.count(total) })}`}
      </p>
      <progress
        className="fg-Progress"
        aria-label={words}
        // Of one picture there is no telling how far it is.
        {...(numbers ? { value: done, max: total } : {})}
      />
    </div>
  );
}

function Result({ locale, model, show }: IDocumentProps): React.JSX.Element {
  const { kind, result } = model.job!;
  if (kind === 'assess') return <Assessed locale={locale} pictures={assessed(result)} />;
  if (kind === 'compare') return <Compared locale={locale} pair={compared(result)} />;
  const audit = audited(result);
  return (
    <>
      <div className="fg-Output">
        <Boundary
          plain={{ text: locale.text.otherVersion }}
          readable={audit.card !== null}
          draw={() => <AuditBody locale={locale} audit={audit.card!} show={which => show(audit.run, which)} />}
        />
      </div>
      <Action name="show-run" label={locale.text.showInSidebar} onClick={() => show(audit.run, null)} />
    </>
  );
}
