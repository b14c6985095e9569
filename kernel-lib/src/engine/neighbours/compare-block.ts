/** Compares one block of rows with the columns before it: bounds first, what survives in full. */
import path from 'node:path';
import type { Products } from './matrix';
import { BLOCK, columnsOf, FILES, PART, rowsOf, type FoundPairs, type NeighbourSearch } from './messages';
import { SLACK } from './project';
import { RowsFile } from './rows-file';

/** Rows of one product: its result of 512 × 4096 stays near the processor. */
const TILE = 512;
/** Survivors in a block of columns from which it is read as a whole. */
const MANY = BLOCK / 8;

export class TooManyPairs extends Error {}

/** Pairs while their number is not known. */
class Growing {
  #a = new Uint32Array(1024);
  #b = new Uint32Array(1024);
  #similarity = new Float64Array(1024);
  #length = 0;

  constructor(private readonly most: number) {}

  add(a: number, b: number, similarity: number): void {
    if (this.#length >= this.most) throw new TooManyPairs();
    if (this.#length === this.#a.length) {
      const larger = 2 * this.#length;
      const [olderA, olderB, older] = [this.#a, this.#b, this.#similarity];
      (this.#a = new Uint32Array(larger)).set(olderA);
      (this.#b = new Uint32Array(larger)).set(olderB);
      (this.#similarity = new Float64Array(larger)).set(older);
    }
    this.#a[this.#length] = a;
    this.#b[this.#length] = b;
    this.#similarity[this.#length++] = similarity;
  }

  done(): FoundPairs {
    const n = this.#length;
    return { a: this.#a.slice(0, n), b: this.#b.slice(0, n), similarity: this.#similarity.slice(0, n) };
  }
}

export class BlockComparer {
  private readonly vectors: RowsFile;
  private readonly bounds: RowsFile;
  private readonly rowBounds: Float32Array;
  private readonly columnBounds: Float32Array;
  private readonly rowVectors: Float32Array;
  private readonly columnVectors: Float32Array;
  private readonly rowSquares = new Float64Array(BLOCK);
  private readonly columnSquares = new Float64Array(BLOCK);
  private readonly loaded = new Uint8Array(BLOCK);
  private readonly result = new Float32Array(TILE * BLOCK);
  private readonly maxima = new Float32Array((TILE * BLOCK) / PART);

  constructor(
    private readonly search: NeighbourSearch,
    private readonly products: Products,
    private readonly width: number
  ) {
    const { folder, size } = search;
    this.vectors = new RowsFile(path.join(folder, FILES.vectors), size, 'r');
    this.bounds = new RowsFile(path.join(folder, FILES.bounds), width, 'r');
    this.rowBounds = new Float32Array(BLOCK * width);
    this.columnBounds = new Float32Array(BLOCK * width);
    this.rowVectors = new Float32Array(BLOCK * size);
    this.columnVectors = new Float32Array(BLOCK * size);
  }

  /**
   * @param onCompared told the number of comparisons made, now and then
   * @throws TooManyPairs above `most`
   */
  async compare(block: number, most: number, onCompared: (comparisons: number) => void): Promise<FoundPairs> {
    const { search, size } = { search: this.search, size: this.search.size };
    const [start, end] = rowsOf(search, block);
    const columns = columnsOf(search, end);
    this.bounds.read(this.rowBounds, start, end - start);
    this.vectors.read(this.rowVectors, start, end - start);
    squaresOf(this.rowVectors, this.rowSquares, size, 0, end - start);
    const pairs = new Growing(most);
    for (let first = 0; first < columns; first += BLOCK) {
      const n = Math.min(BLOCK, columns - first);
      // Parts are whole: what is beyond the last column is 0 and reaches no threshold.
      const padded = Math.ceil(n / PART) * PART;
      this.columnBounds.fill(0, n * this.width, padded * this.width);
      this.bounds.read(this.columnBounds, first, n);
      this.loaded.fill(0);
      for (let row = start; row < end; row += TILE) {
        const rows = Math.min(TILE, end - row);
        if (!search.across && first >= row + rows - 1) continue;
        await this.multiply(row - start, rows, padded);
        this.examine(row, row - start, rows, first, n, padded, pairs);
        onCompared(rows * n);
      }
    }
    return pairs.done();
  }

  close(): void {
    this.vectors.close();
    this.bounds.close();
  }

  private multiply(row: number, rows: number, padded: number): Promise<void> {
    const { width } = this;
    return this.products.multiplyWithMaxima(
      { data: this.rowBounds.subarray(row * width, (row + rows) * width), rows, columns: width },
      { data: this.columnBounds.subarray(0, padded * width), rows: padded, columns: width },
      this.result.subarray(0, rows * padded),
      this.maxima.subarray(0, (rows * padded) / PART)
    );
  }

  /** Looks at the parts whose maximum reaches the threshold, and at what survives in them. */
  private examine(
    row: number,
    local: number,
    rows: number,
    first: number,
    n: number,
    padded: number,
    to: Growing
  ): void {
    const { threshold, across } = this.search;
    const cut = threshold - SLACK;
    const parts = padded / PART;
    const survivors: number[] = [];
    for (let i = 0; i < rows; i++) {
      const last = across ? n : Math.min(n, row + i - first);
      for (let part = 0; part < parts; part++) {
        if (!(this.maxima[i * parts + part] >= cut)) continue;
        const stop = Math.min((part + 1) * PART, last);
        for (let j = part * PART; j < stop; j++) if (this.result[i * padded + j] >= cut) survivors.push(i * BLOCK + j);
      }
    }
    if (survivors.length === 0) return;
    if (survivors.length > MANY) this.loadAll(first, n);
    for (const survivor of survivors) {
      const [i, j] = [Math.floor(survivor / BLOCK), survivor % BLOCK];
      const similarity = this.cosine(local + i, this.column(first, j));
      if (similarity >= threshold) to.add(row + i, first + j, similarity);
    }
  }

  private column(first: number, j: number): number {
    if (!this.loaded[j]) {
      this.vectors.read(this.columnVectors, first + j, 1, j * this.search.size);
      squaresOf(this.columnVectors, this.columnSquares, this.search.size, j, j + 1);
      this.loaded[j] = 1;
    }
    return j;
  }

  private loadAll(first: number, n: number): void {
    if (this.loaded.indexOf(0) >= n) return;
    this.vectors.read(this.columnVectors, first, n);
    squaresOf(this.columnVectors, this.columnSquares, this.search.size, 0, n);
    this.loaded.fill(1, 0, n);
  }

  /** Not a number where one has no direction. */
  private cosine(row: number, column: number): number {
    const { size } = this.search;
    const [x, y] = [this.rowVectors, this.columnVectors];
    const [from, other] = [row * size, column * size];
    let dot = 0;
    for (let k = 0; k < size; k++) dot += x[from + k] * y[other + k];
    return Math.min(1, dot / Math.sqrt(this.rowSquares[row] * this.columnSquares[column]));
  }
}

function squaresOf(vectors: Float32Array, squares: Float64Array, size: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += vectors[k] * vectors[k];
    squares[i] = sum;
  }
}
