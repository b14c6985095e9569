/** PyTorch checkpoints (zip and legacy) and numpy pickles, opened without executing anything in them. */
import { FacegaugeError } from '../../errors';
import { openRegular, readAt } from '../regular-file';
import { aborted, readInThread, type Limits } from './read-in-thread';
import { truncated } from './source';
import { readTensor, type DType, type TensorView } from './tensor';

/** An open checkpoint: names, shapes and types at once, numbers when asked for. Close it. */
export interface Checkpoint {
  readonly file: string;
  /** In the order of the file. A prefix `module.` common to all names is taken off. */
  readonly tensors: ReadonlyMap<string, { dtype: DType; shape: readonly number[] }>;
  /** Contiguous numbers as float32, last axis fastest. @throws FacegaugeError CHECKPOINT_MISMATCH where the name is unknown */
  read(name: string): Promise<Float32Array>;
  /** The same as float64: integers up to 2⁵³ and float64 stay exact. */
  readExact(name: string): Promise<Float64Array>;
  close(): Promise<void>;
}

/** Larger than any checkpoint of a face network by far: 64 GB. */
const MOST_BYTES = 2 ** 36;

/**
 * Opens a checkpoint: zip or legacy format of PyTorch, or a pickled dictionary of arrays in numpy's format; bare or wrapped
 * in {state_dict: …}. The reading is done in a thread that `signal` and a time limit end.
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, CHECKPOINT_UNSAFE, CHECKPOINT_TRUNCATED,
 * CHECKPOINT_UNSUPPORTED, ABORTED
 */
export async function openCheckpoint(file: string, limits: Limits = {}): Promise<Checkpoint> {
  const { handle, size } = await openRegular(file, { what: 'The checkpoint', most: MOST_BYTES });
  try {
    const views = new Map(await readInThread({ fd: handle.fd, file, size }, limits));
    const view = (name: string): TensorView => {
      const found = views.get(name);
      if (found) return found;
      throw new FacegaugeError('CHECKPOINT_MISMATCH', `${file} has no tensor ${name}.`, {
        path: file,
        found: 'nothing'
      });
    };
    const numbers = async (from: number, length: number): Promise<Buffer> => {
      if (limits.signal?.aborted) throw aborted(file);
      const bytes = await readAt(handle, from, length);
      if (bytes.length < length) throw truncated(file, from + bytes.length, 'inside the numbers');
      return bytes;
    };
    return {
      file,
      tensors: new Map([...views].map(([name, { storage, shape }]) => [name, { dtype: storage.dtype, shape }])),
      read: async name => readTensor(view(name), name, Float32Array, numbers),
      readExact: async name => readTensor(view(name), name, Float64Array, numbers),
      close: () => handle.close()
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
