import { URLExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { keepIn } from './jobs/keep';
import {
  type BucketSize,
  type IFacegaugeService,
  type IFilter,
  type IFindingCount,
  type IHistogram,
  type IJob,
  type ILiveNews,
  type IPolicy,
  type IPolicyChangeRequest,
  type IQuery,
  type IRun,
  type ISample,
  type ISamplePage,
  type ISeries,
  type ISourceSums,
  type ISummary,
  type JobKind,
  type SampleOrder,
  ServiceError
} from './tokens';

type Values = Record<string, string | number | undefined | null>;

/** Reads and writes by the routes of the server extension; pictures come the way JupyterLab's own viewers get them. */
export class FacegaugeService implements IFacegaugeService {
  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly contents: Contents.IManager
  ) {}

  readonly live: Signal<IFacegaugeService, ILiveNews> = new Signal(this);

  async summary(query: IQuery): Promise<ISummary> {
    const summary = await this.get<ISummary>('summary', { ...query });
    this.readable = summary.store.state === 'ok';
    this.path = summary.store.path;
    return summary;
  }

  series(query: IQuery, bucket: BucketSize, zone: string, split: boolean): Promise<ISeries> {
    return this.get('series', { ...query, bucket, zone, split: split ? 'source' : undefined });
  }

  histogram(query: IQuery): Promise<IHistogram> {
    return this.get('histogram', { ...query });
  }

  findings(query: IQuery): Promise<IFindingCount[]> {
    return this.get('findings', { ...query });
  }

  sources(query: IQuery): Promise<ISourceSums[]> {
    return this.get('sources', { ...query });
  }

  /** A page of the server may end before it is full, where it has looked through much; here it goes on until it is. */
  async samples(
    query: IQuery & IFilter,
    order: SampleOrder,
    limit: number,
    after: string | null
  ): Promise<ISamplePage> {
    let { total, items, next } = await this.get<ISamplePage>('samples', { ...query, order, limit, after });
    while (items.length < limit && next !== null) {
      const left = limit - items.length;
      const more = await this.get<ISamplePage>('samples', { ...query, order, limit: left, after: next });
      items = [...items, ...more.items];
      ({ total, next } = more);
    }
    return { total, items, next };
  }

  sample(id: number): Promise<ISample> {
    return this.get(`samples/${id}`);
  }

  async deleteSample(id: number): Promise<void> {
    await this.ask(`samples/${id}`, {}, { method: 'DELETE' });
  }

  async thumbnail(id: number, version: string | null): Promise<Blob> {
    // JupyterLab asks for everything anew; a thumbnail of one version never changes.
    const settings = { ...this.settings, init: { ...this.settings.init, cache: 'default' as const } };
    return (await this.ask(`thumbnail/${id}`, { v: version }, {}, settings)).blob();
  }

  async picture(path: string): Promise<Blob> {
    const file = await this.contents.get(path, { type: 'file', format: 'base64', content: true });
    const bytes = Uint8Array.from(atob(file.content as string), c => c.charCodeAt(0));
    return new Blob([bytes], { type: file.mimetype });
  }

  runs(): Promise<IRun[]> {
    return this.get('runs');
  }

  policy(): Promise<IPolicy> {
    return this.get('policy');
  }

  async setPolicy(change: IPolicyChangeRequest): Promise<IPolicy> {
    const answer = await this.ask('policy', {}, { method: 'PUT', body: JSON.stringify(change) });
    return answer.json() as Promise<IPolicy>;
  }

  async undoPolicy(): Promise<IPolicy> {
    const answer = await this.ask('policy/undo', {}, { method: 'POST', body: '{}' });
    return answer.json() as Promise<IPolicy>;
  }

  async startJob(kind: JobKind, paths: readonly string[], lang: 'en' | 'zh'): Promise<string> {
    const answer = await this.ask('jobs', {}, { method: 'POST', body: JSON.stringify({ kind, paths, lang }) });
    return ((await answer.json()) as { id: string }).id;
  }

  async job(id: string): Promise<IJob> {
    return (await this.ask(`jobs/${id}`)).json() as Promise<IJob>;
  }

  async endJob(id: string): Promise<void> {
    await this.ask(`jobs/${id}`, {}, { method: 'DELETE' });
  }

  async upload(name: string, picture: Blob): Promise<string> {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const answer = await this.ask('uploads', { name }, { method: 'POST', body: picture, headers });
    return ((await answer.json()) as { path: string }).path;
  }

  async forget(path: string): Promise<void> {
    await this.ask(`uploads/${encodeURIComponent(path)}`, {}, { method: 'DELETE' });
  }

  async keep(folder: string, name: string, picture: Blob): Promise<string> {
    try {
      return await keepIn(this.contents, folder, name, picture);
    } catch (error) {
      const status = error instanceof ServerConnection.ResponseError ? 'refused' : 'unreachable';
      throw new ServiceError(status, error instanceof Error ? error.message : String(error));
    }
  }

  /** Panels that look at the same time often ask the same: the server is asked once. */
  private get<T>(route: string, values: Values = {}): Promise<T> {
    const question = `${route} ${JSON.stringify(values)}`;
    const known = this.underWay.get(question);
    if (known) return known as Promise<T>;
    const answer = this.answer<T>(route, values);
    this.underWay.set(question, answer);
    const over = () => this.underWay.delete(question);
    answer.then(over, over);
    return answer;
  }

  private async answer<T>(route: string, values: Values): Promise<T> {
    if (route !== 'summary') await this.beReadable();
    return (await this.ask(route, values)).json() as Promise<T>;
  }

  /**
   * Only the summary answers where the store cannot be read; that is asked first, by whoever comes first, so that nobody runs
   * into refusals one after another.
   */
  private async beReadable(): Promise<void> {
    if (this.readable) return;
    const { store } = await this.summary({ from: 0, to: 1 });
    if (store.state !== 'ok') throw new ServiceError('store', store.message ?? '', store.state, store.path);
  }

  private async ask(
    route: string,
    values: Values = {},
    init: RequestInit = {},
    settings = this.settings
  ): Promise<Response> {
    const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
    const query = URLExt.objectToQueryString(Object.fromEntries(given) as Record<string, string>);
    const url = URLExt.join(this.settings.baseUrl, 'facegauge', route) + (given.length > 0 ? query : '');
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, settings);
    } catch (error) {
      throw new ServiceError('unreachable', error instanceof Error ? error.message : String(error));
    }
    if (response.ok) return response;
    const { message, reason } = await problem(response);
    if (response.status === 404) {
      // Only a route of ours says what is not there.
      if (reason === null && !/^(samples|thumbnail|jobs|uploads)\//.test(route))
        throw new ServiceError('not-enabled', message);
      throw new ServiceError('gone', message);
    }
    if (response.status === 429) throw new ServiceError('too-many', message);
    if (response.status === 409) this.readable = false;
    if (response.status === 409) throw new ServiceError('store', message, reason, this.path);
    throw new ServiceError(response.status === 503 ? 'busy' : 'refused', message);
  }

  /** Whether the store could be read when it was last asked. */
  private readable = false;
  /** What the store was called when it was last asked. */
  private path: string | null = null;
  private readonly underWay = new Map<string, Promise<unknown>>();
}

async function problem(response: Response): Promise<{ message: string; reason: string | null }> {
  const said = (await response.json().catch(() => ({}))) as { message?: unknown; reason?: unknown };
  return {
    message: typeof said.message === 'string' ? said.message : `${response.status} ${response.statusText}`,
    reason: typeof said.reason === 'string' ? said.reason : null
  };
}
