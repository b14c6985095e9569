import assert from 'node:assert/strict';
import { adviseOn } from '../../../kernel-lib/src/components';
import type { ComponentName, Components, ComponentValue } from '../../../kernel-lib/src/types';
import { resolvePolicy } from '../../../kernel-lib/src/verification';

const good = (value: number, score = 100, unit = ''): ComponentValue => ({ value, unit, score });

/** A faultless face, with some components replaced. */
function components(changes: Partial<Record<ComponentName, ComponentValue>> = {}): Components {
  return {
    HeadPoseYaw: good(0, 100, 'deg'),
    HeadPosePitch: good(0, 100, 'deg'),
    HeadPoseRoll: good(0, 100, 'deg'),
    InterEyeDistance: good(120, 92, 'px'),
    HeadSize: good(0.45),
    LuminanceMean: good(0.5),
    LuminanceVariance: good(0.02),
    UnderExposurePrevention: good(0),
    OverExposurePrevention: good(0),
    DynamicRange: good(7.2, 90, 'bit'),
    IlluminationUniformity: good(0.8, 94),
    Sharpness: good(0.45),
    CompressionArtifacts: good(0.5, 98, 'levels'),
    SingleFacePresent: good(1, 100, 'faces'),
    FaceOcclusionPrevention: good(0.1, 99),
    ...changes
  };
}

const policy = resolvePolicy();
const advise = (changes: Partial<Record<ComponentName, ComponentValue>>, quality: number | null = 0.5) =>
  adviseOn(components(changes), { quality, policy });

describe('advice', () => {
  it('says what to do, what was measured and what is best, in both languages', () => {
    const [first] = advise({ HeadPoseYaw: good(-32.4, 71, 'deg') });
    assert.deepEqual(first, {
      code: 'TURN_TO_CAMERA',
      component: 'HeadPoseYaw',
      en: 'Turn the face to the camera: yaw 32°, best within 15°.',
      zh: '请将面部转正、朝向镜头：偏航角 32°，宜在 15° 以内。'
    });
    const others = advise({
      Sharpness: { ...good(0.12, 2), cause: 'motion' },
      InterEyeDistance: good(18, 7, 'px'),
      LuminanceMean: good(0.08, 9),
      FaceOcclusionPrevention: good(0.5, 3)
    });
    assert.equal(others.length, 4);
    for (const { en, zh } of others) {
      assert.match(en, /^[A-Z].*\d.*\.$/);
      assert.match(zh, /^请.*\d.*。$/);
      assert.doesNotMatch(zh, /[a-z]{4,}/);
    }
  });

  it('tells dark skin in good light from darkness', () => {
    const dark = { LuminanceMean: good(0.2, 50), LuminanceVariance: good(0.0037, 34), DynamicRange: good(5.4, 67) };
    assert.equal(advise(dark)[0].code, 'MORE_LIGHT');
    const darkSkin = { LuminanceMean: good(0.2, 50), LuminanceVariance: good(0.021, 97) };
    assert.deepEqual(
      advise(darkSkin).map(a => a.code),
      ['UNEXPLAINED']
    );
  });

  it('names the cause of a face that is not sharp', () => {
    for (const [cause, code] of [
      ['defocus', 'FOCUS'],
      ['motion', 'HOLD_STILL'],
      ['noise', 'LESS_NOISE'],
      [undefined, 'FOCUS']
    ])
      assert.equal(advise({ Sharpness: { ...good(0.15, 3), cause } })[0].code, code);
  });

  it('speaks of blur before occlusion where the map may have seen the blur', () => {
    const codes = advise({ Sharpness: good(0.15, 3), FaceOcclusionPrevention: good(0.45, 8) }).map(a => a.code);
    assert.deepEqual(codes, ['FOCUS', 'UNCOVER_FACE']);
    assert.equal(advise({ FaceOcclusionPrevention: good(0.45, 8) })[0].code, 'UNCOVER_FACE');
  });

  it('spares a trusted picture small faults, but not clear ones', () => {
    const small = { HeadPoseYaw: good(24, 83, 'deg') };
    assert.equal(advise(small, 0.5).length, 1);
    assert.deepEqual(advise(small, 0.8), []);
    assert.equal(advise({ HeadPoseYaw: good(45, 50, 'deg') }, 0.8)[0].code, 'TURN_TO_CAMERA');
  });

  it('is silent about a good picture and honest about an unexplained one', () => {
    assert.deepEqual(advise({}, 0.9), []);
    assert.deepEqual(advise({}, null), []);
    assert.equal(advise({}, 0.2)[0].code, 'UNEXPLAINED');
  });

  it('does without the components an aligned crop lacks', () => {
    const { HeadPoseYaw, HeadPosePitch, HeadPoseRoll, HeadSize, SingleFacePresent, ...aligned } = components({
      Sharpness: good(0.1, 1)
    });
    void [HeadPoseYaw, HeadPosePitch, HeadPoseRoll, HeadSize, SingleFacePresent];
    const [first] = adviseOn(aligned as Components, { quality: 0.3, policy });
    assert.equal(first.code, 'FOCUS');
  });
});
