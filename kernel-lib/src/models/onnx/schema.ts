/** The part of the ONNX file format (onnx.proto, IR version 8) that is written and read here, as protobuf descriptors. */
import protobuf from 'protobufjs';

const field = (type: string, id: number) => ({ type, id });
const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id });

const root = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: field('int64', 1),
        producerName: field('string', 2),
        producerVersion: field('string', 3),
        graph: field('Graph', 7),
        opsetImport: repeated('OperatorSet', 8),
        metadata: repeated('Entry', 14)
      }
    },
    OperatorSet: { fields: { domain: field('string', 1), version: field('int64', 2) } },
    Entry: { fields: { key: field('string', 1), value: field('string', 2) } },
    Graph: {
      fields: {
        node: repeated('Node', 1),
        name: field('string', 2),
        initializer: repeated('Tensor', 5),
        input: repeated('ValueInfo', 11),
        output: repeated('ValueInfo', 12)
      }
    },
    Node: {
      fields: {
        input: repeated('string', 1),
        output: repeated('string', 2),
        name: field('string', 3),
        opType: field('string', 4),
        attribute: repeated('Attribute', 5)
      }
    },
    Attribute: {
      fields: {
        name: field('string', 1),
        f: field('float', 2),
        i: field('int64', 3),
        s: field('bytes', 4),
        ints: repeated('int64', 8),
        type: field('int32', 20)
      }
    },
    // without raw_data: readers skip the numbers, the writer appends them itself
    Tensor: { fields: { dims: repeated('int64', 1), dataType: field('int32', 2), name: field('string', 8) } },
    ValueInfo: { fields: { name: field('string', 1), type: field('ValueType', 2) } },
    ValueType: { fields: { tensorType: field('TensorType', 1) } },
    TensorType: { fields: { elemType: field('int32', 1), shape: field('Shape', 2) } },
    Shape: { fields: { dim: repeated('Dimension', 1) } },
    Dimension: {
      oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
      fields: { dimValue: field('int64', 1), dimParam: field('string', 2) }
    }
  }
});

export const ModelProto = root.lookupType('Model');
export const GraphProto = root.lookupType('Graph');
export const TensorProto = root.lookupType('Tensor');

/** Field numbers that the writer uses by hand. */
export const FIELD = { modelGraph: 7, graphInitializer: 5, tensorRawData: 9 } as const;

/** Element types of onnx.proto. */
export const ELEMENT = { float: 1, int64: 7 } as const;

/** Attribute types of onnx.proto. */
export const ATTRIBUTE = { float: 1, int: 2, text: 3, ints: 7 } as const;
