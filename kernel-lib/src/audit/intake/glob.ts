/** Patterns of paths, matched while folders are walked: no library matches without listing everything first. */

export interface Glob {
  /** Folder above the first wildcard. */
  base: string;
  /** Levels of folders below it that can match. */
  depth: number;
  /** Whether a path below `base`, with `/`, matches. */
  matches(relative: string): boolean;
}

export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** `*` and `?` stop at a slash, `**` does not; `[a-z]`, `[!a-z]`, `{one,two}`; a backslash takes a character as it is. */
export function readGlob(pattern: string): Glob {
  const segments = pattern.split('/');
  const first = segments.findIndex(isGlob);
  const base = segments.slice(0, first).join('/');
  const rest = segments.slice(first);
  const expression = new RegExp(`^${translate(rest.join('/'))}$`, 'u');
  return {
    base: base === '' ? (pattern.startsWith('/') ? '/' : '.') : base.replace(/\\(.)/g, '$1'),
    depth: rest.some(segment => segment.includes('**')) || /\{[^}]*\//.test(rest.join('/')) ? Infinity : rest.length,
    matches: relative => expression.test(relative)
  };
}

function translate(pattern: string): string {
  let out = '';
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\' && i + 1 < pattern.length) out += literal(pattern[++i]);
    else if (pattern.startsWith('**/', i)) {
      out += '(?:[^/]+/)*';
      i += 2;
    } else if (pattern.startsWith('**', i)) {
      out += '.*';
      i++;
    } else if (c === '*') out += '[^/]*';
    else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) out += literal(c);
      else {
        const body = pattern.slice(i + 1, end).replace(/[\\[\]&]/g, '\\$&');
        out += `[${body.startsWith('!') ? `^${body.slice(1)}` : body}]`;
        i = end;
      }
    } else if (c === '{' && pattern.indexOf('}', i) > 0) {
      out += '(?:';
      braces++;
    } else if (c === '}' && braces > 0) {
      out += ')';
      braces--;
    } else if (c === ',' && braces > 0) out += '|';
    else out += literal(c);
  }
  return out + ')'.repeat(braces);
}

function literal(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c;
}
