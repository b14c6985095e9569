/** Mistakes in a Vega-Lite specification that would only show as an empty chart, or as an error from deep inside. */
import { FacegaugeError } from '../errors';

type Node = Record<string, unknown>;

const VIEWS = ['layer', 'concat', 'hconcat', 'vconcat'];
const TYPES = ['quantitative', 'temporal', 'ordinal', 'nominal', 'geojson'];

/** @param found what is wrong, with the place in the specification */
export function chartMistake(found: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `This Vega-Lite specification cannot be drawn: ${found}.`, {
    action: 'Correct it there.',
    cause
  });
}

/**
 * Looks at marks, types and the names of fields; fields only where the rows are in the specification itself and no transform
 * makes new ones.
 * @param spec plain JSON
 * @throws FacegaugeError INVALID_ARGUMENT
 */
export function checkChart(spec: Node): void {
  checkView(spec, '', null, isUntransformed(spec));
}

function checkView(view: Node, place: string, inherited: Set<string> | null, plain: boolean): void {
  const fields = 'data' in view ? fieldsOf(view.data) : inherited;
  if (isNode(view.encoding)) checkEncoding(view.encoding, `${place}encoding`, plain ? fields : null);
  const parts = VIEWS.filter(name => Array.isArray(view[name]));
  for (const name of parts)
    (view[name] as unknown[]).forEach(
      (part, i) => isNode(part) && checkView(part, `${place}${name}[${i}].`, fields, plain)
    );
  if (isNode(view.spec)) checkView(view.spec, `${place}spec.`, fields, plain);
  else if (parts.length === 0 && view.mark === undefined)
    throw chartMistake(`${place || 'it '}has no "mark" (and no layer, concat, hconcat, vconcat or spec)`);
}

function checkEncoding(encoding: Node, place: string, fields: Set<string> | null): void {
  for (const [channel, given] of Object.entries(encoding))
    for (const definition of Array.isArray(given) ? given : [given]) {
      if (!isNode(definition)) continue;
      const { type, field } = definition;
      if (type !== undefined && !TYPES.includes(type as string))
        throw chartMistake(`${place}.${channel}.type is ${JSON.stringify(type)}, not one of ${TYPES.join(', ')}`);
      if (typeof field !== 'string' || !fields || /[.[\]\\]/.test(field) || fields.has(field)) continue;
      const known = [...fields].map(name => JSON.stringify(name)).join(', ');
      throw chartMistake(
        `${place}.${channel}.field is ${JSON.stringify(field)}, which no row has; the rows have ${known}`
      );
    }
}

/** Names in the rows; null where the rows are elsewhere, or none. */
function fieldsOf(data: unknown): Set<string> | null {
  const values = isNode(data) ? data.values : null;
  if (!Array.isArray(values) || values.length === 0 || !values.every(isNode)) return null;
  return new Set(values.flatMap(row => Object.keys(row)));
}

function isUntransformed(spec: Node): boolean {
  return !Object.entries(spec).some(
    ([key, value]) =>
      key === 'transform' ||
      key === 'repeat' ||
      (key !== 'data' && (Array.isArray(value) ? value : [value]).some(part => isNode(part) && !isUntransformed(part)))
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
