import assert from 'node:assert/strict';
import { framesFor } from '../../../../kernel-lib/src/detection/one-pass/frames';

describe('what the network is shown of a picture', () => {
  it('is all of it at most 640 px long, and a quarter of that', () => {
    const whole = { x: 0, y: 0, width: 1000, height: 600 };
    assert.deepEqual(framesFor(1000, 600, 20, 640), [
      { region: whole, scale: 0.64 },
      { region: whole, scale: 0.16 }
    ]);
    assert.deepEqual(
      framesFor(250, 250, 20, 640).map(({ scale }) => scale),
      [1, 0.25]
    );
  });

  it('is a little more where little is missing to see the smallest face', () => {
    const [{ scale }, ...others] = framesFor(1920, 1080, 27, 640);
    assert.ok(27 * scale > 9.99 && others.length === 1);
  });

  it('covers every pixel with tiles where small faces are asked for, and faces of 96 px whole', () => {
    for (const [width, height, minFace] of [
      [1920, 1440, 12],
      [1920, 5000, 6],
      [1500, 400, 8]
    ]) {
      const tiles = framesFor(width, height, minFace, 640).filter(({ scale }) => scale * minFace > 9.99);
      assert.ok(tiles.length > 1);
      for (const { region, scale } of tiles) {
        assert.ok(region.x >= 0 && region.x + region.width <= width + 1e-9);
        assert.ok(region.y >= 0 && region.y + region.height <= height + 1e-9);
        assert.ok(region.width * scale <= 960.01 && region.height * scale <= 960.01);
      }
      const side = 96 / tiles[0].scale - 1;
      for (let x = 0; x + side <= width; x += 61)
        for (let y = 0; y + side <= height; y += 67)
          assert.ok(
            tiles.some(
              ({ region: r }) => x >= r.x && y >= r.y && x + side <= r.x + r.width && y + side <= r.y + r.height
            ),
            `a face at ${x}, ${y} is cut everywhere`
          );
    }
  });
});
