import assert from 'node:assert/strict';
import { faultsWithoutFace, findFaults, FINDING_CODES, type Evidence } from '../../../kernel-lib/src/components';
import type { ComponentName, Components, ComponentValue } from '../../../kernel-lib/src/types';
import { crop } from '../recognition/networks';

const good = (value: number, score = 100, unit = ''): ComponentValue => ({ value, unit, score });

const GOOD: Partial<Components> = {
  HeadPoseYaw: good(0, 100, 'deg'),
  HeadPosePitch: good(0, 100, 'deg'),
  HeadPoseRoll: good(0, 100, 'deg'),
  InterEyeDistance: good(90, 100, 'px'),
  LuminanceMean: good(0.5),
  LuminanceVariance: good(0.02),
  OverExposurePrevention: good(0),
  IlluminationUniformity: good(0.9),
  Sharpness: good(0.45),
  CompressionArtifacts: good(0.5, 98, 'levels'),
  SingleFacePresent: good(1, 100, 'faces')
};

const NO_GRID = { prominence: 3, strength: 1 };

/** What a display does to the measurements. */
const spoiledByGrid = { CompressionArtifacts: good(5, 30, 'levels'), Sharpness: { ...good(0.2, 10), cause: 'noise' } };

const CALM = Object.fromEntries(FINDING_CODES.map(code => [code, 0.02]));

interface Changes extends Partial<Omit<Evidence, 'components'>> {
  components?: Partial<Record<ComponentName, ComponentValue>>;
}

function findings({ components, ...rest }: Changes = {}) {
  const evidence = {
    causes: null,
    detection: 0.9,
    surroundings: 0.5,
    outside: 0,
    noise: 1,
    unlike: 1.1,
    grid: NO_GRID,
    squares: 0,
    ...rest
  };
  return findFaults({ ...evidence, components: { ...GOOD, ...components } as Components });
}

const codes = (changes: Changes): string[] => findings(changes).map(({ code }) => code);

