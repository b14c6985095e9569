/**
 * A reader of Python pickles that executes nothing. The opcodes only build numbers, texts, lists, dictionaries and tuples;
 * a name of Python code is looked up in a short table given by the caller, and a name that is not there ends the reading.
 * Format: CPython's Lib/pickletools.py, protocols 0 to 5 as far as tensor files use them.
 */
import { FacegaugeError } from '../../errors';
import { shown } from './shown';

/** What a permitted name stands for: a constant, or a function that builds plain data from plain arguments. */
export type Permitted = { value: unknown } | { call: (args: unknown[]) => unknown };

export interface PickleOptions {
  /** Shown in errors. */
  file: string;
  /** Offset of `bytes` within the file, for errors. */
  origin?: number;
  /** Permitted names as `module.name`. */
  permitted: ReadonlyMap<string, Permitted>;
  /** Resolves a persistent id (PyTorch: a storage). */
  persistent?: (id: unknown) => unknown;
}

/** A tuple is told apart from a list only where Python would: as a dictionary key it never occurs in tensor files. */
export type PickleValue = unknown;

/** An object that a permitted call made and that takes a state (opcode BUILD). */
export interface Buildable {
  setState(state: unknown): void;
}

const MARK = Symbol('mark');

/** Some fifty steps build a tensor; fifty thousand tensors are more than any network has. */
const MOST_STEPS = 2_500_000;

/** Longest integer in bytes; tensor files know 64 bits, and their first constant has 80. */
const LONGEST_INTEGER = 16;

/** Longest part of a name that a message repeats. */
const CLIPPED = 200;

const isBuildable = (value: unknown): value is Buildable =>
  typeof value === 'object' && value !== null && 'setState' in value && typeof value.setState === 'function';

class Interpreter {
  private at: number;
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  /** Bytes that permitted calls have made out of others. */
  private made = 0;

  constructor(
    private readonly bytes: Buffer,
    start: number,
    private readonly options: PickleOptions
  ) {
    this.at = start;
  }

  private take(count: number): Buffer {
    if (count < 0) this.unsupported(`a length of ${count}`);
    if (this.at + count > this.bytes.length) {
      const end = (this.options.origin ?? 0) + this.bytes.length;
      throw new FacegaugeError('CHECKPOINT_TRUNCATED', `${this.options.file} ends too early.`, {
        path: this.options.file,
        found: `the pickled part ends at byte ${end}, ${this.at + count - this.bytes.length} bytes short`,
        action: `Its pickled part ends at byte ${end}, ${this.at + count - this.bytes.length} bytes short; get the file again.`
      });
    }
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  private unsupported(what: string): never {
    throw new FacegaugeError(
      'CHECKPOINT_UNSUPPORTED',
      `${this.options.file} holds ${what}, which the reader does not know.`,
      {
        path: this.options.file,
        found: `${what} at byte ${(this.options.origin ?? 0) + this.at}`,
        action: 'Save the weights alone: torch.save(model.state_dict(), file).'
      }
    );
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    const text = this.take((end < 0 ? this.bytes.length + 1 : end) - this.at).toString('utf8');
    this.at += 1;
    return text;
  }

  private pop(): unknown {
    if (this.stack.length === 0) this.unsupported('a damaged pickle (empty stack)');
    return this.stack.pop();
  }

  private top(): unknown {
    if (this.stack.length === 0) this.unsupported('a damaged pickle (empty stack)');
    return this.stack[this.stack.length - 1];
  }

  private sinceMark(): unknown[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) this.unsupported('a damaged pickle (no mark)');
    const items = this.stack.splice(mark);
    items.shift();
    return items;
  }

