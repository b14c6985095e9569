/** How an audit and what it finds are shown. The cards are loaded when the first is drawn. */
import path from 'node:path';
import type { AuditCardData, GalleryTile, Strip } from '../cards';
import type { MimeBundle } from '../drawing';
import { oneLine } from '../drawing';
import { share } from '../numbers';
import type { Language } from '../types';
import { rejectBelow } from '../verification';
import type { Audit } from './audit';
import type { AuditIdentity } from './people';
import type { DuplicateGroup } from './same-pixels';
import type { SharedPicture } from './compare';
import { foundSoFar } from './found';
import type { MergedRow, NearDuplicates, OutlierRow, SplitRow, SuspectedLabel } from './findings';
import type { AuditSample } from './sample';
import type { AuditTable } from './table';

const cards = () => require('../cards') as typeof import('../cards');

const FINDINGS = 5;
const THUMBNAILS = 6;
const SOURCES = 8;
/** Rows of a table that are drawn; the rest is counted. */
const ROWS = 12;
const TILES = 60;

/** What an audit's card shows. */
export function cardData(audit: Audit): AuditCardData {
  const summary = audit.summary();
  const { name, run, state, startedAt, endedAt, pictures, acquired, notAcquired, failed, passedOver } = summary;
  const { meanQuality, lowShare, qualities, assessments, errors, people } = summary;
  return {
    ...{ name, run, state, startedAt, endedAt, pictures, acquired, notAcquired, failed, passedOver },
    ...{ meanQuality, lowShare, qualities, assessments, errors, people },
    thresholds: { reject: rejectBelow(audit.policy), trust: audit.policy.qualityTrust },
    findings: summary.findings.slice(0, FINDINGS).map(({ code, count }) => ({
      code,
      count,
      thumbnails: thumbnailsOf(audit, audit.page({ finding: code }, 'worst', THUMBNAILS))
    })),
    exactDuplicates: audit.samePixels,
    ...foundSoFar(audit),
    sources: summary.sources.slice(0, SOURCES),
    sourceCount: summary.sources.length
  };
}

/** Searches of the card are carried out at once up to so many pictures: some seconds. */
const LOOK = 10_000;

export async function card(audit: Audit): Promise<MimeBundle> {
  await audit.look(LOOK);
  return cards().auditBundle(cardData(audit), audit.language);
}

/** What the card shows of what has been searched for, as plain data. */
export function cardJson(audit: Audit): Record<string, unknown> {
  return cards().auditData(cardData(audit), audit.language);
}

export function textOf(audit: Audit): string {
  return cards().auditText(cardData(audit), audit.language);
}

export function samples(audit: Audit, table: AuditTable<AuditSample>): Promise<MimeBundle> {
  const rows = table.first(TILES);
  const { language, name, run } = audit;
  const data = { name, run, title: '', tiles: tilesOf(audit, rows), total: table.length, page: 1, size: TILES };
  return cards().galleryBundle(data, {}, language);
}

export function tilesOf(audit: Audit, rows: readonly AuditSample[]): GalleryTile[] {
  const thumbnails = audit.thumbnails(rows.map(({ id }) => id));
  return rows.map(({ id, path: place, key, identity, source, quality, assessment, findings, errorCode }) => ({
    ...{ id, path: place && shown(place), key, identity, source, quality, assessment, findings, errorCode },
    thumbnail: thumbnails.get(id) ?? null
  }));
}

export function duplicates(audit: Audit, table: AuditTable<DuplicateGroup>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.duplicates, ({ ids, paths }) => ({
    title: words.group(ids.length),
    text: paths.map(shown).join(', '),
    ids
  }));
}

export function nearDuplicates(audit: Audit, table: AuditTable<NearDuplicates>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.nearHead, ({ kind, ids, paths, least }) => ({
    title: `${words.kinds[kind]}: ${words.group(ids.length)}`,
    text: `${words.similarity} ≥ ${least.toFixed(3)}  ·  ${paths.map(shown).join(', ')}`,
    ids
  }));
}

export function labelErrors(audit: Audit, table: AuditTable<SuspectedLabel>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.labelHead, ({ id, path: place, identity, nearest, probability }) => ({
    title: words.moreLike(identity, nearest),
    text: `${words.probability} ${share(probability)}  ·  ${shown(place)}`,
    // The picture, two of its own people, two of the nearest.
    ids: [id, ...bestOf(audit, identity, 2, id), ...bestOf(audit, nearest, 2, id)]
  }));
}

export function splitIdentities(audit: Audit, table: AuditTable<SplitRow>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.splitHead, ({ identities: names, probability }) => ({
    title: names.join(' = '),
    text: `${words.probability} ${share(probability)}`,
    ids: names.flatMap(name => bestOf(audit, name, 3))
  }));
}

