import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import {
  CARD_MIME,
  card,
  comparisonCard,
  faceCard,
  failedCard,
  notAcquiredCard,
  type CardData
} from '../../../kernel-lib/src/cards';
import { drawComparisonCard } from '../../../kernel-lib/src/cards/comparison';
import { drawFaceCard } from '../../../kernel-lib/src/cards/face';
import { ASSESSMENT, bundleMetadata, VERDICT, type MimeBundle } from '../../../kernel-lib/src/drawing';
import { lift } from '../../../kernel-lib/src/drawing/overlay';
import { WORDS } from '../../../kernel-lib/src/cards/words';
import { label } from '../../../kernel-lib/src/verification';
import { crop, faceData, pairData } from './fixtures';

const png = (bundle: MimeBundle) => Buffer.from(bundle['image/png'] as string, 'base64');
const text = (bundle: MimeBundle) => bundle['text/plain'] as string;
const data = (bundle: MimeBundle) => bundle[CARD_MIME] as Record<string, any>;

const notAcquired = async (): Promise<CardData> => ({
  kind: 'not-acquired',
  path: 'empty.jpg',
  width: 384,
  height: 384,
  picture: await crop(),
  advice: [],
  warnings: [],
  model: 'rts-s',
  device: 'cpu',
  elapsedMs: 20
});
const failed = (): CardData => ({
  kind: 'failed',
  path: 'x.jpg',
  width: null,
  height: null,
  error: { code: 'EMPTY_FILE', message: '"x.jpg" is empty.' }
});

