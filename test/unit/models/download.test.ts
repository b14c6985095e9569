import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { download } from '../../../kernel-lib/src/models';
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

  it('continue a broken connection where it broke, and only the same version of the file', async () => {
    server.files.set('/f', { body, etag: '"v1"', breakAfter: [70_000, 60_000] });
    await download(url('/f'), target, { ...QUICK, sha256: hash });
    const asked = server.requests.map(({ headers }) => [headers.range, headers['if-range']]);
    assert.equal(asked.length, 3);
    assert.deepEqual(asked[0], [undefined, undefined]);
    assert.deepEqual(asked[1], ['bytes=70000-', '"v1"']);
    assert.deepEqual(asked[2], ['bytes=130000-', '"v1"']);
    await expectWhole();
  });

  it('continue in another run of the program', async () => {
    server.files.set('/f', { body, etag: '"v1"', breakAfter: [70_000] });
    await assert.rejects(download(url('/f'), target, { ...QUICK, attempts: 1 }), {
      code: 'DOWNLOAD_FAILED',
      message: /continues where it was/
    });
    await assert.rejects(fs.access(target));
    server.requests.length = 0;
    await download(url('/f'), target, QUICK);
    assert.equal(server.requests[0].headers.range, 'bytes=70000-');
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
    await assert.rejects(download(url('/f'), target, QUICK), { code: 'NO_SPACE', message: /MB are free/ });
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
