/**
 * The SQL that TypeScript and the server extension (Python) share lies in `.sql` files of one folder, packed into the npm
 * package and the wheel alike: `migrations/NNN.sql` and `queries/NAME.sql`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `kernel-lib/sql`, from `src/store` as from `lib/store`. */
export const SQL_FOLDER = path.resolve(__dirname, '..', '..', 'sql');

/** Marks the file as a facegauge store ("face" in ASCII), so that no other application's database is taken for one. */
export const APPLICATION_ID = 0x66616365;

/**
 * The schema as a sequence of steps. Step n turns version n−1 (PRAGMA user_version) into version n; a step that was released
 * is never edited again, a change is a new step.
 */
export const MIGRATIONS: readonly string[] = readdirSync(path.join(SQL_FOLDER, 'migrations'))
  .filter(name => name.endsWith('.sql'))
  .sort()
  .map(name => readFileSync(path.join(SQL_FOLDER, 'migrations', name), 'utf8'));

const queries = new Map<string, string>();

/** The text of `queries/NAME.sql`; its comment says what it answers and what its parameters are. */
export function query(name: string): string {
  let text = queries.get(name);
  if (text === undefined) {
    text = readFileSync(path.join(SQL_FOLDER, 'queries', `${name}.sql`), 'utf8');
    queries.set(name, text);
  }
  return text;
}

/** Values of the parameters of a query; one that is null or absent is not given. */
export type QueryParameters = Record<string, string | number | null | undefined>;

/**
 * A query some of whose conditions may be left out: a line that ends in `--? a b` counts only where `:a` and `:b` are given, so
 * that SQLite plans for exactly what is asked. Whoever else reads these files follows the same rule.
 * @returns text, and the parameters that stand in it
 */
export function queryFor(
  name: string,
  parameters: QueryParameters
): { text: string; bound: Record<string, string | number | null> } {
  const text = query(name)
    .split('\n')
    .filter(line => (/--\?(.*)$/.exec(line)?.[1] ?? '').split(/\s+/).every(p => p === '' || parameters[p] != null))
    .map(line => line.replace(/--.*$/, ''))
    .join('\n');
  const bound: Record<string, string | number | null> = {};
  for (const [, parameter] of text.matchAll(/:([a-z]\w*)/gi)) bound[parameter] = parameters[parameter] ?? null;
  return { text, bound };
}
