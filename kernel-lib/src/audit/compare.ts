/** Two data sets beside each other: what has become better or worse, and what leaks from one into the other. */
import type { Store } from '../store';
import { column } from '../tables';
import type { Audit } from './audit';
import { rejectBelow } from '../verification';
import * as draw from './draw';
import { pairRows, type NearPair } from './findings';
import type { DuplicateOptions, SearchOptions } from './searches';
import { sourcesOf } from './summary';
import { AuditTable } from './table';

/** A source as it is here and in the other data set; null where it is not there. */
export interface SourceShift {
  source: string;
  pictures: number;
  otherPictures: number;
  meanQuality: number | null;
  otherMeanQuality: number | null;
  /** otherMeanQuality − meanQuality. */
  shift: number | null;
}

/** A person whom both data sets name: a test set that shares people with a training set says too much good of what was trained. */
export interface SharedIdentity {
  identity: string;
  pictures: number;
  otherPictures: number;
}

/** A picture of this data set and one of the other with the same pixels. */
export interface SharedPicture {
  id: number;
  path: string | null;
  otherId: number;
  otherPath: string | null;
}

/** Two names that are probably one person, whatever they are called. */
export interface SharedPerson {
  identity: string;
  otherIdentity: string;
  similarity: number;
  /** 0..1; fitted on the two data sets themselves. */
  probability: number;
}

export interface AuditComparison {
  /**
   * People in both data sets by their faces, whatever their names, most probable first; empty where there are too few to judge by.
   * @throws FacegaugeError ABORTED, ENGINE_CRASHED
   */
  samePeople(options?: SearchOptions): Promise<AuditTable<SharedPerson>>;
  /** Near duplicates across the two, most similar first. @throws FacegaugeError as `Audit.nearDuplicates` */
  nearDuplicates(options?: DuplicateOptions): Promise<AuditTable<NearPair>>;
  quality: AuditTable<SourceShift>;
  sharedIdentities: AuditTable<SharedIdentity>;
  exactDuplicates: AuditTable<SharedPicture>;
  toJSON(): {
    quality: SourceShift[];
    sharedIdentities: SharedIdentity[];
    exactDuplicates: SharedPicture[];
  };
}

export function compareAudits(one: Audit, other: Audit, store: Store): AuditComparison {
  const quality = new AuditTable<SourceShift>({
    columns: [
      column('source', 'text'),
      column('pictures', 'integer'),
      column('otherPictures', 'integer'),
      column('meanQuality', 'real'),
      column('otherMeanQuality', 'real'),
      column('shift', 'real')
    ],
    rows: () => shifts(store, one, other),
    draw: table => draw.plainTable(table, one.language)
  });
  const sharedIdentities = new AuditTable<SharedIdentity>({
    columns: [column('identity', 'text'), column('pictures', 'integer'), column('otherPictures', 'integer')],
    rows: most => peopleInBoth(store, one, other, most),
    draw: table => draw.plainTable(table, one.language)
  });
  const exactDuplicates = new AuditTable<SharedPicture>({
    columns: [
      column('path', 'text'),
      column('otherPath', 'text'),
      column('id', 'integer'),
      column('otherId', 'integer')
    ],
    rows: most => pixelsInBoth(store, one, other, most),
    draw: table => draw.pairs(one, table)
  });
  return {
    samePeople: async (options = {}) => {
      const { samePerson } = await one.searches.peopleInCommon(other.searches, rejectBelow(one.policy), options);
      const rows = samePerson.map(({ first: identity, second: otherIdentity, similarity, probability }) => ({
        ...{ identity, otherIdentity, similarity, probability }
      }));
      return new AuditTable<SharedPerson>({
        columns: [
          column('identity', 'text'),
          column('otherIdentity', 'text'),
          column('similarity', 'real'),
          column('probability', 'real')
        ],
        rows: () => rows,
        draw: table => draw.plainTable(table, one.language)
      });
    },
    nearDuplicates: async (options = {}) => {
      const rows = pairRows(store, await one.searches.across(other.searches, options));
      return new AuditTable<NearPair>({
        columns: [
          column('kind', 'text'),
          column('path', 'text'),
          column('otherPath', 'text'),
          column('similarity', 'real'),
          column('bits', 'integer'),
          column('id', 'integer'),
          column('otherId', 'integer')
        ],
        rows: () => rows,
        draw: table => draw.pairs(one, table)
      });
    },
    quality,
    sharedIdentities,
    exactDuplicates,
    toJSON: () => ({
      quality: quality.toJSON(),
      sharedIdentities: sharedIdentities.toJSON(),
      exactDuplicates: exactDuplicates.toJSON()
    })
  };
}

/** Rows read at a time. */
const PAGE = 500;

/** The smaller one of two audits, whose people and pixels are looked for in the larger. */
function smallerFirst(one: Audit, other: Audit): { run: number; other: number; swapped: boolean } {
  const swapped = other.count() < one.count();
  return swapped ? { run: other.run, other: one.run, swapped } : { run: one.run, other: other.run, swapped };
}

function* peopleInBoth(store: Store, one: Audit, other: Audit, most = Infinity): Generator<SharedIdentity> {
  type Row = { identity: string; pictures: number; others: number };
  const { swapped, ...runs } = smallerFirst(one, other);
  let after: string | undefined;
  for (let left = most; left > 0; left -= PAGE) {
    const limit = Math.min(PAGE, left);
    const rows: Row[] = store.rows<Row>('audit-shared-people', { ...runs, after, limit });
    for (const { identity, pictures, others } of rows)
      yield swapped
        ? { identity, pictures: others, otherPictures: pictures }
        : { identity, pictures, otherPictures: others };
    if (rows.length < limit) return;
    after = rows[rows.length - 1].identity;
  }
}

/** In the order of their pixels' hash. */
function* pixelsInBoth(store: Store, one: Audit, other: Audit, most = Infinity): Generator<SharedPicture> {
  type Row = { id: number; path: string | null; other: number; otherPath: string | null; pixelHash: string };
  const { swapped, ...runs } = smallerFirst(one, other);
  let after: string | undefined;
  for (let left = most; left > 0; left -= PAGE) {
    const limit = Math.min(PAGE, left);
    const rows: Row[] = store.rows<Row>('audit-shared-pixels', { ...runs, after, limit });
    for (const { id, path, other: otherId, otherPath } of rows)
      yield swapped ? { id: otherId, path: otherPath, otherId: id, otherPath: path } : { id, path, otherId, otherPath };
    if (new Set(rows.map(({ pixelHash }) => pixelHash)).size < limit) return;
    after = rows[rows.length - 1].pixelHash;
  }
}

function shifts(store: Store, one: Audit, other: Audit): SourceShift[] {
  const [here, there] = [one, other].map(
    ({ run, policy }) => new Map(sourcesOf(store, run, policy).map(sum => [sum.source, sum]))
  );
  return [...new Set([...here.keys(), ...there.keys()])].map(source => {
    const [a, b] = [here.get(source), there.get(source)];
    const [meanQuality, otherMeanQuality] = [a?.meanQuality ?? null, b?.meanQuality ?? null];
    return {
      source,
      pictures: a?.pictures ?? 0,
      otherPictures: b?.pictures ?? 0,
      meanQuality,
      otherMeanQuality,
      shift: meanQuality === null || otherMeanQuality === null ? null : otherMeanQuality - meanQuality
    };
  });
}
