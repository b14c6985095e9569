import assert from 'node:assert/strict';
import sharp from 'sharp';
import { drawingBundle, drawText, placed } from '../../../kernel-lib/src/drawing';
import { lift } from '../../../kernel-lib/src/drawing/overlay';

const svg = (body: string, width = 200, height = 40) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
  `<rect width="${width}" height="${height}" fill="#ffffff"/>${body}</svg>`;

async function grey(picture: Buffer): Promise<Buffer> {
  return sharp(picture).flatten({ background: '#fff' }).greyscale().raw().toBuffer();
}

async function png(body: string): Promise<Buffer> {
  const bundle = await drawingBundle({ svg: svg(body), width: 200, height: 40 }, 'words');
  return Buffer.from(bundle['image/png'] as string, 'base64');
}

describe('letters and pictures over a drawing', () => {
  it('draws letters as an SVG renderer draws their outlines', async () => {
    for (const text of ['Quality ≥ 0.60 & @', '质量可信 0.86']) {
      const body = `<g transform="translate(3.5 4.25)">${drawText(text, 2, 22, { size: 15, weight: 'bold' })}</g>`;
      const ours = await grey(await png(body));
      const theirs = await grey(
        await sharp(Buffer.from(svg(body)), { density: 144 })
          .png()
          .toBuffer()
      );
      assert.equal(ours.length, theirs.length);
      let [different, ink] = [0, 0];
      ours.forEach((value, i) => {
        different += Math.abs(value - theirs[i]);
        ink += 255 - theirs[i];
      });
      assert.ok(ink > 255 * 500, 'there are letters');
      // A quarter of a pixel at the edges is what they may differ by.
      assert.ok(different / ink < 0.15, `${text}: ${(different / ink).toFixed(3)}`);
    }
  });

  it('leaves letters to the renderer that are more than moved about', () => {
    const letter = drawText('a', 0, 10, { size: 12 });
    const count = (body: string) => lift(svg(body)).outlines.length;
    assert.equal(count(`<g transform="translate(5 6)"><g>${letter}</g>${letter}</g>${letter}`), 3);
    assert.equal(count(`<g transform="translate(5,6) rotate(-90)">${letter}</g>`), 0);
    assert.equal(count(`<g opacity="0.5"><g transform="translate(1 1)">${letter}</g></g>${letter}`), 1);
    assert.equal(count(`<svg x="0" y="0">${letter}</svg>`), 0);
    const turned = `<g transform="rotate(90)">${letter}</g>`;
    assert.ok(lift(svg(turned)).svg.includes(letter));
  });

  it('lays pictures where their groups are moved to, pixel for pixel, under the letters', async () => {
    const raster = { rgb: Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]), width: 2, height: 2 };
    const body = `<g transform="translate(10 5)"><g transform="translate(2 0)">${placed(raster, 1, 2)}</g></g>`;
    const { data, info } = await sharp(await png(body))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
    assert.deepEqual(
      [at(26, 14), at(27, 14), at(26, 15), at(27, 15)],
      [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [9, 9, 9]
      ]
    );
    assert.deepEqual(at(28, 14), [255, 255, 255]);
    assert.throws(() => lift(svg(`<g transform="scale(2)">${placed(raster, 0, 0)}</g>`)), /moved about/);
  });
});
