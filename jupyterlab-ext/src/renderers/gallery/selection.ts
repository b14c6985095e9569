import type { ISelection } from '../../view';
import type { IGallery } from './data';

/**
 * The samples of a gallery's run that its filter means, as the routes choose them.
 * @returns null where the routes mean something else by it: they look for words in another form of the path, and know assessments as
 *   they were recorded, while a gallery judges by its audit's thresholds: by those where it says them
 */
export function selectionOf(gallery: IGallery): { source: string | null; selection: ISelection } | null {
  const { quality = {}, assessment, finding, source, identity, tags, text, ...unknown } = gallery.filter ?? {};
  if (Object.keys(unknown).length > 0 || text) return null;
  const unscored = assessment === 'not-acquired' || assessment === 'failed';
  const judged = assessment === undefined || unscored ? {} : judgedBy(gallery, assessment);
  if (judged === null) return null;
  // Sorted by quality, a gallery has no pictures without one.
  const anyway = unscored || gallery.sort === 'came' ? [] : [0];
  const least = [quality.from, judged.from, ...anyway].filter(isGiven);
  const most = [quality.below, judged.below].filter(isGiven);
  const selection: ISelection = {
    ...(least.length > 0 && { least: Math.max(...least) }),
    ...(most.length > 0 && { most: Math.min(...most) }),
    ...(finding !== undefined && { finding }),
    ...(identity !== undefined && { identity }),
    ...(tags && Object.keys(tags).length > 0 && { tags: JSON.stringify(tags) }),
    ...(unscored && { assessment })
  };
  return { source: source ?? null, selection };
}

const isGiven = (bound: number | undefined): bound is number => bound !== undefined;

/** The qualities that an assessment is about. */
function judgedBy({ thresholds, sort }: IGallery, assessment: string): { from?: number; below?: number } | null {
  if (!thresholds) return null;
  const { reject, trust } = thresholds;
  if (assessment === 'rejected') return { from: 0, below: reject };
  if (assessment === 'trusted') return { from: trust };
  // A face without a quality is to be looked at too: a range has none.
  return assessment === 'review' && sort !== 'came' ? { from: reject, below: trust } : null;
}
