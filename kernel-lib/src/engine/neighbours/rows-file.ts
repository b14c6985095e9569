/** A file of float32 rows, read and written in stretches. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

export class RowsFile {
  private readonly descriptor: number;

  /** @param flags as of `fs.open`; what is made is readable by its owner alone, for vectors are biometric data */
  constructor(
    file: string,
    readonly size: number,
    flags: 'r' | 'r+' | 'w'
  ) {
    this.descriptor = openSync(file, flags, 0o600);
  }

  /** Reads `rows` rows from row `first` on to the beginning of `into`. @throws RangeError where the file ends before */
  read(into: Float32Array, first: number, rows: number, at = 0): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset + at * 4, rows * this.size * 4);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.descriptor, bytes, done, bytes.length - done, first * this.size * 4 + done);
      if (read === 0) throw new RangeError(`a file of vectors ends before row ${first + rows}`);
      done += read;
    }
  }

  write(from: Float32Array, first: number, rows: number): void {
    const bytes = new Uint8Array(from.buffer, from.byteOffset, rows * this.size * 4);
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.descriptor, bytes, done, bytes.length - done, first * this.size * 4 + done);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