describe('cards', () => {
  it('are bundles of a picture at 2×, words and data, and never HTML', async () => {
    for (const content of [await faceData(), await pairData(), await notAcquired(), failed()])
      for (const language of ['en', 'zh'] as const) {
        const bundle = await card(content, language);
        assert.deepEqual(Object.keys(bundle).sort(), [CARD_MIME, 'image/png', 'text/plain']);
        const { width, height } = await sharp(png(bundle)).metadata();
        const shown = bundle[bundleMetadata]!['image/png'];
        assert.equal(width, 2 * (shown.width as number));
        assert.equal(height, 2 * (shown.height as number));
        assert.ok((shown.width as number) <= 760);
        assert.ok((shown.alt as string).length > 10);
        assert.equal(data(bundle).version, 1);
        assert.equal(data(bundle).kind, content.kind);
        assert.ok(text(bundle).length > 20);
      }
  });

  it('say in words what the picture shows', async () => {
    const face = await faceData({
      quality: 0.5996,
      assessment: 'review',
      copies: { n: 8, quality: { mean: 0.6012, standardError: 0.0123 } },
      advice: [{ code: 'YAW', component: 'HeadPoseYaw', en: 'Turn the face.', zh: '请正对相机。' }],
      warnings: [{ code: 'SEVERAL_FACES', message: '3 faces were seen.' }]
    });
    const english = text(await faceCard(face, 'en'));
    for (const part of [
      'samples/p01-a.jpg: Quality 0.59 (0.601 ± 0.012), Review recommended',
      'HeadPoseYaw 32.0°, 41',
      'reject 0.40 (built-in), trust 0.60 (environment)',
      'log-quality 3.21 = bias 5.53 − parts 2.32',
      '1. Turn the face.',
      '3 faces were seen. (SEVERAL_FACES)',
      'model rts-s, device CPU'
    ])
      assert.ok(english.includes(part), part);
    assert.ok(text(await faceCard(face, 'zh')).includes('请正对相机。'));
  });

  it('call everything what the rest of the library calls it', () => {
    for (const language of ['en', 'zh'] as const) {
      const words = WORDS[language];
      for (const of of ['trusted', 'review', 'rejected', 'not-acquired'] as const)
        assert.equal(words.assessment[of], label(of, language));
      for (const verdict of ['match', 'no-match', 'review', 'unreliable'] as const)
        assert.equal(words.verdict[verdict], label({ verdict, reliable: false, recapture: null }, language));
      for (const which of ['a', 'b'] as const)
        assert.equal(
          words.retake(which === 'a' ? 'A' : 'B'),
          label({ verdict: 'recapture', reliable: false, recapture: which }, language)
        );
    }
  });

  it('show an unreliable pair without thresholds, scale, zones or leaning', async () => {
    const poor = { quality: 0.2, assessment: 'rejected' as const };
    const pair = await pairData({
      a: await faceData(poor),
      b: await faceData(poor),
      verdict: 'unreliable',
      reliable: false
    });
    const { svg } = await drawComparisonCard(pair, 'en');
    const { svg: match } = await drawComparisonCard(await pairData(), 'en');
    for (const colour of [VERDICT.match.soft, VERDICT['no-match'].soft])
      assert.ok(match.split(colour).length > svg.split(colour).length, `${colour} marks a zone of similarity`);
    assert.ok(!svg.includes(VERDICT['no-match'].soft));
    const words = text(await comparisonCard(pair, 'en'));
    assert.match(words, /^Unreliable: quality too low/);
    assert.ok(!words.includes('0.277') && !words.includes('0.374'));
    assert.doesNotMatch(words, /\bmatch\b/i);
  });

  it('say what the thresholds mean, in the picture and in words, where that is known', async () => {
    const meaning = {
      en: 'Of pairs of different people about 1 in 10,000 lies above 0.374 (match).',
      zh: '每 10,000 对中约有 1 对。'
    };
    const [known, unknown] = [await pairData({ meaning }), await pairData()];
    for (const language of ['en', 'zh'] as const) {
      assert.ok(
        text(await comparisonCard(known, language))
          .split('\n')
          .includes(meaning[language])
      );
      const [withIt, without] = [
        await drawComparisonCard(known, language),
        await drawComparisonCard(unknown, language)
      ];
      assert.ok(withIt.height > without.height);
    }
    assert.doesNotMatch(text(await comparisonCard(unknown, 'en')), /different people/);
  });

  it('mark the picture to take again and colour no zone of similarity then', async () => {
    const pair = await pairData({
      b: await faceData({ quality: 0.2 }),
      similarity: 0.04,
      verdict: 'recapture',
      reliable: false,
      recapture: 'b'
    });
    const { svg } = await drawComparisonCard(pair, 'en');
    assert.ok(!svg.includes(VERDICT['no-match'].soft));
    assert.match(text(await comparisonCard(pair, 'en')), /^Retake picture B: .*\nNot reliable: B 0\.20 below/);
    assert.match(text(await comparisonCard(pair, 'zh')), /^建议重拍 B/);
  });

  it('draw both maps of a pair on one colour scale', async () => {
    const map = Array.from({ length: 7 }, () => Array<number>(7).fill(0.3));
    const pair = await pairData({
      a: await faceData({ qualityMap: map }),
      b: await faceData({ qualityMap: map, mapScale: 0.3 })
    });
    const { svg } = await drawComparisonCard(pair, 'en');
    const [, mapOfA, , mapOfB] = Array.from(svg.matchAll(/href="([^"]+)"/g), m => m[1]);
    assert.equal(mapOfA, mapOfB);
  });

  it('make two statements, quality and what is seen, and never praise a picture in which something is seen', async () => {
    const dark = {
      code: 'dark',
      severity: 3 as const,
      confidence: 0.9,
      component: null,
      en: 'The face is dark.',
      zh: '面部很暗。'
    };
    const seen = text(await faceCard(await faceData({ findings: [dark] }), 'en'));
    assert.match(
      seen,
      /Quality 0\.83, Trusted\nOf 100 comparisons .* about 83 would be accepted\.\nSeen in the picture:\n  The face is dark\. \(severe\)/
    );
    assert.doesNotMatch(seen, /No fault/);
    assert.match(
      text(await faceCard(await faceData({ findings: [dark] }), 'zh')),
      /约有 83 次.*\n图中发现:\n  面部很暗。 \(严重\)/
    );
    assert.match(
      text(await faceCard(await faceData({ findings: [] }), 'en')),
      /Seen in the picture: No fault was found\./
    );
    const poor = { findings: [], quality: 0.3, assessment: 'rejected' as const };
    assert.match(
      text(await faceCard(await faceData(poor), 'en')),
      /Seen in the picture: Nothing was found that explains/
    );
    const unknown = text(await faceCard(await faceData(), 'en'));
    assert.doesNotMatch(unknown, /No fault|Seen in/, 'nobody looked');
  });

  it('say what is seen in a picture without a face, and of each picture of a pair', async () => {
    const dark = {
      code: 'dark',
      severity: 2 as const,
      confidence: 0.9,
      component: null,
      en: 'It is dark.',
      zh: '很暗。'
    };
    const away = { ...((await notAcquired()) as any), findings: [dark] };
    assert.match(text(await notAcquiredCard(away, 'en')), /Seen in the picture:\n {2}It is dark\. \(clear\)/);
    const heights = [];
    for (const findings of [[], [dark]]) {
      const pair = await pairData({ b: await faceData({ findings }) });
      heights.push((await drawComparisonCard(pair, 'en')).height);
    }
    assert.ok(heights[1] > heights[0]);
  });

  it('show the whole picture with box and landmarks in it, where it is at hand', async () => {
    const original = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#465' } })
      .webp()
      .toBuffer();
    const box = { x: 160, y: 120, width: 320, height: 240 };
    const bundle = await faceCard(await faceData({ original, box }), 'en');
    const { data: pixels, info } = await sharp(png(bundle)).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...pixels.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
    const { svg } = await drawFaceCard(await faceData({ original, box }), 'en');
    const [picture] = lift(svg).pictures;
    const { width } = picture.raster;
    const [left, top] = [2 * picture.x, 2 * picture.y];
    // The box is the middle half of the picture: its frame is white, what lies inside and outside is the picture.
    const frameAt = left + width / 4;
    const middle = top + Math.round(width * 0.75 * 0.5);
    const white = Array.from({ length: 8 }, (_, i) => at(Math.round(frameAt) + i, middle)).filter(
      c => Math.min(...c) > 230
    );
    assert.ok(white.length >= 2 && white.length <= 5, JSON.stringify(white));
    for (const inside of [0.1, 0.5]) {
      const [r, g, b] = at(left + Math.round(width * inside), middle);
      assert.ok(
        Math.abs(r - 0x44) < 10 && Math.abs(g - 0x66) < 10 && Math.abs(b - 0x55) < 10,
        `${inside}: ${[r, g, b]}`
      );
    }
    assert.equal(svg.match(/fill="#fee838"/g)?.length, 5);
    assert.equal(svg.match(/<image /g)?.length, 3);
    assert.equal((await drawFaceCard(await faceData(), 'en')).svg.match(/<image /g)?.length, 2);
    const broken = await faceData({ original: Buffer.from('no picture') });
    assert.equal((await drawFaceCard(broken, 'en')).svg.match(/<image /g)?.length, 2);
  });

  it('keep a file name text, however it is spelt', async () => {
    const name = '<img src=x onerror=alert(1)>"\'&amp;]]>\u202Egpj.照片😀שלום.jpg';
    const { svg } = await drawFaceCard(await faceData({ path: name }), 'en');
    assert.ok(!svg.includes('<img'));
    const bundle = await faceCard(await faceData({ path: name }), 'en');
    assert.ok(text(bundle).startsWith('<img src=x onerror=alert(1)>"\'&amp;]]>�gpj.照片😀שלום.jpg: '));
    assert.equal(data(bundle).path, name);
    const long = await faceCard(await faceData({ path: 'x'.repeat(4000) }), 'en');
    assert.equal((await sharp(png(long)).metadata()).width, 1480);
    await failedCard({ ...(failed() as any), path: name, error: { code: 'MISSING', message: name } }, 'zh');
  });

  it('hold a picture without a usable quality, with odd figures and without an illustration', async () => {
    const odd = await faceData({
      quality: null,
      logQuality: -80,
      rawQuality: 0,
      qualityMap: Array.from({ length: 7 }, () => Array<number>(7).fill(-9)),
      occlusionMap: Array.from({ length: 14 }, () => Array<number>(14).fill(-1)),
      path: null
    });
    assert.match(text(await faceCard(odd, 'en')), /^picture from memory: Quality – \(not available for this model\)/);
    const negative = await pairData({ similarity: -0.12, verdict: 'no-match' });
    assert.ok(text(await comparisonCard(negative, 'en')).includes('Similarity −0.120'));
    const bare = { ...((await notAcquired()) as any), picture: Buffer.from('not a picture') };
    assert.match(text(await notAcquiredCard(bare, 'zh')), /未检测到人脸/);
  });

  it('carry the crop in their data and no embedding', async () => {
    const bundle = data(await faceCard(await faceData(), 'en'));
    assert.equal(bundle.crop.mime, 'image/webp');
    assert.deepEqual(Buffer.from(bundle.crop.base64, 'base64'), Buffer.from((await faceData()).crop));
    assert.equal(bundle.components.HeadPoseYaw.score, 41);
    assert.ok(!JSON.stringify(bundle).includes('embedding'));
  });

  it('tell standings apart by shape, and by lightness against the ground', () => {
    const shapes = (['trusted', 'review', 'rejected', 'not-acquired'] as const).map(a => ASSESSMENT[a].shape);
    assert.equal(new Set(shapes).size, 4);
    for (const { strong, soft } of [...Object.values(ASSESSMENT), ...Object.values(VERDICT)]) {
      assert.ok(contrast(strong, '#ffffff') >= 4.5, strong);
      assert.ok(contrast('#1b1f24', soft) >= 7, soft);
    }
  });

  it('look the same on a machine without any font', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-fonts-'));
    writeFileSync(path.join(folder, 'fonts.conf'), '<?xml version="1.0"?><fontconfig></fontconfig>');
    const program = `
      const { faceCard } = require('./kernel-lib/src/cards');
      const { faceData } = require('./test/unit/cards/fixtures');
      faceData({ path: 'folder/照片.jpg' }).then(d => faceCard(d, 'zh')).then(b => process.stdout.write(b['image/png']));`;
    const run = (environment: Record<string, string>) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=commonjs', '--eval', program], {
        cwd: path.resolve(__dirname, '../../..'),
        env: { ...process.env, ...environment },
        encoding: 'utf8'
      });
    const without = run({ FONTCONFIG_FILE: path.join(folder, 'fonts.conf'), FONTCONFIG_PATH: folder, HOME: folder });
    assert.equal(without, run({}));
  });
});

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, blue] = [1, 3, 5].map(i => {
      const v = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}