describe('findings', () => {
  it('are none for a good picture, with and without causes', () => {
    assert.deepEqual(findings(), []);
    assert.deepEqual(findings({ causes: CALM }), []);
  });

  it('say what is seen in both languages, how strongly and how surely', () => {
    const all = [
      ...findings({
        components: { HeadPoseYaw: good(-32.4), LuminanceMean: good(0.05), LuminanceVariance: good(0.001) }
      }),
      ...findings({ causes: { ...CALM, mask: 0.97, screen: 0.99, defocus: 0.9 } })
    ];
    assert.ok(all.length >= 4);
    for (const { en, zh, severity, confidence } of all) {
      assert.match(en, /^[A-Z].*\.$/);
      assert.match(zh, /。$/);
      assert.ok([1, 2, 3].includes(severity) && confidence > 0 && confidence <= 1);
    }
    assert.match(all.find(({ code }) => code === 'turned')!.en, /32°/);
  });

  it('tell dark skin in good light from darkness, and from backlight before a white wall', () => {
    const skin = { LuminanceMean: good(0.2, 50), LuminanceVariance: good(0.021, 97) };
    assert.deepEqual(codes({ components: skin, surroundings: 0.9 }), []);
    const night = { LuminanceMean: good(0.15, 30), LuminanceVariance: good(0.002, 34) };
    assert.deepEqual(codes({ components: night, surroundings: 0.1 }), ['dark']);
    assert.equal(codes({ components: night, surroundings: 0.9 })[0], 'backlight');
    const darker = { LuminanceMean: good(0.212, 56), LuminanceVariance: good(0.01, 60) };
    assert.deepEqual(codes({ components: darker, surroundings: 0.9, causes: { ...CALM, backlight: 0.001 } }), []);
    assert.deepEqual(codes({ components: darker, surroundings: 0.9, causes: { ...CALM, backlight: 0.3 } }), [
      'backlight'
    ]);
  });

  it('claim no covering without a network that sees one', () => {
    const spoiled = { Sharpness: { ...good(0.1, 2), cause: 'defocus' }, LuminanceMean: good(0.1, 10) };
    for (const code of codes({ components: spoiled }))
      assert.ok(!['mask', 'sunglasses', 'hand-or-object'].includes(code), code);
    assert.deepEqual(codes({ causes: { ...CALM, mask: 0.99 } }), ['mask']);
    assert.deepEqual(codes({ causes: { ...CALM, mask: 0.45 } }), []);
    assert.deepEqual(codes({ causes: { ...CALM, mask: 0.95 }, detection: 0.5 }), []);
    const hand = { ...CALM, 'hand-or-object': 0.85 };
    assert.deepEqual(codes({ causes: hand }), ['hand-or-object']);
    // A profile, a half of the face in shadow, a face cut by the edge: they look like it to the network.
    assert.deepEqual(codes({ causes: hand, components: { HeadPoseYaw: good(65) } }), ['profile']);
    assert.ok(!codes({ causes: hand, components: { IlluminationUniformity: good(0.3) } }).includes('hand-or-object'));
    assert.deepEqual(codes({ causes: hand, outside: 0.2 }), ['cropped']);
  });

  it('name the reason, not what it makes the picture look like', () => {
    const grid = { CompressionArtifacts: good(6, 10), Sharpness: { ...good(0.15, 5), cause: 'noise' } };
    assert.deepEqual(codes({ causes: { ...CALM, screen: 0.99, compression: 0.8, noise: 0.8 }, components: grid }), [
      'screen'
    ]);
    assert.deepEqual(codes({ causes: { ...CALM, motion: 0.9, defocus: 0.7 }, unlike: 1.9 }), ['motion']);
  });

  it('say no blur of a face whose own pixels are sharp: a small one looks blurred to the network', () => {
    for (const cause of ['motion', 'defocus']) {
      const causes = { ...CALM, [cause]: 0.74 };
      assert.deepEqual(codes({ causes, components: { Sharpness: good(0.6), InterEyeDistance: good(12) } }), [
        'small-face'
      ]);
      const unlike = cause === 'motion' ? 1.8 : 1.1;
      assert.deepEqual(codes({ causes, unlike, components: { Sharpness: good(0.3) } }), [cause]);
    }
  });

  it('say movement only where one direction has lost more than the one across it: else the face is blurred', () => {
    const blurred = { ...CALM, motion: 0.72, defocus: 0.3 };
    const components = { Sharpness: good(0.31, 74) };
    assert.deepEqual(codes({ causes: blurred, unlike: 1.3, components }), ['defocus']);
    assert.deepEqual(codes({ causes: blurred, unlike: null, components }), ['defocus']);
    assert.deepEqual(codes({ causes: blurred, unlike: 1.7, components }), ['motion']);
    const rather = { ...CALM, motion: 0.6, defocus: 0.7 };
    assert.deepEqual(codes({ causes: rather, unlike: 1.7, components }), ['motion']);
  });

  it('say of a very small face that it is small: what blurred it besides cannot be told', () => {
    const components = { Sharpness: good(0.3), InterEyeDistance: good(10, 20, 'px') };
    assert.deepEqual(codes({ causes: { ...CALM, motion: 0.85 }, components }), ['small-face']);
    const blocks = { ...components, CompressionArtifacts: good(5, 30, 'levels') };
    assert.deepEqual(codes({ causes: CALM, components: blocks }), ['small-face']);
  });

  it('come in the order a person would name them: gross before slight, covering before size', () => {
    const order = codes({
      causes: { ...CALM, sunglasses: 0.99 },
      components: { HeadPoseRoll: good(20), SingleFacePresent: good(3) }
    });
    assert.deepEqual(order, ['sunglasses', 'tilted', 'several-faces']);
  });

  it('say noise that only the picture itself shows, not its crop', () => {
    assert.deepEqual(codes({ noise: 20, causes: CALM }), ['noise']);
    assert.deepEqual(codes({ noise: 3.5, causes: CALM }), []);
  });

  it('know a display by its grid, a print by its raster, a mosaic by its squares', () => {
    assert.deepEqual(codes({ grid: { prominence: 25, strength: 20 }, components: spoiledByGrid }), ['screen']);
    assert.deepEqual(codes({ grid: { prominence: 12, strength: 1.5 } }), ['print']);
    assert.deepEqual(codes({ squares: 0.95, grid: { prominence: 11, strength: 12 } }), ['mosaic']);
    assert.deepEqual(codes({ squares: 0.3, causes: { ...CALM, mosaic: 0.3 } }), []);
  });

  it('take noise for noise, whatever the network says of a screen', () => {
    assert.deepEqual(codes({ causes: { ...CALM, screen: 0.9, noise: 0.9 }, noise: 30 }), ['noise']);
  });

  it('say nothing of the light on skin that a mask hides, unless the network sees it', () => {
    const components = { OverExposurePrevention: good(0.14, 49) };
    assert.deepEqual(codes({ causes: { ...CALM, mask: 0.9, overexposed: 0.12 }, components }), ['mask']);
    assert.ok(codes({ causes: { ...CALM, mask: 0.9, overexposed: 0.7 }, components }).includes('overexposed'));
    assert.deepEqual(codes({ causes: { ...CALM, overexposed: 0.12 }, components }), ['overexposed']);
  });

  it('say that part of a face is outside the picture, and how much', () => {
    const [first] = findings({ outside: 0.4 });
    assert.equal(first.code, 'cropped');
    assert.match(first.en, /40%/);
    assert.deepEqual(codes({ outside: 0.01 }), []);
  });

  it('do without the components an aligned crop lacks', () => {
    const { HeadPoseYaw, HeadPosePitch, HeadPoseRoll, SingleFacePresent, ...aligned } = GOOD;
    void [HeadPoseYaw, HeadPosePitch, HeadPoseRoll, SingleFacePresent];
    const evidence = {
      causes: { ...CALM, noise: 0.95 },
      detection: 1,
      surroundings: null,
      outside: 0,
      noise: 9,
      unlike: 1.1,
      grid: NO_GRID,
      squares: 0
    };
    const [first] = findFaults({ ...evidence, components: aligned as Components });
    assert.equal(first.code, 'noise');
  });
});

describe('findings without a face', () => {
  it('say why where the whole picture shows it, and nothing otherwise', () => {
    const of = (value: (x: number, y: number) => number) => faultsWithoutFace(crop(value)).map(({ code }) => code);
    assert.deepEqual(
      of(() => 4),
      ['dark']
    );
    assert.deepEqual(
      of(() => 253),
      ['overexposed']
    );
    assert.deepEqual(
      of(() => 120),
      ['low-contrast']
    );
    assert.deepEqual(
      of((x, y) => (x * y) % 256),
      []
    );
    assert.equal(faultsWithoutFace({ data: new Uint8Array(300), width: 10, height: 10 })[0].code, 'small-face');
  });
});
