import React from 'react';
import type { Locale } from '../locale';
import { CopyButton } from '../panels/copy';
import { sentence } from '../panels/notice';
import { fill } from '../text';
import type { ISample } from '../tokens';
import { Beside } from './beside';
import { hasFace } from './comparison';
import { Components, Facts } from './facts';
import type { SampleModel } from './model';
import { Pictures } from './picture';
import { QualityScale } from './quality-scale';
import { SampleStrip } from './strip';

export interface ISampleBodyProps {
  locale: Locale;
  model: SampleModel;
  /** Opens the picture's file in JupyterLab. */
  onOpen: (sample: ISample) => void;
  /** Puts code that processes this picture into the notebook in front; false where there is none. */
  onInsert: (sample: ISample) => boolean;
  onClose: () => void;
}

/** One sample in full. */
export function SampleBody(props: ISampleBodyProps): React.JSX.Element {
  const { locale, model } = props;
  const { text } = locale;
  const { sample, failure, removed } = model;
  return (
    <div className="fg-Sample">
      <div className="fg-Sample-bar">
        <button
          type="button"
          className="fg-Button"
          aria-keyshortcuts="ArrowLeft"
          title="←"
          disabled={!model.has(-1)}
          onClick={() => model.go(-1)}
        >
          ‹ {text.previousSample}
        </button>
        <span className="fg-Sample-name" role="status">
          {sample?.name ?? text.waiting}
        </span>
        <button
          type="button"
          className="fg-Button"
          aria-keyshortcuts="ArrowRight"
          title="→"
          disabled={!model.has(1)}
          onClick={() => model.go(1)}
        >
          {text.nextSample} ›
        </button>
      </div>
      {failure && (
        <p className="fg-Problem" role="alert">
          {sentence(failure, locale)}
        </p>
      )}
      {removed && (
        <p className="fg-Note" role="status">
          {text.removed}
        </p>
      )}
      {sample && !removed && <Beside locale={locale} sample={sample} model={model} />}
      {sample && !removed && (
        <div className="fg-Sample-columns" key={sample.id}>
          <div className="fg-Sample-judgement">
            <Judgement locale={locale} sample={sample} model={model} />
          </div>
          <div className="fg-Sample-pictures">
            <Pictures locale={locale} sample={sample} model={model} />
            <Neighbours locale={locale} sample={sample} model={model} />
          </div>
          <div className="fg-Sample-words">
            <Actions {...props} sample={sample} />
            <Facts
              locale={locale}
              sample={sample}
              onIdentity={() => {
                model.showIdentity();
                props.onClose();
              }}
            />
            <Components locale={locale} components={sample.components} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Quality, what is wrong, and what to do. */
function Judgement(props: { locale: Locale; sample: ISample; model: SampleModel }): React.JSX.Element {
  const { locale, sample, model } = props;
  const { text, format } = locale;
  const failed = sample.assessment === null;
  return (
    <>
      <p className="fg-Sample-quality">
        <strong>
          {sample.quality === null ? '–' : format.quality(sample.quality, Object.values(model.thresholds))}
        </strong>{' '}
        <span className="fg-Badge" data-assessment={sample.assessment ?? 'failed'}>
          {locale.assessment(sample.assessment)}
        </span>
      </p>
      {sample.quality !== null && (
        <QualityScale locale={locale} quality={sample.quality} assessment={sample.assessment} {...model.thresholds} />
      )}
      {failed && sample.errorMessage && <p className="fg-Problem">{sample.errorMessage}</p>}
      {!failed && (
        <>
          <h4>{text.seen}</h4>
          {sample.findings.length > 0 ? (
            <ul className="fg-Chips">
              {sample.findings.map(code => (
                <li key={code} className="fg-Chip">
                  {locale.finding(code)}
                </li>
              ))}
            </ul>
          ) : (
            <p className="fg-Note">{text.nothingFound}</p>
          )}
        </>
      )}
      {sample.advice.length > 0 && (
        <>
          <h4>{text.advice}</h4>
          <ul className="fg-List">
            {sample.advice.map(code => (
              <li key={code}>{locale.advice(code)}</li>
            ))}
          </ul>
        </>
      )}
      {sample.warnings.length > 0 && (
        <>
          <h4>{text.warnings}</h4>
          <ul className="fg-List">
            {sample.warnings.map(warning => (
              <li key={warning.code}>{locale.warning(warning)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Other samples of the same identity. */
function Neighbours(props: { locale: Locale; sample: ISample; model: SampleModel }): React.JSX.Element | null {
  const { locale, sample, model } = props;
  const { text } = locale;
  if (!sample.identity || !model.neighbours) return null;
  return (
    <section className="fg-Neighbours">
      <h4>{fill(text.neighbours, { identity: sample.identity })}</h4>
      {model.neighbours.length === 0 ? (
        <p className="fg-Note">{text.noNeighbours}</p>
      ) : (
        <SampleStrip
          locale={locale}
          items={model.neighbours}
          thumbnails={model.thumbnails}
          label={fill(text.neighbours, { identity: sample.identity })}
          onChoose={id => model.show(id)}
        />
      )}
    </section>
  );
}

function Actions(props: ISampleBodyProps & { sample: ISample }): React.JSX.Element {
  const { locale, sample, model } = props;
  const { text } = locale;
  const [sure, setSure] = React.useState(false);
  const [said, setSaid] = React.useState<string | null>(null);
  const path = sample.open ?? sample.path;
  return (
    <div className="fg-Actions">
      <button type="button" className="fg-Button" disabled={sample.open === null} onClick={() => props.onOpen(sample)}>
        {text.openPicture}
      </button>
      {path !== null && <CopyButton locale={locale} text={path} label={text.copyPath} />}
      <button
        type="button"
        className="fg-Button"
        disabled={path === null}
        onClick={() => setSaid(props.onInsert(sample) ? text.inserted : text.noNotebook)}
      >
        {text.insertCode}
      </button>
      <button
        type="button"
        className="fg-Button"
        data-action="compare"
        disabled={sample.open === null || !hasFace(sample)}
        onClick={() => model.comparison.choose(sample)}
      >
        {text.compareWith}
      </button>
      {!sure && (
        <button type="button" className="fg-Button" data-action="delete" onClick={() => setSure(true)}>
          {text.remove}
        </button>
      )}
      {said && (
        <p className="fg-Note" role="status">
          {said}
        </p>
      )}
      {sure && (
        <div className="fg-Sure" role="alertdialog" aria-label={text.removeSure}>
          <p>{text.removeSure}</p>
          <button type="button" className="fg-Button fg-mod-warn" onClick={() => void model.remove()}>
            {text.removeYes}
          </button>
          <button type="button" className="fg-Button" autoFocus onClick={() => setSure(false)}>
            {text.removeNo}
          </button>
        </div>
      )}
    </div>
  );
}
