import assert from 'node:assert/strict';
import sharp from 'sharp';
import { bundleMetadata } from '../../../kernel-lib/src/drawing';
import { gridBundle, type TileData } from '../../../kernel-lib/src/cards';
import { drawGrid } from '../../../kernel-lib/src/cards/grid';
import type { Finding } from '../../../kernel-lib/src/types';
import { crop, faceData } from './fixtures';

const dark: Finding = {
  code: 'dark',
  severity: 3,
  confidence: 0.9,
  component: null,
  en: 'The face is dark.',
  zh: '面部很暗。'
};

async function tiles(): Promise<TileData[]> {
  const away: TileData = {
    ...{ kind: 'not-acquired', path: 'none.jpg', width: 640, height: 480, picture: await crop() },
    ...{ advice: [], warnings: [], model: 'rts-s', device: 'cpu', elapsedMs: 5 }
  };
  const failed: TileData = {
    ...{ kind: 'failed', path: '<b>broken</b>.jpg', width: null, height: null },
    error: { code: 'EMPTY_FILE', message: 'It is empty.' }
  };
  return [
    await faceData({ path: 'good.jpg', findings: [] }),
    await faceData({ path: 'dark.jpg', findings: [dark, { ...dark, en: 'second' }] }),
    await faceData({
      path: 'poor.jpg',
      quality: 0.1,
      advice: [{ code: 'X', component: null, en: 'Step back.', zh: '请后退。' }]
    }),
    away,
    failed
  ];
}

describe('grid of results', () => {
  it('says of each picture its quality, its assessment and what is seen first', async () => {
    const words = (await gridBundle(await tiles(), 'en'))['text/plain'] as string;
    assert.deepEqual(words.split('\n'), [
      '5 pictures: 2 Trusted, 1 Rejected, 1 No face, 1 Could not be processed',
      '0.83  Trusted  good.jpg',
      '0.83  Trusted  dark.jpg  The face is dark.',
      '0.10  Rejected  poor.jpg  Step back.',
      '–  No face  none.jpg  No face detected',
      '–  Could not be processed  <b>broken</b>.jpg  EMPTY_FILE'
    ]);
    assert.match(
      (await gridBundle(await tiles(), 'zh'))['text/plain'] as string,
      /^5 张照片: 2 可信，1 拒绝.*\n.*\n.*面部很暗。/
    );
  });

  it('is one picture, five in a row, its summary as alternative text; names stay text', async () => {
    const all = await tiles();
    const bundle = await gridBundle([...all, ...all, all[0]], 'en');
    const { width, height, alt } = bundle[bundleMetadata]!['image/png'] as Record<string, number | string>;
    const meta = await sharp(Buffer.from(bundle['image/png'] as string, 'base64')).metadata();
    assert.deepEqual([meta.width, meta.height], [2 * (width as number), 2 * (height as number)]);
    assert.match(alt as string, /^11 pictures: /);
    const { svg } = await drawGrid(all, 'en');
    assert.equal(svg.match(/<image /g)?.length, 4);
    assert.ok(!svg.includes('<b>'));
    const rows = async (n: number) => (await drawGrid(Array(n).fill(all[4]), 'en')).height;
    assert.equal(await rows(10), await rows(6));
    assert.ok((await rows(11)) > (await rows(10)));
  });
});
