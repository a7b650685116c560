/**
 * Writes fixtures/models/*.onnx: models of a few hundred bytes, each with one thing that a session must handle or refuse.
 * Usage: node scripts/build-model-fixtures.js
 *
 * All of them begin by shrinking the picture to 4x4 by averaging; most give the 48 means as the vector, so that a test can say by hand what
 * comes out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  TensorShapeProto_DimensionSchema as DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

const FOLDER = new URL('../fixtures/models/', import.meta.url);

const dimension = (size) =>
  create(DimensionSchema, {
    value:
      typeof size === 'number'
        ? { case: 'dimValue', value: BigInt(size) }
        : { case: 'dimParam', value: size },
  });

const tensor = (name, elemType, shape) =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType,
          shape: create(TensorShapeProtoSchema, { dim: shape.map(dimension) }),
        }),
      },
    }),
  });

const ints = (name, values) =>
  create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: values.map(BigInt) });
const int = (name, value) =>
  create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });

const node = (opType, input, output, attribute = []) =>
  create(NodeProtoSchema, { opType, input: [input].flat(), output: [output].flat(), attribute });

const constant = (name, dataType, dims, values) =>
  create(TensorProtoSchema, {
    name,
    dataType,
    dims: dims.map(BigInt),
    ...(dataType === DataType.INT64 ? { int64Data: values.map(BigInt) } : { floatData: values }),
  });

/** One number that lies in a file of its own, at its beginning. */
const outside = (name, location) =>
  create(TensorProtoSchema, {
    name,
    dataType: DataType.FLOAT,
    dims: [1n],
    dataLocation: DataLocation.EXTERNAL,
    externalData: [
      create(StringStringEntryProtoSchema, { key: 'location', value: location }),
      create(StringStringEntryProtoSchema, { key: 'length', value: '4' }),
    ],
  });

/** Means of 28x28 blocks of `from`, three planes of 4x4, as rows of 48. */
const means = (from, to) => [
  node('AveragePool', from, 'pooled', [ints('kernel_shape', [28, 28]), ints('strides', [28, 28])]),
  node('Flatten', 'pooled', to, [int('axis', 1)]),
];

function model({ inputs, outputs, nodes, constants = [] }) {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      producerName: 'magface fixtures',
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: 13n })],
      graph: create(GraphProtoSchema, {
        name: 'g',
        node: nodes,
        input: inputs,
        output: outputs,
        initializer: constants,
      }),
    }),
  );
}

const { FLOAT, FLOAT16, UINT8, INT64 } = DataType;
const FACE = ['n', 3, 112, 112];
const picture = (type = FLOAT, shape = FACE) => [tensor('input', type, shape)];
const vector = (type = FLOAT, shape = ['n', 48]) => [tensor('embedding', type, shape)];

const mixed = [
  ...means('input', 'x'),
  node('ReduceMax', 'x', 'greatest', [int('keepdims', 0)]),
  node('Sub', ['x', 'greatest'], 'embedding'),
];

