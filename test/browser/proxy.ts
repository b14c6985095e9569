import http from 'node:http';
import { connect } from 'node:net';

/** What went through a proxy. */
export interface IPassed {
  method: string;
  /** Path and query. */
  url: string;
  status: number;
}

export interface Proxy {
  port: number;
  passed: IPassed[];
  close(): Promise<void>;
}

/** A reverse proxy as stands before many a JupyterLab: passes requests and WebSockets on, paths as they are, but none outside `base`. */
export async function startProxy(target: number, base: string): Promise<Proxy> {
  const passed: IPassed[] = [];
  const server = http.createServer((request, response) => {
    const url = request.url ?? '/';
    const note = (status: number): void => void passed.push({ method: request.method ?? '', url, status });
    if (!url.startsWith(base)) {
      note(404);
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const asked = http.request({ host: '127.0.0.1', port: target, path: url, method, headers }, answer => {
      note(answer.statusCode ?? 0);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.writeHead(502).end());
    request.pipe(asked);
  });
  server.on('upgrade', ({ method, url, rawHeaders }: http.IncomingMessage, client, head) => {
    const pairs = rawHeaders.flatMap((value, i) => (i % 2 ? [] : [`${value}: ${rawHeaders[i + 1]}`]));
    const onwards = connect(target, '127.0.0.1', () => {
      onwards.write(`${method} ${url} HTTP/1.1\r\n${pairs.join('\r\n')}\r\n\r\n`);
      onwards.write(head);
      onwards.pipe(client).pipe(onwards);
    });
    for (const end of [onwards, client]) end.on('error', () => void (onwards.destroy(), client.destroy()));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    passed,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  };
}
