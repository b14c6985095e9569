import type { Thumbnails } from '../panels/samples/thumbnails';
import type { IFacegaugeService, ISampleItem } from '../tokens';
import type { View } from '../view';

/** As much of a sample as a small picture of it takes. */
export type IListed = Pick<ISampleItem, 'id' | 'name' | 'quality' | 'assessment' | 'hasThumbnail' | 'version'>;

/** What is asked about one sample. */
export type ISampleReader = Pick<
  IFacegaugeService,
  | 'sample'
  | 'samples'
  | 'picture'
  | 'policy'
  | 'deleteSample'
  | 'startJob'
  | 'job'
  | 'endJob'
  | 'upload'
  | 'forget'
  | 'keep'
>;

/** A list that samples are opened from, one after the other. */
export interface ISampleList {
  readonly items: readonly IListed[];
  readonly thumbnails: Thumbnails;
  readonly view: View;
  readonly reader: ISampleReader;
  /** Where the keyboard is. */
  active: number | null;
  /** Reads on, where there is more. */
  more(): Promise<void>;
  /** A sample was deleted. */
  removed(id: number): void;
}
