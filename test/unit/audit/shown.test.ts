import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Audit, auditJson, auditProgressText } from '../../../kernel-lib/src/audit';
import { AUDIT_MIME, GALLERY_MIME } from '../../../kernel-lib/src/cards';
import type { Store } from '../../../kernel-lib/src/store';
import { useStoredAudit } from './stored-audit';

/** An audit for people and for programs: card, gallery, report, progress, JSON. */
describe('an audit, shown', () => {
  const the = useStoredAudit();
  const { folder, row, auditOf } = the;
  let store: Store;
  let audit: Audit;
  beforeEach(() => ({ store, audit } = the));

  it('draws itself: one card, one gallery, in both languages, with data for whoever draws it natively', async () => {
    const show = (value: object): Promise<Record<string, any>> => (value as any)[Symbol.for('Jupyter.display')]();
    const card = await show(audit);
    assert.match(
      card['text/plain'],
      /^first: 8 pictures, done\nWith a face: 6\nMean quality: 0.51\nRejected: 33 % \(below 0.40, of those with a face\)/
    );
    assert.match(card['text/plain'], /2  Dark\n/);
    assert.ok(Buffer.from(card['image/png'], 'base64').length > 10_000);
    assert.equal(card[AUDIT_MIME].run, audit.run);
    assert.equal(card[AUDIT_MIME].findings[0].thumbnails[0].mime, 'image/webp');
    const gallery = await show(audit.gallery({ source: 'office' }, { size: 2 }));
    assert.match(
      gallery['text/plain'],
      /^first: source office {2}· {2}3 pictures {2}· {2}page 1 of 2\n0.20  Rejected  .*b1.jpg  Mask · ben\n/
    );
    assert.deepEqual(gallery[GALLERY_MIME].filter, { source: 'office' });
    assert.deepEqual(gallery[GALLERY_MIME].thresholds, { reject: 0.4, trust: 0.6 });
    assert.equal(gallery[GALLERY_MIME].tiles.length, 2);
    const chinese = new Audit({ store, policy: () => the.policy, language: 'zh' }, audit.run);
    assert.match((await show(chinese))['text/plain'], /^first: 8 张照片, 已完成\n检出人脸: 6/);
    for (const table of [
      audit.worst(),
      audit.exactDuplicates(),
      audit.identities(),
      audit.thin(),
      audit.samples({ text: 'nothing' })
    ])
      assert.ok((await show(table))['image/png'].length > 1000);
    assert.throws(() => audit.gallery({}, { page: 0 }), { code: 'INVALID_ARGUMENT' });
  });

  it('writes a page that needs nothing else, in which names are never markup', async () => {
    const hostile = await auditOf('<script>alert(1)</script>', [
      row('<img src=x onerror=alert(1)>', {
        quality: 0.1,
        identity: '"><b>bold</b>',
        source: "'><i>",
        findings: ['dark']
      }),
      row('b', { quality: 0.9, identity: '&amp;', pixelHash: 'p' }),
      row('c', { quality: 0.9, identity: 'x\u202egnp', pixelHash: 'p' })
    ]);
    const file = path.join(folder(), 'out/report.html');
    const { bytes } = await hostile.report(file);
    const page = readFileSync(file, 'utf8');
    assert.equal(Buffer.byteLength(page), bytes);
    for (const tag of ['<script', '<b>bold', '<i>"', 'onerror=alert(1)>']) assert.ok(!page.includes(tag), tag);
    assert.ok(page.includes('&#60;script&#62;alert(1)'));
    assert.ok(!page.includes('\u202e'));
    // Nothing is fetched: pictures lie in the page, and it forbids the rest.
    assert.deepEqual(
      [...page.matchAll(/(?:src|href)="([^"]{0,15})/g)].filter(([, target]) => !target.startsWith('data:image/webp')),
      []
    );
    assert.match(page, /default-src 'none'/);
    assert.match(page, /prefers-color-scheme:dark/);
    await hostile.report(file, { language: 'zh' });
    assert.match(readFileSync(file, 'utf8'), /<html lang="zh-CN">[^]*平均质量/);
  });

  it('draws names that a terminal would obey', async () => {
    const hostile = await auditOf('h\u001b[31m<i>', [
      row('a', { path: '/p/\u001b[31mred\n.jpg', identity: '\u001b]0;x\u0007', source: '\u0001', pixelHash: 'p' }),
      row('b', { path: '/p/b.jpg', identity: '\u001b]0;x\u0007', pixelHash: 'p' })
    ]);
    for (const one of [
      hostile,
      hostile.gallery({ identity: '\u001b]0;x\u0007' }),
      hostile.identities(),
      hostile.exactDuplicates()
    ])
      assert.ok((await (one as any)[Symbol.for('Jupyter.display')]())['image/png'].length > 1000);
  });

  it('tells how far it is, in the notebook', () => {
    const progress = {
      ...{
        name: 'gate',
        done: 40,
        recognised: 10,
        total: 80,
        acquired: 38,
        notAcquired: 1,
        failed: 1,
        meanQuality: 0.7
      },
      ...{
        qualities: [1, 0, ...Array<number>(17).fill(0), 8],
        findings: [{ code: 'dark', count: 3 }],
        seconds: 10,
        rate: 3,
        left: 13
      }
    };
    const [way, histogram, seen] = auditProgressText(progress, 'en').split('\n');
    assert.match(way, /^gate: █{12}░{12} 50 % {2}40 of 80 pictures.* · 10 known from before$/);
    assert.equal(histogram, `0 ▕▁${' '.repeat(18)}█▏ 1   mean quality 0.70`);
    assert.equal(seen, '1 without a face · 1 could not be processed · Dark 3');
    assert.match(auditProgressText(progress, 'zh', 'stopped'), /^gate: 已停止：处理了 40 张照片/);
  });

  it('is one JSON object for programs', async () => {
    const json = await auditJson(audit);
    assert.deepEqual(Object.keys(json), [
      ...[
        'name',
        'run',
        'state',
        'pictures',
        'acquired',
        'notAcquired',
        'failed',
        'meanQuality',
        'lowShare',
        'assessments'
      ],
      ...[
        'findings',
        'sources',
        'exactDuplicates',
        'nearDuplicates',
        'labelErrors',
        'splitIdentities',
        'mergedIdentities'
      ],
      'thinIdentities'
    ]);
    assert.deepEqual(json.nearDuplicates, []);
    const unsearched = await auditJson(audit, { search: false });
    assert.deepEqual(
      [unsearched.nearDuplicates, unsearched.labelErrors, unsearched.mergedIdentities],
      [null, null, null]
    );
    assert.deepEqual(json.thinIdentities, [
      { identity: 'Chen 陈', pictures: 1, good: 1 },
      { identity: 'ben', pictures: 2, good: 0 }
    ]);
  });
});
