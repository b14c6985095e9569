/** Builds the description of a network step by step; the weights stay where they are until the file is written. */
import { ATTRIBUTE, ELEMENT } from './schema';

/** Axis of a tensor: a size, or a name for one that varies. */
export type Axis = number | string;

/** A constant of the graph; `load` is called once, while the file is being written. */
export interface Initializer {
  name: string;
  dims: number[];
  dataType: number;
  /** Of the numbers, known before they are loaded. */
  byteLength: number;
  load: () => Promise<Uint8Array>;
}

export type Attributes = Record<string, number | number[] | string | { float: number }>;

const bytesOf = (numbers: Float32Array | BigInt64Array) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

const valueInfo = (name: string, axes: readonly Axis[]) => ({
  name,
  type: {
    tensorType: {
      elemType: ELEMENT.float,
      shape: { dim: axes.map(axis => (typeof axis === 'number' ? { dimValue: axis } : { dimParam: axis })) }
    }
  }
});

function attribute(name: string, value: Attributes[string]) {
  if (Array.isArray(value)) return { name, type: ATTRIBUTE.ints, ints: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.text, s: Buffer.from(value) };
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  return { name, type: ATTRIBUTE.float, f: value.float };
}

export class Graph {
  readonly nodes: object[] = [];
  readonly inputs: object[] = [];
  readonly outputs: object[] = [];
  readonly initializers: Initializer[] = [];

  constructor(readonly name: string) {}

  /** Declares a float32 input. @returns its name */
  input(name: string, axes: readonly Axis[]): string {
    this.inputs.push(valueInfo(name, axes));
    return name;
  }

  /** Declares a float32 output; a node must give it. */
  output(name: string, axes: readonly Axis[]): void {
    this.outputs.push(valueInfo(name, axes));
  }

  /** A float32 constant. @returns its name */
  weight(name: string, dims: number[], load: () => Promise<Float32Array> | Float32Array): string {
    const count = dims.reduce((product, axis) => product * axis, 1);
    this.initializers.push({
      name,
      dims,
      dataType: ELEMENT.float,
      byteLength: count * 4,
      load: async () => {
        const numbers = await load();
        if (numbers.length !== count)
          throw new RangeError(`${name}: ${numbers.length} numbers for the shape ${dims.join('×')}`);
        return bytesOf(numbers);
      }
    });
    return name;
  }

  /** An int64 constant: shapes, axes. @returns its name */
  integers(name: string, values: number[]): string {
    const numbers = BigInt64Array.from(values.map(BigInt));
    this.initializers.push({
      name,
      dims: [values.length],
      dataType: ELEMENT.int64,
      byteLength: numbers.byteLength,
      load: async () => bytesOf(numbers)
    });
    return name;
  }

  /**
   * Adds a node with one output.
   * @param output its name, also the node's
   * @returns the output's name
   */
  node(opType: string, inputs: string[], output: string, attributes: Attributes = {}): string {
    this.nodes.push({
      opType,
      name: output,
      input: inputs,
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value))
    });
    return output;
  }
}
