/** HTTP as downloads need it: behind a proxy where the environment names one, never from https back to http. */
import { Agent, EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici';
import { FacegaugeError } from '../../errors';

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

/** A server that says nothing for this long is taken for gone; the download then starts again where it was. */
const SILENCE_MS = 30_000;

const MOST_REDIRECTS = 10;
const REDIRECTS = [301, 302, 303, 307, 308];

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

/** Longest address that a message repeats. */
const clip = (url: string) => (url.length > 200 ? `${url.slice(0, 200)}…` : url);

const TRUST = 'Use another source: the file could be replaced on its way.';

/**
 * Where a redirect leads, checked before anything is sent there.
 * @param secure has any address on the way been https?
 */
function nextHop(url: string, at: string, response: Response, secure: boolean): string {
  const location = response.headers.get('location') ?? '';
  if (!URL.canParse(location, at)) throw failed(url, `it leads to "${clip(location)}", which is no address`);
  const next = new URL(location, at);
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw failed(url, `it leads to ${clip(next.href)}, which is neither https nor http`);
  if (secure && next.protocol === 'http:')
    throw failed(url, `it leads to the unprotected address ${clip(next.href)}`, undefined, TRUST);
  return next.href;
}

/**
 * @returns a response with a status below 300, or 416
 * @throws FacegaugeError DOWNLOAD_FAILED for other statuses, for a redirect from https to http (the plain request is not sent) and
 * for more than ten; network errors as undici has them
 */
export async function get(
  url: string,
  headers: Record<string, string>,
  dispatcher: Dispatcher,
  signal?: AbortSignal
): Promise<Response> {
  let at = url;
  let secure = false;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    secure ||= at.startsWith('https:');
    const response = await fetch(at, {
      headers: { 'accept-encoding': 'identity', 'user-agent': 'facegauge', ...headers },
      dispatcher,
      signal,
      redirect: 'manual'
    });
    const { status, statusText } = response;
    if ((status >= 200 && status < 300) || status === 416) return response;
    // What comes with it is not waited for: a body may be without end.
    await response.body?.cancel();
    if (!REDIRECTS.includes(status)) {
      const notThere = status === 404 || status === 410;
      const action = notThere ? 'The file is not there: check the address.' : undefined;
      throw failed(url, `the server answers ${status} ${clip(statusText)}`.trimEnd(), undefined, action);
    }
    at = nextHop(url, at, response, secure);
  }
  throw failed(url, `it is redirected more than ${MOST_REDIRECTS} times`);
}
