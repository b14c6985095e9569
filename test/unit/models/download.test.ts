import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import type http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { MockAgent } from 'undici';
import { download } from '../../../kernel-lib/src/models';
import { get } from '../../../kernel-lib/src/models/download/http';
import { sha256, uniform } from './formula-weights';
import { WebServer } from './server';

const QUICK = { pauseMs: 1, environment: {} };

describe('downloads', () => {
  let server: WebServer;
  let folder: string;
  let target: string;
  const body = Buffer.from(uniform('body', 50_000).buffer);
  const hash = sha256(body);

  before(async () => {
    server = await new WebServer().start();
  });

  after(() => server.stop());

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
    target = path.join(folder, 'weights.pt');
    server.files.clear();
    server.requests.length = 0;
  });

  afterEach(() => fs.rm(folder, { recursive: true }));

  const url = (name: string) => `${server.address}${name}`;
  const expectWhole = async () => {
    assert.equal(sha256(await fs.readFile(target)), hash);
    assert.deepEqual(await fs.readdir(folder), ['weights.pt']);
  };

  it('bring the file, tell progress and its SHA-256', async () => {
    server.files.set('/f', { body });
    const told: [number, number | null][] = [];
    const result = await download(url('/f'), target, { ...QUICK, onProgress: (...args) => told.push(args) });
    assert.deepEqual(result, { file: target, bytes: body.length, sha256: hash, fetched: true });
    assert.deepEqual(told[0], [0, body.length]);
    assert.deepEqual(told.at(-1), [body.length, body.length]);
    await expectWhole();
  });

  it('follow redirects', async () => {
    server.files.set('/f', { body });
    server.files.set('/moved', { redirect: url('/f') });
    await download(url('/moved'), target, { ...QUICK, sha256: hash });
    await expectWhole();
  });

  /** Cuts what the server holds as soon as some of it has arrived, and tells how much had. */
  const cutOnProgress = () => {
    const arrived: number[] = [];
    const onProgress = (bytes: number, total: number | null) => {
      if (bytes > (arrived.at(-1) ?? 0) && bytes !== total) {
        arrived.push(bytes);
        server.cut();
      }
    };
    return { arrived, onProgress };
  };

  /** Where the request before last broke at the earliest, the next one continues; and not beyond what was sent. */
  const expectRange = (headers: http.IncomingHttpHeaders, least: number, most: number) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);
    assert.ok(from >= least && from <= most, `${headers.range}: ${least} bytes had arrived of ${most} sent`);
    assert.equal(headers['if-range'], '"v1"');
    return from;
  };

  it('continue a broken connection where it broke, and only the same version of the file', async () => {
    server.files.set('/f', { body, etag: '"v1"', holdAfter: [70_000, 60_000] });
    const { arrived, onProgress } = cutOnProgress();
    await download(url('/f'), target, { ...QUICK, onProgress, sha256: hash });
    const asked = server.requests.map(({ headers }) => headers);
    assert.equal(asked.length, 3);
    assert.deepEqual([asked[0].range, asked[0]['if-range']], [undefined, undefined]);
    const first = expectRange(asked[1], arrived[0], 70_000);
    expectRange(asked[2], arrived.filter(bytes => bytes > first)[0], first + 60_000);
    await expectWhole();
  });

  it('continue in another run of the program', async () => {
    server.files.set('/f', { body, etag: '"v1"', holdAfter: [70_000] });
    const { arrived, onProgress } = cutOnProgress();
    await assert.rejects(download(url('/f'), target, { ...QUICK, onProgress, attempts: 1 }), {
      code: 'DOWNLOAD_FAILED',
      message: /continues where it was/
    });
    await assert.rejects(fs.access(target));
    server.requests.length = 0;
    await download(url('/f'), target, QUICK);
    expectRange(server.requests[0].headers, arrived[0], 70_000);
    await expectWhole();
  });

  it('begin anew where the file has changed since, or the server knows no ranges', async () => {
    for (const change of [{ etag: '"v2"' }, { etag: '"v1"', whole: true }]) {
      server.files.set('/f', { body: Buffer.alloc(body.length, 7), etag: '"v1"', breakAfter: [70_000] });
      await assert.rejects(download(url('/f'), target, { ...QUICK, attempts: 1 }));
      server.files.set('/f', { body, ...change });
      await download(url('/f'), target, QUICK);
      await expectWhole();
      await fs.rm(target);
    }
  });

  it('do not continue without anything to tell versions by', async () => {
    server.files.set('/f', { body, breakAfter: [70_000] });
    await download(url('/f'), target, QUICK);
    assert.equal(server.requests[1].headers.range, undefined);
    await expectWhole();
  });

  it('finish a part that already is the whole', async () => {
    server.files.set('/f', { body, etag: '"v1"', claims: body.length + 1, breakAfter: [body.length] });
    await assert.rejects(download(url('/f'), target, { ...QUICK, attempts: 1 }));
    server.files.set('/f', { body, etag: '"v1"' });
    await download(url('/f'), target, { ...QUICK });
    await expectWhole();
  });

  it('give up after several attempts that bring nothing, with the reason', async () => {
    server.files.set('/f', { body, breakAfter: [0, 0, 0, 0, 0, 0] });
    await assert.rejects(download(url('/f'), target, { ...QUICK, attempts: 3 }), { code: 'DOWNLOAD_FAILED' });
    assert.equal(server.requests.length, 3);
    const nobody = net.createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as net.AddressInfo;
    nobody.close();
    await assert.rejects(download(`http://127.0.0.1:${port}/f`, target, { ...QUICK, attempts: 2 }), {
      code: 'DOWNLOAD_FAILED',
      message: /ECONNREFUSED/
    });
  });

  it('give up on a server that gives a byte a connection, and say so', async () => {
    let given = 0;
    server.files.set('/f', {
      respond: (_, response) => {
        response.writeHead(given === 0 ? 200 : 206, {
          ...{ etag: '"v1"', 'content-length': body.length - given },
          'content-range': `bytes ${given}-${body.length - 1}/${body.length}`
        });
        response.write(body.subarray(given, ++given));
        setTimeout(() => response.destroy(), 5);
      }
    });
    await assert.rejects(download(url('/f'), target, QUICK), {
      code: 'DOWNLOAD_FAILED',
      message: /4 attempts in a row brought less than 32768 bytes/
    });
    assert.equal(server.requests.length, 4);
  });

  it('give up on a connection that drips, and say so', async () => {
    server.files.set('/f', {
      respond: (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('.'), 5);
        response.on('close', () => clearInterval(drip));
      }
    });
    const pace = { leastBytes: 1000, withinMs: 100 };
    await assert.rejects(download(url('/f'), target, { ...QUICK, attempts: 1, pace }), {
      code: 'DOWNLOAD_FAILED',
      message: /only \d+ bytes came in 0\.1 s, fewer than 1000/
    });
  });

  it('take no file without end, nor one that is longer than it may be', async () => {
    server.files.set('/endless', {
      respond: (_, response) => {
        response.writeHead(200);
        const more = (): void => {
          while (!response.destroyed && response.write(body));
        };
        response.on('drain', more);
        more();
      }
    });
    const limit = { ...QUICK, mostBytes: 1_000_000 };
    await assert.rejects(download(url('/endless'), target, limit), {
      code: 'DOWNLOAD_FAILED',
      message: /goes on after \d+ bytes, and at most 1000000 are taken/
    });
    server.files.set('/f', { body });
    await assert.rejects(download(url('/f'), target, { ...QUICK, mostBytes: 1000 }), {
      code: 'DOWNLOAD_FAILED',
      message: /has 200000 bytes, and at most 1000/
    });
    assert.equal(server.requests.length, 2);
    assert.deepEqual(await fs.readdir(folder), []);
  });

  it('check every redirect before they follow it', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const asked: string[] = [];
    const redirect = (from: string, to: string, status = 302) => {
      const { origin, pathname } = new URL(from);
      const answer = () => {
        asked.push(from);
        return { statusCode: status, data: '', responseOptions: { headers: { location: to } } };
      };
      agent.get(origin).intercept({ path: pathname }).reply(answer).persist();
    };
    redirect('https://a.invalid/down', 'http://b.invalid/plain');
    redirect('http://b.invalid/plain', 'https://c.invalid/up');
    redirect('http://a.invalid/up', 'https://a.invalid/down');
    redirect('https://a.invalid/file', 'file:///etc/passwd');
    redirect('https://a.invalid/round', '/round');
    try {
      for (const [from, message, hops] of [
        ['https://a.invalid/down', /leads to the unprotected address http:\/\/b\.invalid\/plain/, 1],
        ['http://a.invalid/up', /unprotected address http:\/\/b\.invalid/, 2],
        ['https://a.invalid/file', /neither https nor http/, 1],
        ['https://a.invalid/round', /redirected more than 10 times/, 11]
      ] as [string, RegExp, number][]) {
        asked.length = 0;
        await assert.rejects(get(from, {}, agent), { code: 'DOWNLOAD_FAILED', message });
        assert.equal(asked.length, hops);
        assert.ok(!asked.includes('http://b.invalid/plain'), 'the plain request went out');
      }
    } finally {
      await agent.close();
    }
  });

  it('throw a wrong file away and state both hashes', async () => {
    server.files.set('/f', { body });
    const wrong = '0'.repeat(64);
    await assert.rejects(download(url('/f'), target, { ...QUICK, sha256: wrong }), {
      code: 'DOWNLOAD_HASH',
      message: new RegExp(`${hash} instead of ${wrong}`)
    });
    assert.deepEqual(await fs.readdir(folder), []);
  });

  it('do not try again what is not there', async () => {
    await assert.rejects(download(url('/none'), target, QUICK), {
      code: 'DOWNLOAD_FAILED',
      message: /404.*check the address/
    });
    server.files.set('/broken', { status: 500 });
    await assert.rejects(download(url('/broken'), target, QUICK), { code: 'DOWNLOAD_FAILED', message: /500/ });
    assert.equal(server.requests.length, 2);
    await assert.rejects(download('ftp://somewhere/f', target, QUICK), { code: 'INVALID_ARGUMENT' });
  });

  it('do not start where the disk cannot hold the file', async () => {
    server.files.set('/f', { body, claims: 2 ** 52, breakAfter: [10] });
    const large = { ...QUICK, mostBytes: 2 ** 53 };
    await assert.rejects(download(url('/f'), target, large), { code: 'NO_SPACE', message: /MB are free/ });
  });

  it('say so where the disk fills up on the way, and leave nothing in the file’s place', async function () {
    if (process.platform !== 'linux') return this.skip();
    server.files.set('/f', { body });
    await fs.symlink('/dev/full', `${target}.part`);
    await assert.rejects(download(url('/f'), target, QUICK), { code: 'NO_SPACE', path: target });
    await assert.rejects(fs.access(target));
  });

  it('do not fetch what is there already', async () => {
    await fs.writeFile(target, body);
    const { fetched } = await download(url('/f'), target, { ...QUICK, sha256: hash });
    assert.equal(fetched, false);
    assert.equal(server.requests.length, 0);
  });

  it('stop when told to, and continue afterwards', async () => {
    server.files.set('/f', { body, etag: '"v1"', claims: body.length + 1 });
    const controller = new AbortController();
    const stopped = download(url('/f'), target, {
      ...QUICK,
      signal: controller.signal,
      onProgress: bytes => {
        if (bytes > 0) controller.abort();
      }
    });
    await assert.rejects(stopped, { code: 'ABORTED' });
    server.files.set('/f', { body, etag: '"v1"' });
    await download(url('/f'), target, QUICK);
    await expectWhole();
  });

  it('go through the proxy that the environment names', async () => {
    const proxy = await new WebServer().start();
    const tunnels: string[] = [];
    proxy.raw.on('connect', (request, socket: net.Socket) => {
      tunnels.push(request.url ?? '');
      const { port } = new URL(server.address);
      const onward = net.connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    try {
      server.files.set('/f', { body });
      const through = { ...QUICK, environment: { http_proxy: proxy.address } };
      await download('http://weights.invalid/f', target, through);
      assert.deepEqual(tunnels, ['weights.invalid:80']);
      await expectWhole();
      await fs.rm(target);
      await download(url('/f'), target, {
        ...QUICK,
        environment: { http_proxy: proxy.address, no_proxy: '127.0.0.1' }
      });
      assert.equal(tunnels.length, 1);
    } finally {
      await proxy.stop();
    }
  });
});
