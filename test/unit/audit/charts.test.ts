import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import '../../../kernel-lib/src/audit';
import type { Audit } from '../../../kernel-lib/src/audit';
import { open, type Session } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';

describe('charts of an audit', function () {
  this.timeout(240_000);
  let folder: string;
  let session: Session;
  let audit: Audit;
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-audit-charts-'));
    session = await open({ device: 'cpu', store: path.join(folder, 'one.db'), language: 'en' });
    const pictures = ['p01-a', 'p02-a', 'p03-a', 'p10-blur2', 'p06-half-face2'].map(name => sample(`${name}.jpg`));
    audit = await session.audit(pictures, { name: 'five' });
  });
  after(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  it('show sources, findings and what the rejected lack', () => {
    const { bySource, findings, components } = audit.charts();
    assert.match(bySource!.description, /5 pictures of 1 source/);
    assert.match(findings.description, /Out of focus/);
    assert.match(components!.description, /2 pictures of low quality against 3 others/);
    assert.match(audit.charts({ language: 'zh' }).findings.description, /失焦/);
  });

  it('place every face on a map, with its picture in the tooltip', async () => {
    const map = await audit.map({ method: 'pca', colour: 'source' });
    const { values } = (map as unknown as { data: { values: Record<string, unknown>[] } }).data;
    assert.equal(values.length, 5);
    assert.ok(
      values.every(({ name, image }) => /\.jpg$/.test(String(name)) && /^data:image\/webp/.test(String(image)))
    );
    assert.equal(new Set(values.map(({ x, y }) => `${x} ${y}`)).size, 5);
  });
});
