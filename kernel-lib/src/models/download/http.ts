/** HTTP as downloads need it: behind a proxy where the environment names one, never from https back to http. */
import { Agent, EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici';
import { FacegaugeError } from '../../errors';

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

/** A server that says nothing for this long is taken for gone; the download then starts again where it was. */
const SILENCE_MS = 30_000;

/** Connections for one download; close it. */
export function connect(environment: NodeJS.ProcessEnv = process.env, silenceMs = SILENCE_MS): Dispatcher {
  const limits = { headersTimeout: silenceMs, bodyTimeout: silenceMs, connect: { timeout: silenceMs } };
  if (!PROXY_VARIABLES.some(name => environment[name])) return new Agent(limits);
  return new EnvHttpProxyAgent({
    ...limits,
    httpProxy: environment.http_proxy || environment.HTTP_PROXY,
    httpsProxy: environment.https_proxy || environment.HTTPS_PROXY,
    noProxy: environment.no_proxy || environment.NO_PROXY
  });
}

export function failed(url: string, what: string, cause?: unknown, action?: string): FacegaugeError {
  return new FacegaugeError('DOWNLOAD_FAILED', `${url} could not be downloaded: ${what}.`, {
    cause,
    found: what,
    action: action ?? 'Check the address and the connection, then start again: it continues where it was.'
  });
}

/** The words of the innermost cause: undici wraps what really happened. */
export function reasonOf(error: unknown): string {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string };
  if (cause instanceof Error) return reasonOf(cause);
  return message || code || String(error);
}

/**
 * @returns a response with a status below 400, or 416
 * @throws FacegaugeError DOWNLOAD_FAILED for other statuses and for a redirect from https to http; network errors as undici has them
 */
export async function get(
  url: string,
  headers: Record<string, string>,
  dispatcher: Dispatcher,
  signal?: AbortSignal
): Promise<Response> {
  const response = await fetch(url, {
    headers: { 'accept-encoding': 'identity', 'user-agent': 'facegauge', ...headers },
    dispatcher,
    signal,
    redirect: 'follow'
  });
  const problem =
    url.startsWith('https:') && response.url.startsWith('http:')
      ? `it leads to the unprotected address ${response.url}`
      : response.status >= 400 && response.status !== 416
        ? `the server answers ${response.status} ${response.statusText}`.trimEnd()
        : null;
  if (problem === null) return response;
  await response.body?.cancel();
  const notThere = response.status === 404 || response.status === 410;
  throw failed(url, problem, undefined, notThere ? 'The file is not there: check the address.' : undefined);
}
