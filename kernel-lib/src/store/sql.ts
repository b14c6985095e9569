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
