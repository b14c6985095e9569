import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** MIME type of the messages by which a running session makes itself heard; nothing is ever drawn for it. */
export const LIVE_MIME = 'application/vnd.facegauge.live+json';

/** The plugin whose settings (schema/plugin.json) all panels share. */
export const PLUGIN_ID = 'jupyterlab-facegauge:plugin';

export type StoreState =
  'ok' | 'missing' | 'empty' | 'damaged' | 'foreign' | 'newer' | 'older' | 'no-permission' | 'unreadable';

/** Answer of `GET facegauge/summary`; times are UTC ms. */
export interface ISummary {
  from: number;
  to: number;
  /** Every processed picture, failures included. */
  pictures: number;
  /** Pictures with a quality. */
  scored: number;
  /** 0..1; null where none has a quality. */
  meanQuality: number | null;
  /** Pictures with quality < qualityReject. */
  low: number;
  /** low ÷ scored; null where none has a quality. */
  lowRate: number | null;
  failures: number;
  /** When the newest one was processed. */
  lastAt: number | null;
  qualityReject: { value: number; origin: string };
  store: { path: string; state: StoreState; message: string | null };
}

/** Why there is no answer, for the reader's next step. */
export type ServiceFailure = 'not-enabled' | 'unreachable' | 'refused';

export class ServiceError extends Error {
  constructor(
    readonly failure: ServiceFailure,
    message: string
  ) {
    super(message);
  }
}

/** What panels know of the world: the store through the server, and the live messages of running sessions. */
export interface IFacegaugeService {
  /**
   * @param from inclusive, UTC ms
   * @param to exclusive, UTC ms
   * @throws ServiceError
   */
  summary(from: number, to: number): Promise<ISummary>;
  /** Emits whenever a session in an open notebook says that it processed something. */
  readonly live: ISignal<IFacegaugeService, void>;
}

export const IFacegaugeService = new Token<IFacegaugeService>(
  'jupyterlab-facegauge:IFacegaugeService',
  'The store of facegauge, read through the Jupyter server, and the live messages of running sessions.'
);

/** The sidebar, a column of panels. */
export interface IFacegaugeSidebar {
  /** Adds a panel below those of lower rank; its title is the heading. */
  addPanel(panel: Widget, rank: number): void;
}

export const IFacegaugeSidebar = new Token<IFacegaugeSidebar>(
  'jupyterlab-facegauge:IFacegaugeSidebar',
  'The sidebar of facegauge, to which panels are added.'
);