export function mergedIdentities(audit: Audit, table: AuditTable<MergedRow>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.mergedHead, ({ identity, ids: [larger, smaller], probability }) => ({
    title: `${identity}: ${larger.length} + ${smaller.length}`,
    text: `${words.probability} ${share(probability)}`,
    ids: [...larger.slice(0, 3), ...smaller.slice(0, 3)]
  }));
}

export function outliers(audit: Audit, table: AuditTable<OutlierRow>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.outlierHead, ({ id, nearestId, path: place, similarity }) => ({
    title: shown(place),
    text: `${words.similarity} ${similarity.toFixed(3)}`,
    ids: [id, nearestId]
  }));
}

function bestOf(audit: Audit, identity: string, n: number, without?: number): number[] {
  const rows = audit.page({ identity }, 'best', n + 1);
  return rows.flatMap(({ id }) => (id === without ? [] : id)).slice(0, n);
}

type AnyPair = Pick<SharedPicture, 'id' | 'path' | 'otherId' | 'otherPath'>;

export function pairs<Row extends AnyPair>(audit: Audit, table: AuditTable<Row>): Promise<MimeBundle> {
  const words = cards().AUDIT_WORDS[audit.language];
  return strips(audit, table, words.duplicates, ({ id, path: one, otherId, otherPath }) => ({
    title: shown(one ?? ''),
    text: shown(otherPath ?? ''),
    ids: [id, otherId]
  }));
}

export function identities(audit: Audit, table: AuditTable<AuditIdentity>): Promise<MimeBundle> {
  const { AUDIT_WORDS } = cards();
  const words = AUDIT_WORDS[audit.language];
  return strips(audit, table, words.identity, row => ({
    title: row.identity,
    text: [
      words.group(row.pictures),
      `${words.good} ${row.good}`,
      ...(row.meanQuality === null ? [] : [`${words.meanQuality} ${figure(row.meanQuality)}`]),
      ...(row.spread === null ? [] : [`${words.spread} ${figure(row.spread)}`])
    ].join('  ·  '),
    ids: audit.page({ identity: row.identity }, 'best', THUMBNAILS).map(({ id }) => id)
  }));
}

/** Rows as strips of thumbnails. */
export async function strips<Row extends object>(
  audit: Audit,
  table: AuditTable<Row>,
  head: string,
  strip: (row: Row) => { title: string; text: string; ids: readonly number[] }
): Promise<MimeBundle> {
  const { AUDIT_WORDS, stripsBundle } = cards();
  const words = AUDIT_WORDS[audit.language];
  const total = table.length;
  const drawn: Strip[] = table.first(ROWS).map(row => {
    const { title, text, ids } = strip(row);
    const six = ids.slice(0, THUMBNAILS);
    const thumbnails = audit.thumbnails(six);
    return { title, text, thumbnails: six.map(id => thumbnails.get(id) ?? null) };
  });
  const rest = total > drawn.length ? `  ·  ${words.more(total - drawn.length)}` : '';
  return stripsBundle(total === 0 ? `${head}: ${words.nothing}` : `${head}: ${total}${rest}`, drawn);
}

/** Rows of plain values, aligned. */
export async function plainTable<Row extends object>(table: AuditTable<Row>, language: Language): Promise<MimeBundle> {
  const rows = table.first(200).map(row => Object.entries(row).map(([name, value]) => [name, cell(value)] as const));
  if (rows.length === 0) return { 'text/plain': cards().AUDIT_WORDS[language].nothing };
  const names = rows[0].map(([name]) => name);
  const markdown = [
    `| ${names.join(' | ')} |`,
    `|${names.map(() => '---').join('|')}|`,
    ...rows.map(row => `| ${row.map(([, value]) => escaped(value)).join(' | ')} |`)
  ];
  return {
    'text/markdown': markdown.join('\n'),
    'text/plain': [names, ...rows.map(row => row.map(([, value]) => value))].map(row => row.join('  ')).join('\n')
  };
}

/** Below the working folder, a path from there: shorter, and the same on another machine. */
export function shown(place: string): string {
  const relative = path.relative(process.cwd(), place);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? place : relative;
}

function thumbnailsOf(audit: Audit, rows: readonly AuditSample[]): Uint8Array[] {
  const thumbnails = audit.thumbnails(rows.map(({ id }) => id));
  return rows.flatMap(({ id }) => thumbnails.get(id) ?? []);
}

function figure(value: number): string {
  return value.toFixed(2);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return oneLine(String(value));
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Names are never markup. */
function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~$]/g, mark => `&#${mark.charCodeAt(0)};`);
}
