import type { ISelection } from '../../view';
import type { IGallery } from './data';

/**
 * The samples of a gallery's run that its filter means, as the sidebar chooses them.
 * @returns null where the routes mean something else by it: tags they do not know, they look for words in another form of the
 *   path, and the record keeps the assessments of the day, while a gallery judges anew
 */
export function selectionOf(gallery: IGallery): { source: string | null; selection: ISelection } | null {
  const { quality = {}, assessment, finding, source, identity, tags, text, ...unknown } = gallery.filter ?? {};
  if (Object.keys(unknown).length > 0 || Object.keys(tags ?? {}).length > 0 || text) return null;
  const unscored = assessment === 'not-acquired' || assessment === 'failed';
  if (assessment !== undefined && !unscored) return null;
  // Sorted by quality, a gallery has no pictures without one.
  const least = quality.from ?? (unscored || gallery.sort === 'came' ? undefined : 0);
  const selection: ISelection = {
    ...(least !== undefined && { least }),
    ...(quality.below !== undefined && { most: quality.below }),
    ...(finding !== undefined && { finding }),
    ...(identity !== undefined && { identity }),
    ...(unscored && { assessment })
  };
  return { source: source ?? null, selection };
}
