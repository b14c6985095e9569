import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  amendEntry,
  embeddedFolder,
  installEntry,
  manifestJsonSchema,
  readManifest,
  resolveModels,
  verifyNetworks,
  writeManifestBeside,
  type CalibrationKnots,
  type FaceEntry,
  type RecogniserEntry
} from '../../../kernel-lib/src/models';

/** Length and hash of a file. */
const hashed = async (file: string) => {
  const bytes = await fs.readFile(file);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
};

describe('manifest of networks', () => {
  let home: string;
  let environment: NodeJS.ProcessEnv;
  let embedded: FaceEntry;
  let embeddedId: string;

  beforeEach(async () => {
    home = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
    environment = { FACEGAUGE_HOME: home };
    const { networks, defaults } = await readManifest(environment);
    embeddedId = defaults.face;
    const { causes: _, ...outputs } = (networks[embeddedId] as FaceEntry).outputs;
    embedded = { ...(networks[embeddedId] as FaceEntry), outputs, causes: null };
  });

  afterEach(() => fs.rm(home, { recursive: true }));

  /** A copy of the embedded face network's entry whose file lies in the user's folder. */
  async function ownFace(change: Partial<FaceEntry> = {}): Promise<FaceEntry> {
    const file = path.join(home, 'own.onnx');
    await fs.copyFile(embedded.file, file);
    return { ...embedded, file, ...change };
  }

  const recogniser = (file: string): RecogniserEntry => ({
    role: 'recogniser',
    title: 'own',
    licence: 'own',
    card: null,
    ...{ file, bytes: embedded.bytes, sha256: embedded.sha256 },
    contract: {
      ...{ input: 'x', layout: 'NCHW', order: 'BGR', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
      ...{ output: 'y', embeddingSize: 128, batch: null }
    },
    thresholds: null,
    calibration: {
      [embeddedId]: {
        sha256: embedded.sha256,
        knots: [
          [-1, 0.25],
          [1, 0.75]
        ]
      }
    }
  });

  it('finds the embedded networks, with everything needed to run them, as plain data', async () => {
    const models = await resolveModels({ detector: 'mtcnn-s', environment });
    assert.deepEqual(structuredClone(models), models);
    assert.equal(models.face.id, embeddedId);
    const { detector } = models;
    assert.ok(detector.kind === 'cascade');
    for (const file of [models.face.file, detector.pnet, detector.rnet, detector.onet]) {
      assert.ok(path.isAbsolute(file));
      await fs.access(file);
    }
    const { contract } = models.face;
    assert.deepEqual(
      [contract.mean, contract.std, contract.order],
      [[127.5, 127.5, 127.5], [127.5, 127.5, 127.5], 'RGB']
    );
    assert.ok(contract.qualityUsable);
    assert.equal(detector.convention, 'edge');
    assert.ok(models.thresholds && models.thresholds.similarityMatch > models.thresholds.similarityReview);
  });

  it('takes a detector of one file that works in one pass', async () => {
    const file = path.join(home, 'detector.onnx');
    await fs.writeFile(file, 'network');
    const { bytes, sha256 } = await hashed(file);
    const base = { role: 'detector', title: 'one', licence: 'own', card: null } as const;
    await installEntry('one', { ...base, architecture: 'one-pass', file, bytes, sha256 }, home);
    const { detector } = await resolveModels({ detector: 'one', environment });
    assert.deepEqual(detector, { id: 'one', title: 'one', kind: 'one-pass', file, landmarks: null });
    assert.deepEqual(
      (await verifyNetworks(await readManifest(environment), ['one'])).map(({ state }) => state),
      ['good']
    );
    await fs.appendFile(file, '.');
    await assert.rejects(resolveModels({ detector: 'one', environment }), { code: 'MODEL_CORRUPT' });
  });

  it('reads the names of a face network’s causes and its colour scale', async () => {
    const outputs = { ...embedded.outputs, causes: ['N', 2] };
    await installEntry('own', await ownFace({ outputs, causes: ['defocus', 'mask'], mapScale: 0.5 }), home);
    const { contract } = (await resolveModels({ model: 'own', environment })).face;
    assert.deepEqual(contract.causes, ['defocus', 'mask']);
    assert.equal(contract.mapScale, 0.5);
    for (const causes of [['defocus'], ['mask', 'mask'], ['a', 'b', 'c'], null]) {
      await installEntry('own', await ownFace({ outputs, causes }), home);
      await assert.rejects(readManifest(environment), { code: 'MODEL_CONTRACT', message: /own\.causes .* 2 names/ });
    }
    await installEntry('own', await ownFace({ causes: ['mask'] }), home);
    await assert.rejects(readManifest(environment), { code: 'MODEL_CONTRACT', message: /own\.causes .* absent/ });
  });

  it('names what there is where a network is unknown or has another role', async () => {
    await assert.rejects(resolveModels({ model: 'rts-xl', environment }), {
      code: 'MODEL_UNKNOWN',
      message: new RegExp(embeddedId)
    });
    await assert.rejects(resolveModels({ recogniser: embeddedId, environment }), {
      code: 'MODEL_UNKNOWN',
      message: /is a face, not a recogniser/
    });
    await assert.rejects(resolveModels({ model: path.join(home, 'none.json'), environment }), {
      code: 'MODEL_MISSING'
    });
  });

  it('adds installed networks to the embedded ones, wherever their folder is moved', async () => {
    await installEntry('own', await ownFace({ calibration: null }), home);
    const moved = `${home}-moved`;
    await fs.rename(home, moved);
    environment = { FACEGAUGE_HOME: moved };
    const { face } = await resolveModels({ model: 'own', environment });
    assert.equal(face.file, path.join(moved, 'own.onnx'));
    assert.equal(face.contract.calibration, null);
    assert.equal((await resolveModels({ environment })).face.id, embeddedId);
    await fs.rename(moved, home);
  });

  it('takes the meaning of quality and the thresholds from the recogniser where it has its own', async () => {
    await fs.copyFile(embedded.file, path.join(home, 'r.onnx'));
    await installEntry('own', recogniser(path.join(home, 'r.onnx')), home);
    const models = await resolveModels({ recogniser: 'own', environment });
    assert.deepEqual(models.face.contract.calibration, [
      [-1, 0.25],
      [1, 0.75]
    ]);
    assert.equal(models.thresholds, null);
    const knots: CalibrationKnots = [
      [-1, 0.25],
      [1, 0.75]
    ];
    const stale = { [embeddedId]: { sha256: '0'.repeat(64), knots } };
    await installEntry('stale', { ...recogniser(path.join(home, 'r.onnx')), calibration: stale }, home);
    const { face } = await resolveModels({ recogniser: 'stale', environment });
    assert.deepEqual(face.contract.calibration, embedded.calibration);
    assert.equal(models.recogniser?.contract.embeddingSize, 128);
  });

  it('makes quality unusable, with the reason, where the self-test failed', async () => {
    const selfTest = { date: '2025-01-01', passed: false, reason: 'It rises.' };
    await installEntry('own', await ownFace({ selfTest }), home);
    const { contract } = (await resolveModels({ model: 'own', environment })).face;
    assert.equal(contract.qualityUsable, false);
    assert.equal(contract.qualityReason, 'It rises.');
  });

  it('opens a network by the path of its file, its manifest or its folder', async () => {
    const entry = await ownFace();
    await writeManifestBeside(entry.file, 'own', entry);
    for (const model of ['own.onnx', 'own.json', 'own.json#own']) {
      assert.equal((await resolveModels({ model: path.join(home, model), environment })).face.file, entry.file);
    }
    await assert.rejects(resolveModels({ model: path.join(home, 'own.json#other'), environment }), {
      code: 'MODEL_UNKNOWN'
    });
    const { face } = await resolveModels({ model: embeddedFolder() + path.sep, environment });
    assert.equal(face.id, embeddedId);
  });

  it('refuses the 16-wide head and says what to do', async () => {
    const outputs = { ...embedded.outputs, log_quality: ['N', 16] };
    await installEntry('plus', await ownFace({ outputs }), home);
    await assert.rejects(resolveModels({ model: 'plus', environment }), {
      code: 'MODEL_CONTRACT',
      message: /16 values.*without --plus/
    });
  });

  it('notices missing and damaged files', async () => {
    const entry = await ownFace();
    await installEntry('own', entry, home);
    const state = async () => (await verifyNetworks(await readManifest(environment), ['own']))[0].state;
    assert.equal(await state(), 'good');
    const handle = await fs.open(entry.file, 'r+');
    await handle.write(Buffer.from([1, 2, 3]), 0, 3, 5000);
    assert.equal(await state(), 'damaged');
    await handle.truncate(1000);
    await handle.close();
    assert.equal(await state(), 'damaged');
    await assert.rejects(resolveModels({ model: 'own', environment }), {
      code: 'MODEL_CORRUPT',
      message: /1000 bytes instead of/
    });
    await fs.rm(entry.file);
    assert.equal(await state(), 'missing');
    await assert.rejects(resolveModels({ model: 'own', environment }), { code: 'MODEL_MISSING', path: entry.file });
  });

  it('lays a calibration over an embedded network, for that very file only', async () => {
    const calibrated = {
      date: '2025-01-01',
      pictures: 9,
      identities: 3,
      matedPairs: 9,
      nonMatedPairs: 27,
      sha256: embedded.sha256
    };
    const thresholds = { similarityMatch: 0.5, similarityReview: 0.4, fmr: null, at: [] };
    const calibration = [[0, 0.1] as [number, number], [1, 0.9]];
    await amendEntry(embeddedId, { calibration, thresholds, calibrated }, home);
    let models = await resolveModels({ environment });
    assert.deepEqual(models.face.contract.calibration, calibration);
    assert.deepEqual(models.thresholds, thresholds);
    await amendEntry(
      embeddedId,
      { calibration, thresholds, calibrated: { ...calibrated, sha256: '0'.repeat(64) } },
      home
    );
    models = await resolveModels({ environment });
    assert.deepEqual(models.face.contract.calibration, embedded.calibration);
    await amendEntry('gone', { calibration, thresholds, calibrated }, home);
    assert.ok(await resolveModels({ environment }));
    await amendEntry(embeddedId, { calibration: 'steep', thresholds, calibrated }, home);
    await assert.rejects(readManifest(environment), {
      path: path.join(home, 'manifest.json'),
      message: /calibration in .* a list\. Found "steep"/
    });
  });

  it('says what is wrong with a manifest, by file and field', async () => {
    const file = path.join(home, 'manifest.json');
    const write = (value: unknown) => fs.writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
    const entry = { ...embedded, file: 'own.onnx' };
    const cases: [unknown, string, RegExp][] = [
      ['{"version": 1,', 'MODEL_CORRUPT', /is not a manifest of networks/],
      ['[]', 'MODEL_CORRUPT', /no version/],
      [{ version: 2, networks: {} }, 'MODEL_CONTRACT', /format version 2.*Update facegauge/],
      [{ version: 1, networks: { a: { role: 'face' } } }, 'MODEL_CONTRACT', /networks\.a\./],
      [{ version: 1, networks: { a: { ...entry, sha256: 'x' } } }, 'MODEL_CONTRACT', /networks\.a\.sha256/],
      [
        {
          version: 1,
          networks: {
            a: {
              ...entry,
              calibration: [
                [1, 0.5],
                [0, 0.6]
              ]
            }
          }
        },
        'MODEL_CONTRACT',
        /calibration in .* should be at least two rising/
      ],
      [
        { version: 1, networks: { a: { ...entry, role: 'judge' } } },
        'MODEL_CONTRACT',
        /networks\.a\.role in .*one of face, detector, recogniser\. Found "judge"/
      ],
      [{ version: 1, networks: { a: null } }, 'MODEL_CONTRACT', /networks\.a in .* an object\. Found null/],
      [{ version: 1, networks: { a: 'face' } }, 'MODEL_CONTRACT', /networks\.a in .* an object\. Found "face"/],
      [{ version: 1, networks: [] }, 'MODEL_CONTRACT', /networks in .* an object\. Found \[\]/],
      [{ version: 1, networks: {}, defaults: { face: 7 } }, 'MODEL_CONTRACT', /defaults\.face in .* a text\. Found 7/],
      ['null', 'MODEL_CORRUPT', /no version/],
      [
        { version: 1, networks: { a: { role: 'detector', architecture: 'two-pass' } } },
        'MODEL_CONTRACT',
        /architecture.*one of cascade, one-pass\. Found "two-pass"/
      ],
      [
        { version: 1, networks: { a: { ...entry, input: { ...embedded.input, std: [1, 0, 1] } } } },
        'MODEL_CONTRACT',
        /networks\.a\.input\.std\[1\] in .* a positive number\. Found 0/
      ],
      [
        { version: 1, networks: { a: { ...entry, input: { name: 'x', scaling: '(x - 1) / 0' } } } },
        'MODEL_CONTRACT',
        /networks\.a\.input\.scaling in .* DEVIATION/
      ]
    ];
    for (const [content, code, message] of cases) {
      await write(content);
      await assert.rejects(readManifest(environment), { code, message });
    }
  });

  it('neither waits for a pipe nor swallows what may not be read', async function () {
    if (process.platform === 'win32') return this.skip();
    const pipe = path.join(home, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(resolveModels({ model: pipe, environment }), { code: 'NOT_A_FILE', path: pipe });
    await fs.mkdir(path.join(home, 'manifest.json'));
    await assert.rejects(readManifest(environment), { code: 'DIRECTORY' });
  });

  it('has a JSON schema in the package, made of the rules in force (npm run schema)', async () => {
    const file = path.resolve(__dirname, '../../../kernel-lib/schema/manifest.schema.json');
    const written: unknown = JSON.parse(await fs.readFile(file, 'utf8'));
    assert.deepEqual(written, JSON.parse(JSON.stringify(manifestJsonSchema())));
  });

  it('refuses names that would look like paths', async () => {
    for (const id of ['', '../x', 'a/b', 'a.json', '__proto__', '-a']) {
      await assert.rejects(installEntry(id, embedded, home), { code: 'INVALID_ARGUMENT' }, id);
    }
  });
});
