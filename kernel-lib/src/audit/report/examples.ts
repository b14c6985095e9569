/** The report's examples: pictures, groups of duplicates, suspected labels, people with too few good pictures. */
import path from 'node:path';
import { findingName, WORDS, type AuditCardData, type AuditWords } from '../../cards';
import { quality, share } from '../../numbers';
import type { Language } from '../../types';
import type { Audit } from '../audit';
import { shown } from '../draw';
import type { AuditSample } from '../sample';
import { count, table, text, thumbnail } from './html';

/** How much of each is shown. */
const SHOWN = { groups: 20, inGroup: 6, people: 50 };

export function tiles(audit: Audit, samples: readonly AuditSample[], language: Language): string {
  if (samples.length === 0) return '';
  const thumbnails = audit.thumbnails(samples.map(({ id }) => id));
  const figure = ({
    id,
    path: place,
    key,
    quality: value,
    assessment,
    findings: codes,
    identity
  }: AuditSample): string => {
    const name = place === null ? (key ?? '') : path.basename(place);
    const says = [codes.length > 0 ? findingName(codes[0], language) : '', identity ?? ''].filter(Boolean).join(' · ');
    const kind = assessment === 'trusted' ? 'good' : assessment === 'review' ? 'caution' : 'bad';
    const standing = assessment === null ? '' : WORDS[language].short[assessment];
    return (
      `<figure>${thumbnail(thumbnails.get(id), name)}<figcaption>` +
      `<span class="${kind}"><b>${value === null ? '–' : quality(value)}</b> ${text(standing)}</span><br>${text(name)}<br>${text(says)}</figcaption></figure>`
    );
  };
  return `<div class="tiles">${samples.map(figure).join('')}</div>`;
}

export function duplicates(audit: Audit, data: AuditCardData, words: AuditWords): string {
  const { exactDuplicates: exact } = data;
  if (exact.groups === 0) return `<p>${text(words.noExact)}</p>`;
  const groups = audit.exactDuplicates().first(SHOWN.groups);
  const rows = groups.map(({ ids, paths }) => together(audit, ids, paths, text(words.group(ids.length))));
  const rest = exact.groups - groups.length;
  return (
    `<p>${text(words.exact(exact.groups, exact.pictures))}</p>${table(['', ''], rows, [false, false])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

/** A row of pictures that belong together. @param says of them, as HTML */
function together(audit: Audit, ids: readonly number[], paths: readonly string[], says: string): [string, string] {
  const some = ids.slice(0, SHOWN.inGroup);
  const thumbnails = audit.thumbnails(some);
  const strip = some.map((id, i) => thumbnail(thumbnails.get(id), path.basename(paths[i])));
  const places = paths.slice(0, SHOWN.inGroup).map(one => text(shown(one)));
  return [`<div class="strip">${strip.join('')}</div>`, `${says}<br>${places.join('<br>')}`];
}

export async function near(audit: Audit, { nearDuplicates }: AuditCardData, words: AuditWords): Promise<string> {
  if (nearDuplicates === null) return `<p class="note">${text(words.nearUnknown)}</p>`;
  if (nearDuplicates.groups === 0) return `<p>${text(words.noNear)}</p>`;
  const groups = (await audit.nearDuplicates()).first(SHOWN.groups);
  const rows = groups.map(({ kind, ids, paths, least }) =>
    together(audit, ids, paths, `${text(words.kinds[kind])} · ${text(words.similarity)} ≥ ${least.toFixed(3)}`)
  );
  const rest = nearDuplicates.groups - groups.length;
  return (
    `<p>${text(words.near(nearDuplicates.groups, nearDuplicates.pictures))}</p>${table(['', ''], rows, [false, false])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

export async function labels(audit: Audit, data: AuditCardData, words: AuditWords): Promise<string> {
  if (data.people === 0) return `<p class="note">${text(words.noIdentities)}</p>`;
  if (data.labelErrors === null)
    return `<p class="note">${text(data.labelsCanBeJudged === false ? words.labelsTooFew : words.labelsUnknown)}</p>`;
  if (data.labelErrors === 0) return `<p>${text(words.noLabels)}</p>`;
  const suspected = (await audit.labelErrors()).first(SHOWN.people);
  const thumbnails = audit.thumbnails(suspected.map(({ id }) => id));
  const rows = suspected.map(({ id, path: place, identity, nearest, probability }) => [
    thumbnail(thumbnails.get(id), path.basename(place)),
    `${text(words.moreLike(identity, nearest))}<br>${text(shown(place))}`,
    text(share(probability))
  ]);
  const rest = data.labelErrors - suspected.length;
  return (
    `<p>${text(words.labels(data.labelErrors))}</p>${table(['', '', words.probability], rows, [false, false, true])}` +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}

export function thin(audit: Audit, words: AuditWords): string {
  const few = audit.thin();
  const rows = few
    .first(SHOWN.people)
    .map(({ identity, pictures, good, meanQuality }) => [
      text(identity),
      count(pictures),
      count(good),
      meanQuality === null ? '–' : quality(meanQuality)
    ]);
  if (rows.length === 0) return '';
  const rest = few.length - rows.length;
  return (
    table([words.identity, words.pictures, words.good, words.meanQuality], rows, [false, true, true, true]) +
    (rest > 0 ? `<p class="note">${text(words.more(rest))}</p>` : '')
  );
}
