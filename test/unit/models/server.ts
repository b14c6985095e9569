/** A web server for downloads that can break off, redirect, lie and forget. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  body: Buffer;
  etag?: string;
  /** Bytes after which the connection is cut, a figure for each request in turn. */
  breakAfter?: number[];
  /** Bytes after which it waits for `cut()`, a figure for each request in turn. */
  holdAfter?: number[];
  /** Does not know about ranges. */
  whole?: boolean;
  /** Content-Length it claims. */
  claims?: number;
}

/** Answers in its own way, for servers that mean no good. */
export type Respond = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export class WebServer {
  readonly files = new Map<string, Served | { redirect: string } | { status: number } | { respond: Respond }>();
  private held: http.ServerResponse | null = null;
  readonly requests: { url: string; headers: http.IncomingHttpHeaders }[] = [];
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The underlying server, for proxies. */
  get raw(): http.Server {
    return this.server;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = request.url ?? '/';
    this.requests.push({ url, headers: request.headers });
    const file = this.files.get(url) ?? { status: 404 };
    if ('status' in file) return void response.writeHead(file.status).end();
    if ('redirect' in file) return void response.writeHead(302, { location: file.redirect }).end();
    if ('respond' in file) return file.respond(request, response);
    this.serve(file, request, response);
  }

  /** Cuts the connection that is held. What was read from it by then, its reader has; of the rest TCP promises nothing. */
  cut(): void {
    this.held?.destroy();
    this.held = null;
  }

  private serve(file: Served, request: http.IncomingMessage, response: http.ServerResponse): void {
    const { body, etag, claims } = file;
    const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const from = wanted && fresh && !file.whole ? Number(wanted[1]) : 0;
    const tag: Record<string, string> = etag ? { etag } : {};
    if (from >= body.length && from > 0) {
      return void response.writeHead(416, { ...tag, 'content-range': `bytes */${body.length}` }).end();
    }
    const rest = body.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      ...tag,
      'content-length': claims ?? rest.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {})
    });
    const hold = file.holdAfter?.shift();
    if (hold !== undefined) {
      this.held = response;
      return void response.write(rest.subarray(0, hold));
    }
    const cut = file.breakAfter?.shift();
    if (cut === undefined) return void response.end(rest);
    response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
  }
}
