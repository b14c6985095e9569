import type { JSONObject, JSONValue, PartialJSONValue } from '@lumino/coreutils';

/** A specification that says in which colours it is drawn dark. */
interface IMarked extends JSONObject {
  usermeta: { facegauge: { dark: Record<string, string> } };
}

/** Rows and the names in them, which may look like a colour, and what says how to recolour. */
const NOT_COLOURS = new Set(['data', 'datasets', 'domain', 'usermeta']);

/**
 * Whether a specification is a chart of facegauge for which no theme was asked. One on another ground than ours has been made its
 * owner's, and its letters would be lost on it.
 */
export function isRecolourable(spec: unknown): spec is IMarked {
  const marked = spec as Partial<IMarked> | null | undefined;
  const dark = marked?.usermeta?.facegauge?.dark;
  return typeof dark === 'object' && dark !== null && Object.hasOwn(dark, String(marked!.background));
}

/** The same chart for a dark ground; the rows are shared, not copied. */
export function recoloured(spec: IMarked): JSONObject {
  const dark = new Map(Object.entries(spec.usermeta.facegauge.dark));
  const walk = (value: JSONValue): JSONValue => {
    if (typeof value === 'string') return dark.get(value) ?? value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]: [string, PartialJSONValue | undefined]) => [
        key,
        NOT_COLOURS.has(key) ? part : walk(part as JSONValue)
      ])
    ) as JSONObject;
  };
  return walk(spec) as JSONObject;
}
