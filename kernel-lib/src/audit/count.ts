/** Counts that need not look at any picture: what the store keeps sums of is added up, for a hundred pictures and for a million alike. */
import type { QueryParameters, Store } from '../store';

const COUNTED = ['byQuality', 'from', 'below', 'reviewFrom', 'reviewBelow', 'source', 'noFace', 'failed', 'finding'];

/**
 * @param parameters of the query `audit-samples`
 * @returns how many samples of the run they mean, exactly; null where only the samples themselves can say so
 */
export function countByRollUps(store: Store, run: number, parameters: QueryParameters): number | null {
  const given = Object.keys(parameters).filter(name => parameters[name] != null);
  if (given.some(name => !COUNTED.includes(name))) return null;
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, run };
  if (given.includes('finding')) {
    if (given.some(name => name !== 'finding' && name !== 'byQuality')) return null;
    const pictures = store.findings(all).find(({ code }) => code === parameters.finding)?.pictures ?? 0;
    if (pictures === 0 || !given.includes('byQuality')) return pictures;
    const { finding } = parameters;
    return pictures - store.rows<{ pictures: number }>('audit-unscored', { run, finding })[0].pictures;
  }
  const { from, below, reviewFrom, reviewBelow, source, noFace, failed, byQuality } = parameters as Record<
    string,
    number | undefined
  > & { source?: string };
  const stretch = source == null ? all : { ...all, source };
  const ranged = [from, below, reviewFrom, reviewBelow].some(limit => limit != null);
  if (noFace != null || failed != null) {
    if (ranged || byQuality != null || (noFace != null && failed != null)) return null;
    const sums = store.summaryOf(stretch);
    return noFace != null ? sums.notAcquired : sums.failed;
  }
  if (!ranged) {
    const { pictures, scored } = store.summaryOf(stretch);
    return byQuality == null ? pictures : scored;
  }
  const limits = [from ?? 0, reviewFrom ?? 0, below ?? 2, reviewBelow ?? 2].map(bin);
  if (limits.some(limit => limit === null)) return null;
  const [least, most] = [Math.max(limits[0]!, limits[1]!), Math.min(limits[2]!, limits[3]!)];
  const inRange = store
    .qualities(stretch)
    .reduce((sum, { bin: place, pictures }) => (place >= least && place < most ? sum + pictures : sum), 0);
  if (reviewFrom == null || from != null || below != null || byQuality != null) return inRange;
  // What has a face and no quality is for review too.
  const { pictures, scored, notAcquired, failed: broken } = store.summaryOf(stretch);
  return inRange + pictures - scored - notAcquired - broken;
}

/** Of a quality the bin that begins there; null where none does. */
function bin(quality: number): number | null {
  const place = Math.round(quality * 1000);
  return Math.abs(place / 1000 - quality) < 1e-12 ? place : null;
}
