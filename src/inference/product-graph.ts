/** Numbers that onnx.proto gives to the fields used here. */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 };
const OPSET = { version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, opType: 4 };
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const VALUE = { name: 1, type: 2 };
const TYPE = { tensorType: 1, elemType: 1, shape: 2, dim: 1, dimValue: 1, dimParam: 2 };
const FLOAT = 1;

/**
 * The bytes of an ONNX model that multiplies `rows` (m, dim) with `columns` (dim, count), which lie in it, into `products`
 * (m, count). Weights that are part of a model are packed once, not at every run.
 *
 * Grammar: onnx/onnx.proto, IR version 8, opset 13, written as protocol buffers are: a key, then a length or a number.
 * @param columns float32, row after row
 */
export function productGraph(columns: Float32Array, dim: number, count: number): Uint8Array {
  const weights = Buffer.from(columns.buffer, columns.byteOffset, columns.byteLength);
  const tensor = Buffer.concat([
    number(TENSOR.dims, dim),
    number(TENSOR.dims, count),
    number(TENSOR.dataType, FLOAT),
    text(TENSOR.name, 'columns'),
    bytes(TENSOR.rawData, weights),
  ]);
  const node = Buffer.concat([
    text(NODE.input, 'rows'),
    text(NODE.input, 'columns'),
    text(NODE.output, 'products'),
    text(NODE.opType, 'MatMul'),
  ]);
  const graph = Buffer.concat([
    bytes(GRAPH.node, node),
    text(GRAPH.name, 'products'),
    bytes(GRAPH.initializer, tensor),
    bytes(GRAPH.input, matrix('rows', dim)),
    bytes(GRAPH.output, matrix('products', count)),
  ]);
  return Buffer.concat([
    number(MODEL.irVersion, 8),
    bytes(MODEL.graph, graph),
    bytes(MODEL.opsetImport, number(OPSET.version, 13)),
  ]);
}

/** A matrix of float32 with any number of rows. */
function matrix(name: string, width: number): Buffer {
  const shape = Buffer.concat([
    bytes(TYPE.dim, text(TYPE.dimParam, 'm')),
    bytes(TYPE.dim, number(TYPE.dimValue, width)),
  ]);
  const tensor = Buffer.concat([number(TYPE.elemType, FLOAT), bytes(TYPE.shape, shape)]);
  return Buffer.concat([text(VALUE.name, name), bytes(VALUE.type, bytes(TYPE.tensorType, tensor))]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(8 * field), varint(value)]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(8 * field + 2), varint(value.length), value]);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 128);
  return Buffer.from([...digits, rest]);
}