const MODELS = {
  means: model({ inputs: picture(), outputs: vector(), nodes: means('input', 'embedding') }),
  'fixed-batch-4': model({
    inputs: picture(FLOAT, [4, 3, 112, 112]),
    outputs: vector(FLOAT, [4, 48]),
    nodes: means('input', 'embedding'),
  }),
  'fixed-batch-1': model({
    inputs: picture(FLOAT, [1, 3, 112, 112]),
    outputs: vector(FLOAT, [1, 48]),
    nodes: means('input', 'embedding'),
  }),
  // Subtract the greatest value in the whole batch, as a model does that was quantised dynamically or left in training.
  mixing: model({
    inputs: picture(),
    outputs: vector(),
    nodes: mixed,
  }),
  'mixing-batch-4': model({
    inputs: picture(FLOAT, [4, 3, 112, 112]),
    outputs: vector(FLOAT, [4, 48]),
    nodes: mixed,
  }),
  uint8: model({
    inputs: picture(UINT8),
    outputs: vector(),
    nodes: [node('Cast', 'input', 'x', [int('to', FLOAT)]), ...means('x', 'embedding')],
  }),
  float16: model({
    inputs: picture(FLOAT16),
    outputs: vector(FLOAT16),
    nodes: [
      node('Cast', 'input', 'x', [int('to', FLOAT)]),
      ...means('x', 'y'),
      node('Cast', 'y', 'embedding', [int('to', FLOAT16)]),
    ],
  }),
  'channels-last': model({
    inputs: picture(FLOAT, ['n', 112, 112, 3]),
    outputs: vector(),
    nodes: [
      node('Transpose', 'input', 'x', [ints('perm', [0, 3, 1, 2])]),
      ...means('x', 'embedding'),
    ],
  }),
  'side-160': model({
    inputs: picture(FLOAT, ['n', 3, 160, 160]),
    outputs: vector(FLOAT, ['n', 75]),
    nodes: means('input', 'embedding'),
  }),
  'two-inputs': model({
    inputs: [...picture(), tensor('label', FLOAT, ['n', 48])],
    outputs: vector(),
    nodes: [...means('input', 'x'), node('Add', ['x', 'label'], 'embedding')],
  }),
  'two-outputs': model({
    inputs: picture(),
    outputs: [...vector(), tensor('doubled', FLOAT, ['n', 48])],
    nodes: [...means('input', 'embedding'), node('Add', ['embedding', 'embedding'], 'doubled')],
  }),
  'one-row-reshape': model({
    inputs: picture(),
    outputs: vector(),
    constants: [constant('shape', INT64, [2], [1, -1])],
    nodes: [...means('input', 'x'), node('Reshape', ['x', 'shape'], 'embedding')],
  }),
  'feature-maps': model({
    inputs: picture(),
    outputs: vector(FLOAT, ['n', 3, 4, 4]),
    nodes: [means('input', 'flat')[0], node('Identity', 'pooled', 'embedding')],
  }),
  classes: model({
    inputs: picture(),
    outputs: vector(INT64, ['n', 48]),
    nodes: [...means('input', 'x'), node('Cast', 'x', 'embedding', [int('to', INT64)])],
  }),
  'fails-when-run': model({
    inputs: picture(),
    outputs: vector(FLOAT, [5, 7]),
    constants: [constant('shape', INT64, [2], [5, 7])],
    nodes: [...means('input', 'x'), node('Reshape', ['x', 'shape'], 'embedding')],
  }),
  'outside-weights': model({
    inputs: picture(),
    outputs: vector(),
    constants: [outside('scale', 'outside-weights.bin')],
    nodes: [...means('input', 'x'), node('Mul', ['x', 'scale'], 'embedding')],
  }),
  'weights-elsewhere': model({
    inputs: picture(),
    outputs: vector(),
    constants: [outside('scale', '../outside-weights.bin')],
    nodes: [...means('input', 'x'), node('Mul', ['x', 'scale'], 'embedding')],
  }),
  'not-a-number': model({
    inputs: picture(),
    outputs: vector(),
    constants: [constant('zero', FLOAT, [1], [0])],
    nodes: [
      ...means('input', 'x'),
      node('Mul', ['x', 'zero'], 'y'),
      node('Div', ['y', 'y'], 'embedding'),
    ],
  }),
  zero: model({
    inputs: picture(),
    outputs: vector(),
    constants: [constant('zero', FLOAT, [1], [0])],
    nodes: [...means('input', 'x'), node('Mul', ['x', 'zero'], 'embedding')],
  }),
};

mkdirSync(FOLDER, { recursive: true });
for (const [name, bytes] of Object.entries(MODELS)) {
  writeFileSync(new URL(`${name}.onnx`, FOLDER), bytes);
}
writeFileSync(new URL('outside-weights.bin', FOLDER), new Uint8Array(Float32Array.of(2).buffer));
console.log(`${Object.keys(MODELS).length} models`);
