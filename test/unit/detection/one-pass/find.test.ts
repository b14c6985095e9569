import assert from 'node:assert/strict';
import { findInOnePass } from '../../../../kernel-lib/src/detection';
import { Mipmap } from '../../../../kernel-lib/src/image';
import type { Landmarks, Network, Pixels } from '../../../../kernel-lib/src/types';
import { dotted, face, farthest, finder, nothing, say } from './dots';

const find = (picture: Pixels, network: Network, options = {}) =>
  findInOnePass(new Mipmap(picture), { network, landmarks: null }, options);
const isWindow = (width: number, height: number): boolean => width === 160 && height === 160;

/** A network that says the same of every picture of a size, and of faces looked at again. */
function saying(of: [size: string, stride: number, landmarks: Landmarks, score: number][], again: number): Network {
  const layout = face(35.2, 79.6, 95.5);
  return {
    async run({ image }) {
      const [, , height, width] = image.dims;
      const outputs = nothing(height, width);
      if (isWindow(width, height)) say(outputs, 8, layout, again);
      for (const [size, stride, landmarks, score] of of)
        if (size === `${width}x${height}`) say(outputs, stride, landmarks, score);
      return outputs;
    }
  };
}

const black = (width: number, height: number): Pixels => dotted(width, height, []);

describe('the one-pass detector', () => {
  for (const [what, width, height, truth] of [
    ['as large as it is', 320, 256, face(40, 150, 120)],
    ['whose sides are no whole steps', 301, 237, face(40, 150, 120, 12)],
    ['that is larger than what is shown of it', 961, 721, face(160, 500, 350, -25)],
    ['taller than wide', 240, 900, face(60, 150, 600, 8)]
  ] as const)
    it(`finds a face where it is in a picture ${what}`, async () => {
      const [found, ...others] = await find(dotted(width, height, [truth]), finder());
      assert.equal(others.length, 0);
      const eyes = Math.hypot(truth[1][0] - truth[0][0], truth[1][1] - truth[0][1]);
      assert.ok(farthest(found.landmarks, truth) < 0.02 * eyes, `${farthest(found.landmarks, truth)} px off`);
      const { box } = found;
      for (const [x, y] of truth) assert.ok(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height);
      assert.deepEqual([found.score.toFixed(2), found.fallback], ['0.90', false]);
    });

  it('takes no region for a face that does not stand up to a second look', async () => {
    const picture = dotted(320, 256, [face(40, 150, 120)]);
    const fooled = finder((width, height) => (isWindow(width, height) ? 0 : 0.95));
    assert.deepEqual(await find(picture, fooled), []);
    const [weak] = await find(
      picture,
      finder((width, height) => (isWindow(width, height) ? 0.3 : 0.45))
    );
    assert.equal(weak.fallback, true);
  });

  it('believes a face that it was not sure of at first where the second look is sure', async () => {
    const picture = dotted(320, 256, [face(40, 150, 120)]);
    const [found] = await find(
      picture,
      finder((width, height) => (isWindow(width, height) ? 0.9 : 0.4))
    );
    assert.deepEqual([found.fallback, found.score.toFixed(2)], [false, '0.65']);
  });

  it('takes the weak ones only where there is no sure one, and of those the best', async () => {
    const [left, right] = [face(30, 80, 100), face(30, 240, 100)];
    const both = (a: number, b: number, again: number): Network =>
      saying(
        [
          ['320x224', 8, left, a],
          ['320x224', 8, right, b]
        ],
        again
      );
    assert.equal((await find(black(320, 224), both(0.9, 0.8, 0.9))).length, 2);
    assert.equal((await find(black(320, 224), both(0.9, 0.2, 0.9))).length, 1);
    const weak = await find(black(320, 224), both(0.35, 0.45, 0.4));
    assert.equal(weak.length, 1);
    assert.ok(weak[0].fallback && weak[0].box.x > 160);
  });

  it('counts a face once that is seen at two sizes', async () => {
    const truth = face(60, 160, 112);
    const quarter = truth.map(([x, y]) => [x / 4, y / 4]) as Landmarks;
    const network = saying(
      [
        ['320x224', 16, truth, 0.8],
        ['96x64', 8, quarter, 0.9]
      ],
      0.9
    );
    assert.equal((await find(black(320, 224), network)).length, 1);
  });

  it('sees a face that fills the picture, which the network sees only when it is small', async () => {
    const truth = face(260, 320, 250);
    const small = finder();
    const near: Network = {
      run: async inputs => (inputs.image.dims[3] > 200 ? nothing(480, 640) : small.run(inputs))
    };
    const [found] = await find(dotted(640, 480, [truth]), near);
    assert.ok(farthest(found.landmarks, truth) < 6);
  });

  it('shows the network more where smaller faces are asked for', async () => {
    const network = finder();
    await find(black(1920, 1080), network);
    const usual = Math.max(...network.shown.map(([width]) => width));
    network.shown.length = 0;
    await find(black(1920, 1080), network, { minFace: 10 });
    const area = network.shown.reduce((sum, [width, height]) => sum + width * height, 0);
    assert.ok(usual <= 960 && area >= 1920 * 1080 && network.shown.every(([width]) => width <= 1024));
    await assert.rejects(find(black(64, 64), network, { minFace: 5 }), { code: 'INVALID_ARGUMENT' });
  });

  it('takes pictures of any size', async () => {
    for (const [width, height] of [
      [1, 1],
      [1, 1000],
      [31, 33],
      [1920, 3]
    ])
      assert.deepEqual(await find(black(width, height), finder()), []);
  });
});
