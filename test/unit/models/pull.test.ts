import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  pull,
  pullUrl,
  readManifest,
  readSampleCrops,
  resolveModels,
  verifyNetworks,
  type FaceEntry
} from '../../../kernel-lib/src/models';
import { loadNetwork } from '../../../kernel-lib/src/models/network-file';
import { recognise } from '../../../kernel-lib/src/recognition';
import type { Pixels } from '../../../kernel-lib/src/types';
import { rtsOracle, rtsWeight, sha256 } from './formula-weights';
import { WebServer, type Served } from './server';
import { writeTorchFile } from './torch-file';

const MTCNN = path.resolve(__dirname, '../../../../shared/reference/mtcnn');
const REPOSITORY = '/api/v1/models/damo/';

describe('pulling networks from a hub', function () {
  this.timeout(300_000);
  let server: WebServer;
  let home: string;
  let samples: Pixels[];

  before(async () => {
    server = await new WebServer().start();
    samples = (await readSampleCrops()).slice(0, 2).map(({ crop }) => crop);
  });

  after(() => server.stop());

  beforeEach(async () => {
    home = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
    server.files.clear();
    server.requests.length = 0;
  });

  afterEach(() => fs.rm(home, { recursive: true }));

  const options = () => ({ samples, folder: home, pauseMs: 1, environment: { FACEGAUGE_HUB: `${server.address}/` } });

  /** Puts files on the hub as its interface lists and gives them. */
  function publish(name: string, files: Record<string, Served & { sha256?: string }>): void {
    const route = `${REPOSITORY}${name}/repo`;
    const listing = Object.entries(files).map(([file, { body, sha256: hash }]) => ({
      ...{ Type: 'blob', Path: file, Name: path.basename(file), Size: body.length },
      Sha256: hash ?? sha256(body)
    }));
    const body = Buffer.from(
      JSON.stringify({ Code: 200, Data: { Files: [{ Type: 'tree', Path: 'weights' }, ...listing] } })
    );
    server.files.set(`${route}/files?Revision=master&Recursive=true`, { body });
    for (const [file, served] of Object.entries(files)) {
      server.files.set(`${route}?Revision=master&FilePath=${encodeURIComponent(file)}`, served);
    }
  }

  it('brings the original face network: broken download, conversion, self-test, installation', async () => {
    const { state_dict, prelu } = rtsOracle();
    const slopes = new Set(prelu);
    const checkpoint = path.join(home, 'checkpoint.pt');
    const floats = state_dict.filter(([name]) => !name.endsWith('num_batches_tracked'));
    writeTorchFile(checkpoint, floats, (name, shape) => rtsWeight(name, shape, slopes));
    const body = await fs.readFile(checkpoint);
    await fs.rm(checkpoint);
    publish('cv_ir_face-recognition-ood_rts', {
      'README.md': { body: Buffer.from('# a card') },
      'small.pt': { body: Buffer.alloc(100) },
      'pytorch_model.pt': { body, etag: '"v1"', breakAfter: [90_000_000] }
    });

    const { id, downloads } = await pull('rts', options());

    assert.equal(id, 'rts');
    assert.deepEqual([downloads[0].sha256, downloads[0].bytes], [sha256(body), body.length]);
    assert.ok(Number(/^bytes=(\d+)-$/.exec(server.requests.at(-1)?.headers.range ?? '')?.[1]) > 0);
    assert.deepEqual((await fs.readdir(home)).sort(), ['downloads', 'manifest.json', 'rts']);
    assert.deepEqual(await fs.readdir(path.join(home, 'downloads')), []);
    const environment = { FACEGAUGE_HOME: home };
    const manifest = await readManifest(environment);
    assert.deepEqual(
      (await verifyNetworks(manifest, ['rts'])).map(({ state }) => state),
      ['good']
    );
    const entry = manifest.networks.rts as FaceEntry;
    assert.match(entry.source ?? '', new RegExp(`damo/cv_ir_face-recognition-ood_rts.*${sha256(body)}`));
    assert.equal(typeof entry.selfTest?.passed, 'boolean');

    const { face, thresholds } = await resolveModels({ model: 'rts', environment });
    assert.deepEqual([thresholds?.similarityMatch, thresholds?.similarityReview], [0.45, 0.35]);
    const network = await loadNetwork(face.file);
    const maps = (await recognise(samples, network, face.contract)).map(({ qualityMap }) => qualityMap.flat());
    await network.close();
    // the map is centred on clean faces: over them each cell's parts are zero on average
    for (let cell = 0; cell < 49; cell++) assert.ok(Math.abs(maps[0][cell] + maps[1][cell]) < 1e-3);
  });

  it('brings the original detector under a name of one’s own', async function () {
    if (!existsSync(MTCNN)) {
      console.log('      skipped: ../shared/reference/mtcnn is absent');
      return this.skip();
    }
    const body = (stage: string) => fs.readFile(path.join(MTCNN, `${stage}.npy`));
    publish('cv_manual_face-detection_mtcnn', {
      'weights/onet.npy': { body: await body('onet') },
      'weights/pnet.npy': { body: await body('pnet') },
      'weights/rnet.npy': { body: await body('rnet') }
    });
    await pull('mtcnn', { ...options(), id: 'original' });
    const { detector } = await resolveModels({ detector: 'original', environment: { FACEGAUGE_HOME: home } });
    assert.ok(detector.kind === 'cascade');
    assert.equal(detector.convention, 'original');
    const network = await loadNetwork(detector.onet);
    assert.deepEqual(network.outputs.map(({ name }) => name).sort(), ['box', 'landmarks', 'prob']);
    await network.close();
  });

  it('refuses a file that is not what the hub says it is, and installs nothing', async () => {
    publish('cv_ir_face-recognition-ood_rts', { 'model.pth': { body: Buffer.alloc(1000), sha256: 'A'.repeat(64) } });
    await assert.rejects(pull('rts', options()), { code: 'DOWNLOAD_HASH' });
    await assert.rejects(fs.access(path.join(home, 'manifest.json')));
  });

  it('checks the name before anything is asked for or written', async () => {
    const escaping = { ...options(), id: '../../x' };
    await assert.rejects(pull('rts', escaping), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(pullUrl(`${server.address}/x.pt`, escaping), { code: 'INVALID_ARGUMENT' });
    assert.equal(server.requests.length, 0);
    assert.deepEqual(await fs.readdir(home), []);
  });

  it('takes no list of files without end, none that is slow, and none of anything else', async () => {
    const listing = `${REPOSITORY}cv_ir_face-recognition-ood_rts/repo/files?Revision=master&Recursive=true`;
    const answer = (Files: unknown) => ({ body: Buffer.from(JSON.stringify({ Data: { Files } })) });
    for (const files of [[null], [{ Path: 7 }], [{ Path: '' }], 'none', { 0: { Path: 'x.pt' } }]) {
      server.files.set(listing, answer(files));
      await assert.rejects(pull('rts', options()), {
        code: 'DOWNLOAD_FAILED',
        message: /not answer with a list of files/
      });
    }
    const row = Buffer.from(`${JSON.stringify({ Type: 'blob', Path: 'x.txt' })},`.repeat(1000));
    server.files.set(listing, {
      respond: (_, response) => {
        response.write('{"Data":{"Files":[');
        const more = (): void => {
          while (!response.destroyed && response.write(row));
        };
        response.on('drain', more);
        more();
      }
    });
    await assert.rejects(pull('rts', options()), { code: 'DOWNLOAD_FAILED', message: /longer than 16777216 bytes/ });
    server.files.set(listing, { respond: (_, response) => void response.write('{') });
    await assert.rejects(pull('rts', { ...options(), listingMs: 100 }), {
      code: 'DOWNLOAD_FAILED',
      message: /no list of files came in 0\.1 s/
    });
  });

  it('takes no more of a file than the hub says there is', async () => {
    publish('cv_ir_face-recognition-ood_rts', { 'model.pth': { body: Buffer.alloc(1000) } });
    server.files.set(`${REPOSITORY}cv_ir_face-recognition-ood_rts/repo?Revision=master&FilePath=model.pth`, {
      body: Buffer.alloc(5000)
    });
    await assert.rejects(pull('rts', options()), { code: 'DOWNLOAD_FAILED', message: /5000 bytes.*at most 1000/ });
  });

  it('says what is missing: the source, the repository, the weights in it, the hub', async () => {
    await assert.rejects(pull('rts-xl', options()), { code: 'MODEL_UNKNOWN', message: /rts and mtcnn/ });
    await assert.rejects(pull('rts', options()), { code: 'DOWNLOAD_FAILED', message: /404/ });
    publish('cv_ir_face-recognition-ood_rts', { 'README.md': { body: Buffer.from('no weights') } });
    await assert.rejects(pull('rts', options()), {
      code: 'DOWNLOAD_FAILED',
      message: /does not hold the weights; it has README\.md/
    });
    publish('cv_manual_face-detection_mtcnn', {
      'pnet.npy': { body: Buffer.alloc(8) },
      'rnet.npy': { body: Buffer.alloc(8) }
    });
    await assert.rejects(pull('mtcnn', options()), { code: 'DOWNLOAD_FAILED', message: /does not hold the weights/ });
    server.files.set(`${REPOSITORY}cv_ir_face-recognition-ood_rts/repo/files?Revision=master&Recursive=true`, {
      body: Buffer.from('<html>')
    });
    await assert.rejects(pull('rts', options()), { code: 'DOWNLOAD_FAILED' });
  });
});
