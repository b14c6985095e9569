import assert from 'node:assert/strict';
import { bytesOf, diskPath, nameOf, pathOfUrl, readable } from '../../kernel-lib/src/names';
import { printable } from '../../kernel-lib/src/printable';

/** 人脸照片/中国联通 (1).jpg in GBK: 联通 is the pair whose bytes look like UTF-8 in part. */
const GBK = Buffer.from('c8cbc1b3d5d5c6ac2fd6d0b9fac1aacda820283129 2e6a7067'.replaceAll(' ', ''), 'hex');

describe('names that are not UTF-8', () => {
  it('come back byte for byte, whatever they hold', () => {
    let x = 1;
    const random = (): number => (x = (x * 48271) % 0x7fffffff) / 0x7fffffff;
    const pieces = ['a', '/', 'é', '脸', '😀', '\uef80', '\uefff'].map(text => Buffer.from(text));
    for (let round = 0; round < 3000; round++) {
      const parts = Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
        random() < 0.5 ? pieces[Math.floor(random() * pieces.length)] : Buffer.of(1 + Math.floor(random() * 255))
      );
      const bytes = Buffer.concat(parts);
      const name = nameOf(bytes);
      assert.deepEqual(bytesOf(name), bytes, bytes.toString('hex'));
      // SQLite and JSON carry Unicode text, which lone surrogates are not.
      assert.equal(Buffer.from(name).toString(), name);
      assert.equal(JSON.parse(JSON.stringify(name)), name);
    }
  });

  it('leave all others as they are', () => {
    for (const name of ['photo.jpg', '证件照 一.jpg', '😀🇨🇳.jpg', 'é.jpg']) {
      assert.equal(nameOf(Buffer.from(name)), name);
      assert.equal(diskPath(name), name);
      assert.equal(readable(name), name);
    }
  });

  it('are shown readably: Chinese as Chinese, others by their bytes', () => {
    assert.equal(readable(nameOf(GBK)), '人脸照片/中国联通 (1).jpg');
    assert.equal(printable(`"${nameOf(GBK)}" does not exist.`), '"人脸照片/中国联通 (1).jpg" does not exist.');
    assert.equal(readable(nameOf(Buffer.from('caf\xe9 M\xfcller.jpg', 'latin1'))), 'caf\\xe9 M\\xfcller.jpg');
    assert.equal(readable(nameOf(Buffer.concat([Buffer.from('数据'), Buffer.of(0xff)]))), '数据\\xff');
    assert.equal(printable(nameOf(Buffer.of(0x9b, 0x33, 0x31, 0x6d))), '\\x9b31m');
  });

  it('are read from URLs', () => {
    assert.equal(pathOfUrl(new URL('file:///a%20b/%E8%84%B8.jpg')), '/a b/脸.jpg');
    if (process.platform !== 'win32')
      assert.deepEqual(
        bytesOf(pathOfUrl(new URL('file:///x/%C8%CBé.jpg'))),
        Buffer.from('/x/\xc8\xcb\xc3\xa9.jpg', 'latin1')
      );
  });
});
