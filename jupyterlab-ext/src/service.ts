import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { type IFacegaugeService, type ISummary, ServiceError } from './tokens';

/** Reads the routes of the server extension. */
export class FacegaugeService implements IFacegaugeService {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  readonly live: Signal<IFacegaugeService, void> = new Signal(this);

  summary(from: number, to: number): Promise<ISummary> {
    return this.get<ISummary>(`summary?from=${from}&to=${to}`);
  }

  private async get<T>(route: string): Promise<T> {
    const url = URLExt.join(this.settings.baseUrl, 'facegauge', route);
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, {}, this.settings);
    } catch (error) {
      throw new ServiceError('unreachable', error instanceof Error ? error.message : String(error));
    }
    if (response.status === 404) {
      throw new ServiceError('not-enabled', 'The server extension jupyterlab_facegauge is not enabled.');
    }
    if (!response.ok) {
      const { message } = await ServerConnection.ResponseError.create(response);
      throw new ServiceError('refused', message);
    }
    return response.json() as Promise<T>;
  }
}
