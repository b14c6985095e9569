/** Searches over the embeddings of an audit. They take a while, so what they found is kept until the audit changes. */
import { EVERY_MODEL, type EmbeddingQuery, type Run, type Store } from '../store';
import {
  duplicatesAcross,
  examineIdentities,
  findNeighboursAcross,
  findOutliers,
  identitiesInCommon,
  LEAST_THRESHOLD,
  nearDuplicates,
  neighboursFolder,
  neighboursInStore,
  type DuplicateGroup,
  type DuplicatePair,
  type IdentitiesInCommon,
  type IdentityFindings,
  type LabelFacts,
  type Outliers,
  type PictureTraits
} from './neighbours';
import { keptOf } from './kept';
import { watched, type SearchName } from './search-progress';

export interface SearchOptions {
  signal?: AbortSignal;
  /** Share that is done, 0..1. */
  onProgress?: (share: number) => void;
}

export interface DuplicateOptions extends SearchOptions {
  /** Least cosine of two pictures of a group, .8..1 (default .8). */
  threshold?: number;
}

/** Ids that one query is asked about. */
const MANY = 10_000;

interface Found {
  duplicates: Map<number, DuplicateGroup[]>;
  identities: Map<number, IdentityFindings>;
  outliers: Map<number, Outliers>;
}

export class Searches {
  constructor(
    private readonly store: Store,
    private readonly run: Run
  ) {}

  async duplicates({ threshold = LEAST_THRESHOLD, signal, onProgress }: DuplicateOptions = {}): Promise<
    DuplicateGroup[]
  > {
    const { duplicates } = this.found;
    const before = duplicates.get(threshold);
    if (before) return before;
    const neighbours = await this.watched('nearDuplicates', onProgress, told =>
      neighboursInStore(this.store, this.embeddings, {
        threshold,
        signal,
        // A few thousand are compared sooner than a second process is started.
        processes: this.run.done < 5000 ? 1 : undefined,
        onProgress: (made, all) => told(all === 0 ? 1 : made / all)
      })
    );
    const ids = new Set<number>();
    for (const list of [neighbours.pairs.a, neighbours.pairs.b])
      for (const index of list) ids.add(neighbours.ids[index]);
    const traits = this.traits([...ids]);
    const groups = nearDuplicates(neighbours, id => traits.get(id));
    duplicates.set(threshold, groups);
    return groups;
  }

  /** @param qualityReject pictures below are left out */
  async identities(qualityReject: number, { signal, onProgress }: SearchOptions = {}): Promise<IdentityFindings> {
    const { identities } = this.found;
    const before = identities.get(qualityReject);
    if (before) return before;
    const facts = this.labels();
    const found = await this.watched('names', onProgress, told =>
      examineIdentities(
        () => this.store.embeddings(this.embeddings),
        id => facts.get(id),
        { qualityReject, signal, onProgress: told }
      )
    );
    identities.set(qualityReject, found);
    return found;
  }

  /** @param good pictures below this quality are left out */
  async outliers(good: number, { signal, onProgress }: SearchOptions = {}): Promise<Outliers> {
    const { outliers } = this.found;
    const before = outliers.get(good);
    if (before) return before;
    const usable = new Set(
      this.store.rows<{ id: number }>('audit-good', { run: this.run.id, good }).map(({ id }) => id)
    );
    const found = await this.watched('outliers', onProgress, told =>
      findOutliers(
        () => this.store.embeddings(this.embeddings),
        id => usable.has(id),
        { signal, onProgress: told }
      )
    );
    outliers.set(good, found);
    return found;
  }

  /** What was found so far, by the usual thresholds; null where it was not looked for. */
  soFar(qualityReject: number): { duplicates: DuplicateGroup[] | null; identities: IdentityFindings | null } {
    const { duplicates, identities } = this.found;
    return { duplicates: duplicates.get(LEAST_THRESHOLD) ?? null, identities: identities.get(qualityReject) ?? null };
  }

  async across(
    other: Searches,
    { threshold = LEAST_THRESHOLD, signal, onProgress }: DuplicateOptions
  ): Promise<DuplicatePair[]> {
    const pairs = await this.watched('duplicatesAcross', onProgress, told =>
      findNeighboursAcross(
        () => this.store.embeddings(this.embeddings),
        () => other.store.embeddings(other.embeddings),
        {
          threshold,
          folder: `${neighboursFolder(this.store)}/across-${this.run.id}-${other.run.id}`,
          signal,
          onProgress: (made, all) => told(all === 0 ? 1 : made / all)
        }
      )
    );
    const [first, second] = [
      this.traits([...new Set(Array.from(pairs.pairs.a, index => pairs.first[index]))]),
      this.traits([...new Set(Array.from(pairs.pairs.b, index => pairs.second[index]))])
    ];
    return duplicatesAcross(
      pairs,
      id => first.get(id),
      id => second.get(id)
    );
  }

  peopleInCommon(other: Searches, qualityReject: number, { signal }: SearchOptions): Promise<IdentitiesInCommon> {
    const [one, two] = [this.labels(), other.labels()];
    return identitiesInCommon(
      { embeddings: () => this.store.embeddings(this.embeddings), factsOf: id => one.get(id) },
      { embeddings: () => other.store.embeddings(other.embeddings), factsOf: id => two.get(id) },
      { qualityReject, signal }
    );
  }

  private watched<T>(
    search: SearchName,
    onProgress: SearchOptions['onProgress'],
    carryOut: (told: (share: number) => void) => Promise<T>
  ): Promise<T> {
    return watched({ store: this.store, audit: this.run.name, search }, onProgress, carryOut);
  }

  private get embeddings(): Required<Pick<EmbeddingQuery, 'run' | 'embeddingModel'>> {
    return { run: this.run.id, embeddingModel: this.run.recogniser ?? this.run.model ?? EVERY_MODEL };
  }

  private labels(): Map<number, LabelFacts> {
    const rows = this.store.rows<{ id: number } & LabelFacts>('audit-labels', { run: this.run.id });
    return new Map(rows.map(row => [row.id, row]));
  }

  private traits(ids: readonly number[]): Map<number, PictureTraits> {
    const traits = new Map<number, PictureTraits>();
    for (let at = 0; at < ids.length; at += MANY) {
      const some = JSON.stringify(ids.slice(at, at + MANY));
      for (const row of this.store.rows<{ id: number } & PictureTraits>('audit-traits', { ids: some }))
        traits.set(row.id, row);
    }
    return traits;
  }

  private get found(): Found {
    const values = keptOf(this.store, this.run);
    const before = values.get('found') as Found | undefined;
    if (before) return before;
    const none: Found = { duplicates: new Map(), identities: new Map(), outliers: new Map() };
    values.set('found', none);
    return none;
  }
}
