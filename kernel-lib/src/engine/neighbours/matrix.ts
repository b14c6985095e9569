/** Products of matrices in onnxruntime, by the graphs of `graphs.ts`. Runs in the process of a search only. */
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { FILES, PART } from './messages';

/** A matrix of float32, row-major. */
export interface Matrix {
  data: Float32Array;
  rows: number;
  columns: number;
}

const tensor = ({ data, rows, columns }: Matrix): ort.Tensor => new ort.Tensor('float32', data, [rows, columns]);

export class Products {
  private constructor(
    private readonly product: ort.InferenceSession,
    private readonly bound: ort.InferenceSession
  ) {}

  /** @param folder where `writeGraphs` has written */
  static async open(folder: string, threads: number): Promise<Products> {
    const open = (name: string): Promise<ort.InferenceSession> =>
      ort.InferenceSession.create(path.join(folder, name), {
        executionProviders: ['cpu'],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        logSeverityLevel: 3,
        extra: { session: { intra_op: { allow_spinning: '0' } } }
      });
    return new Products(await open(FILES.product), await open(FILES.bound));
  }

  /** a · bᵀ, written to `result` (a.rows × b.rows). */
  async multiply(a: Matrix, b: Matrix, result: Float32Array): Promise<void> {
    const products = tensor({ data: result, rows: a.rows, columns: b.rows });
    await this.product.run({ rows: tensor(a), columns: tensor(b) }, { products });
  }

  /** The same, and the maxima over each {@link PART} of b's rows, which must be a multiple of it: a.rows × (b.rows / PART). */
  async multiplyWithMaxima(a: Matrix, b: Matrix, result: Float32Array, most: Float32Array): Promise<void> {
    const products = tensor({ data: result, rows: a.rows, columns: b.rows });
    const maxima = tensor({ data: most, rows: a.rows, columns: b.rows / PART });
    await this.bound.run({ rows: tensor(a), columns: tensor(b) }, { products, maxima });
  }
}
