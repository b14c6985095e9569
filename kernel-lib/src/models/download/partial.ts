/** A download under way: what has arrived lies in FILE.part, and FILE.part.json says what it is a part of. */
import fs from 'node:fs/promises';

/** What identifies the version of a file on a server. */
export interface Origin {
  url: string;
  /** Strong entity tag or date of the version; null where the server gives neither. */
  version: string | null;
  /** SHA-256 it should have, where known. */
  sha256: string | null;
}

export class Partial {
  readonly file: string;
  private readonly note: string;

  constructor(target: string) {
    this.file = `${target}.part`;
    this.note = `${target}.part.json`;
  }

  /** Bytes that may be kept, and the version they belong to; 0 where nothing fits `url` and `sha256`. */
  async kept(url: string, sha256: string | null): Promise<{ bytes: number; version: string | null }> {
    const size = await fs.stat(this.file).then(
      stat => (stat.isFile() ? stat.size : 0),
      () => 0
    );
    const origin = await fs.readFile(this.note, 'utf8').then(
      text => JSON.parse(text) as Origin,
      () => null
    );
    const same = origin !== null && origin.url === url && origin.sha256 === sha256;
    // Without a version only a known hash can tell that the two halves belong together.
    if (size === 0 || !same || (origin.version === null && sha256 === null)) return { bytes: 0, version: null };
    return { bytes: size, version: origin.version };
  }

  async begin(origin: Origin): Promise<void> {
    await fs.writeFile(this.note, JSON.stringify(origin));
  }

  async discard(): Promise<void> {
    await fs.rm(this.file, { force: true });
    await fs.rm(this.note, { force: true });
  }

  /** Puts the complete file in its place. */
  async finish(target: string): Promise<void> {
    await fs.rename(this.file, target);
    await fs.rm(this.note, { force: true });
  }
}
