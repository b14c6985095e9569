import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { walk } from '../../../kernel-lib/src/audit';
import { bytesOf, diskPath } from '../../../kernel-lib/src/names';

describe('walk', () => {
  let root: string;
  const put = (...names: string[]) => {
    for (const name of names) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), '');
    }
  };
  const walked = async (paths = [root]) => {
    const files: string[] = [];
    const folders: string[] = [];
    for await (const file of walk(paths, (folder, { code }) => folders.push(`${path.relative(root, folder)} ${code}`)))
      files.push(path.relative(root, file));
    return { files, folders };
  };

  beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'facegauge-walk-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('finds every regular file, sorted, whatever it is called', async () => {
    put('b.jpg', 'a/2.jpg', 'a/10.jpg', '.hidden', 'notes.txt', '脸 😀/<img onerror=x>.png');
    assert.deepEqual((await walked()).files, [
      '.hidden',
      'a/10.jpg',
      'a/2.jpg',
      'b.jpg',
      'notes.txt',
      '脸 😀/<img onerror=x>.png'
    ]);
  });

  it('finds files and folders whose names are not UTF-8, so that they can be opened', async function () {
    const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from('c8cbc1b3', 'hex')]);
    const file = Buffer.concat([folder, Buffer.from('/d6d0.jpg'.replace('d6d0', '\xd6\xd0'), 'latin1')]);
    try {
      mkdirSync(folder);
      writeFileSync(file, 'x');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EILSEQ') throw error;
      console.log('      (skipped: this file system takes UTF-8 alone)');
      this.skip();
    }
    const [found, ...more] = (await walked()).files;
    assert.deepEqual(more, []);
    assert.deepEqual(bytesOf(path.join(root, found)), file);
    assert.equal(readFileSync(diskPath(path.join(root, found)), 'utf8'), 'x');
    assert.deepEqual((await walked([path.join(root, path.dirname(found))])).files, [found]);
  });

  it('follows links, visits each folder once and so ends in a loop', async () => {
    put('a/face.jpg');
    symlinkSync(root, path.join(root, 'a/up'));
    symlinkSync(path.join(root, 'a'), path.join(root, 'b'));
    symlinkSync(path.join(root, 'a/face.jpg'), path.join(root, 'link.jpg'));
    assert.deepEqual((await walked()).files, ['a/face.jpg', 'link.jpg']);
  });

  it('gives back a link that leads nowhere and a path where nothing is, so that they are reported', async () => {
    symlinkSync('/nowhere/at/all', path.join(root, 'broken.jpg'));
    assert.deepEqual((await walked()).files, ['broken.jpg']);
    assert.deepEqual((await walked([path.join(root, 'missing.jpg')])).files, ['missing.jpg']);
  });

  it('reports a folder that cannot be read and goes on', async function () {
    if (process.getuid?.() === 0) {
      console.log('      skipped: root may read every folder');
      this.skip();
    }
    put('a/face.jpg', 'b/face.jpg');
    chmodSync(path.join(root, 'a'), 0);
    const { files, folders } = await walked();
    chmodSync(path.join(root, 'a'), 0o700);
    assert.deepEqual(files, ['b/face.jpg']);
    assert.deepEqual(folders, ['a NO_PERMISSION']);
  });
});