  private integer(little: Buffer): number | bigint {
    if (little.length > LONGEST_INTEGER) this.unsupported(`a number of ${little.length} bytes`);
    let value = 0n;
    for (let i = little.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(little[i]);
    value = BigInt.asIntN(little.length * 8, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  private length8(): number {
    const value = this.take(8).readBigUInt64LE();
    return value > BigInt(this.bytes.length) ? this.bytes.length + 1 : Number(value);
  }

  private global(module: string, name: string): void {
    const full = `${module}.${name}`.slice(0, CLIPPED);
    const permitted = module.length + name.length < CLIPPED ? this.options.permitted.get(full) : undefined;
    if (!permitted) {
      throw new FacegaugeError(
        'CHECKPOINT_UNSAFE',
        `${this.options.file} asks for Python code to be run: ${full}. It was not run.`,
        {
          path: this.options.file,
          found: full,
          action: /^(torch\.nn|torchvision)\.|^__main__\./.test(full)
            ? 'It holds a whole module instead of its weights: save model.state_dict() instead.'
            : 'Tensors alone do not need it. Do not open this file with other programs unless you trust where it comes from.'
        }
      );
    }
    this.stack.push(permitted);
  }

  private reduce(): void {
    const args = this.pop();
    const target = this.pop() as Partial<{ call: (args: unknown[]) => unknown }> | null;
    if (typeof target?.call !== 'function' || !Array.isArray(args))
      this.unsupported('a call of something that is no function');
    const result = (target as { call: (args: unknown[]) => unknown }).call(args as unknown[]);
    // One text can be turned into bytes again and again.
    if (Buffer.isBuffer(result) && (this.made += result.length) > this.bytes.length)
      this.unsupported('more bytes than were written');
    this.stack.push(result);
  }

  private text(): string {
    const value = this.pop();
    return typeof value === 'string' ? value : this.unsupported(`a name that is no text but ${shown(value)}`);
  }

  private setItems(target: unknown, pairs: unknown[]): void {
    if (!(target instanceof Map)) return this.unsupported('items set on something that is no dictionary');
    for (let i = 0; i + 1 < pairs.length; i += 2) target.set(this.reveal(pairs[i]), this.reveal(pairs[i + 1]));
  }

  private append(target: unknown, items: unknown[]): void {
    if (!Array.isArray(target)) return this.unsupported('items appended to something that is no list');
    for (const item of items) target.push(this.reveal(item));
  }

  private build(): void {
    const state = this.pop();
    const target = this.top();
    if (isBuildable(target)) target.setState(state);
    // State of a dictionary is Python bookkeeping (PyTorch keeps version notes there); nothing in it concerns tensors.
    else if (!(target instanceof Map)) this.unsupported('a state for something that takes none');
  }

  /** Constants stay wrapped on the stack, because only a wrapped one may be called. */
  private reveal(item: unknown): unknown {
    return typeof item === 'object' && item !== null && 'value' in item && Object.keys(item).length === 1
      ? item.value
      : item;
  }

  private tuple(items: unknown[]): void {
    this.stack.push(items.map(item => this.reveal(item)));
  }

  private put(index: number): void {
    this.memo.set(index, this.top());
  }

  private get(index: number): void {
    if (!this.memo.has(index)) this.unsupported('a damaged pickle (unknown reference)');
    this.stack.push(this.memo.get(index));
  }

  private persistent(id: unknown): void {
    if (!this.options.persistent) this.unsupported('a reference to something outside');
    this.stack.push(this.options.persistent?.(this.reveal(id)));
  }

  /** @returns the value and where the pickle ends */
  run(): { value: PickleValue; end: number } {
    for (let steps = 0; ; steps++) {
      if (steps > MOST_STEPS) this.unsupported(`more than ${MOST_STEPS} steps`);
      const opcode = String.fromCharCode(this.take(1)[0]);
      if (opcode === '.') return { value: this.reveal(this.pop()), end: this.at };
      if (!this.constant(opcode) && !this.container(opcode) && !this.reference(opcode)) {
        this.unsupported(`pickle opcode 0x${opcode.charCodeAt(0).toString(16)}`);
      }
    }
  }

  private constant(opcode: string): boolean {
    const { stack } = this;
    // prettier-ignore
    switch (opcode) {
      case 'N': stack.push(null); return true;
      case '\x88': stack.push(true); return true;
      case '\x89': stack.push(false); return true;
      case 'K': stack.push(this.take(1)[0]); return true;
      case 'M': stack.push(this.take(2).readUInt16LE()); return true;
      case 'J': stack.push(this.take(4).readInt32LE()); return true;
      case '\x8a': stack.push(this.integer(this.take(this.take(1)[0]))); return true;
      case '\x8b': stack.push(this.integer(this.take(this.take(4).readInt32LE()))); return true;
      case 'G': stack.push(this.take(8).readDoubleBE()); return true;
      case 'F': stack.push(Number(this.line())); return true;
      case 'I': { const text = this.line(); stack.push(text === '01' ? true : text === '00' ? false : Number(text)); return true; }
      case 'L': stack.push(Number(this.line().replace(/L$/, ''))); return true;
      case 'X': stack.push(this.take(this.take(4).readUInt32LE()).toString('utf8')); return true;
      case '\x8c': stack.push(this.take(this.take(1)[0]).toString('utf8')); return true;
      case '\x8d': stack.push(this.take(this.length8()).toString('utf8')); return true;
      case 'T': stack.push(this.take(this.take(4).readInt32LE()).toString('latin1')); return true;
      case 'U': stack.push(this.take(this.take(1)[0]).toString('latin1')); return true;
      case 'C': stack.push(this.take(this.take(1)[0])); return true;
      case 'B': stack.push(this.take(this.take(4).readUInt32LE())); return true;
      case '\x8e': stack.push(this.take(this.length8())); return true;
      default: return false;
    }
  }

  private container(opcode: string): boolean {
    const { stack } = this;
    // prettier-ignore
    switch (opcode) {
      case ')': stack.push([]); return true;
      case ']': stack.push([]); return true;
      case '}': stack.push(new Map()); return true;
      case '\x8f': stack.push([]); return true;
      case '(': stack.push(MARK); return true;
      case 't': this.tuple(this.sinceMark()); return true;
      case '\x85': this.tuple([this.pop()]); return true;
      case '\x86': { const b = this.pop(); this.tuple([this.pop(), b]); return true; }
      case '\x87': { const c = this.pop(); const b = this.pop(); this.tuple([this.pop(), b, c]); return true; }
      case 'l': this.tuple(this.sinceMark()); return true;
      case 'd': { const items = this.sinceMark(); const map = new Map(); this.setItems(map, items); stack.push(map); return true; }
      case 'a': { const item = this.pop(); this.append(this.top(), [item]); return true; }
      case 'e': case '\x90': { const items = this.sinceMark(); this.append(this.top(), items); return true; }
      case 's': { const value = this.pop(); const key = this.pop(); this.setItems(this.top(), [key, value]); return true; }
      case 'u': { const items = this.sinceMark(); this.setItems(this.top(), items); return true; }
      default: return false;
    }
  }

  private reference(opcode: string): boolean {
    // prettier-ignore
    switch (opcode) {
      case '\x80': this.take(1); return true;
      case '\x95': this.take(8); return true;
      case 'c': { const module = this.line(); this.global(module, this.line()); return true; }
      case '\x93': { const name = this.text(); this.global(this.text(), name); return true; }
      case 'R': case '\x81': this.reduce(); return true;
      case 'b': this.build(); return true;
      case 'q': this.put(this.take(1)[0]); return true;
      case 'r': this.put(this.take(4).readUInt32LE()); return true;
      case 'p': this.put(Number(this.line())); return true;
      case '\x94': this.put(this.memo.size); return true;
      case 'h': this.get(this.take(1)[0]); return true;
      case 'j': this.get(this.take(4).readUInt32LE()); return true;
      case 'g': this.get(Number(this.line())); return true;
      case 'Q': this.persistent(this.pop()); return true;
      case 'P': this.persistent(this.line()); return true;
      case '0': this.pop(); return true;
      case '1': this.sinceMark(); return true;
      case '2': this.stack.push(this.top()); return true;
      default: return false;
    }
  }
}

/**
 * Reads one pickle. Dictionaries become Maps, tuples and lists arrays, byte strings Buffers.
 * @returns the value and the offset in `bytes` right after the pickle
 * @throws FacegaugeError CHECKPOINT_UNSAFE (a name outside the table), CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED
 */
export function readPickle(bytes: Buffer, options: PickleOptions, start = 0): { value: PickleValue; end: number } {
  return new Interpreter(bytes, start, options).run();
}
