import React from 'react';
import type { Locale } from '../locale';
import { fill } from '../text';
import type { ISample } from '../tokens';

/** Everything measured, the worst first. */
export function Components(props: { locale: Locale; components: ISample['components'] }): React.JSX.Element | null {
  const { locale } = props;
  const { text, format } = locale;
  const components = Object.entries(props.components ?? {}).sort(([, a], [, b]) => a.score - b.score);
  if (components.length === 0) return null;
  return (
    <details className="fg-Details" open>
      <summary>{text.components}</summary>
      <table className="fg-Table">
        <thead>
          <tr>
            <th scope="col">{text.component}</th>
            <th scope="col">{text.measured}</th>
            <th scope="col">{text.score}</th>
          </tr>
        </thead>
        <tbody>
          {components.map(([name, { value, unit, score }]) => (
            <tr key={name}>
              <th scope="row">{breakable(locale.component(name))}</th>
              <td>{format.measurement(value, unit, locale.unit(unit))}</td>
              <td>
                <span className="fg-Score">
                  <span className="fg-Score-bar" aria-hidden="true">
                    <span style={{ width: `${Math.min(100, Math.max(0, score))}%` }} />
                  </span>
                  {format.count(Math.round(score))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** A name of the standard, such as HeadPoseYaw, with places where a line may end. */
function breakable(name: string): React.ReactNode[] {
  return name.split(/(?=[A-Z][a-z])/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part]));
}

/** Where it comes from and how it was processed. */
export function Facts(props: { locale: Locale; sample: ISample; onIdentity: () => void }): React.JSX.Element {
  const { locale, sample } = props;
  const { text, format } = locale;
  const { width, height } = sample;
  const rows: [string, React.ReactNode][] = [
    [text.path, sample.path ?? sample.name],
    [
      text.size,
      width && height ? fill(text.pixels, { width: format.count(width), height: format.count(height) }) : null
    ],
    [text.source, sample.source || null],
    [
      text.identity,
      sample.identity && (
        <button type="button" className="fg-Link" title={text.sameIdentity} onClick={props.onIdentity}>
          {sample.identity}
        </button>
      )
    ],
    [text.runNamed, sample.run && (sample.run.name ?? `#${sample.run.id}`)],
    [text.processedAt, format.whole(sample.processedAt)],
    [text.takenAt, sample.takenAt === null ? null : format.whole(sample.takenAt)],
    [text.camera, sample.camera],
    [text.model, [sample.model, sample.recogniser].filter(Boolean).join(' + ') || null],
    [text.device, sample.device && locale.device(sample.device)],
    [text.time, sample.elapsedMs === null ? null : format.milliseconds(sample.elapsedMs)],
    ...Object.entries(sample.tags ?? {}).map(([key, value]): [string, string] => [key, String(value)])
  ];
  return (
    <details className="fg-Details" open>
      <summary>{text.facts}</summary>
      <dl className="fg-Facts">
        {rows
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </React.Fragment>
          ))}
      </dl>
    </details>
  );
}
