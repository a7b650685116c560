/** Numbers that onnx.proto gives to the fields used here. */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 };
const OPSET = { version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, opType: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, i: 3, type: 20 };
const INT = 2;
const TENSOR = { dataType: 2, name: 8, rawData: 9 };
const VALUE = { name: 1, type: 2 };
const TYPE = { tensorType: 1, elemType: 1, shape: 2, dim: 1, dimValue: 1, dimParam: 2 };
const [FLOAT, UINT8, INT8, INT32] = [1, 2, 3, 6] as const;

/** Added to what bytes without a sign stand for. */
export const ZERO = 128;

/** Bytes of a message, piece by piece. */
type Pieces = readonly Uint8Array[];

/**
 * The bytes of an ONNX model that multiplies each of `rows` (m, dim) with each of `columns` (n, dim), both float32 and row after
 * row, into `products` (m, n).
 *
 * Grammar: onnx/onnx.proto, IR version 8, opset 13, written as protocol buffers are: a key, then a length or a number.
 */
export function productGraph(dim: number): Uint8Array {
  const transposed = [
    text(ATTRIBUTE.name, 'transB'),
    number(ATTRIBUTE.i, 1),
    number(ATTRIBUTE.type, INT),
  ];
  return model({
    node: [
      text(NODE.input, 'rows'),
      text(NODE.input, 'columns'),
      text(NODE.output, 'products'),
      text(NODE.opType, 'Gemm'),
      ...bytes(NODE.attribute, transposed),
    ],
    initializers: [],
    inputs: [matrix('rows', FLOAT, ['m', dim]), matrix('columns', FLOAT, ['n', dim])],
    products: matrix('products', FLOAT, ['m', 'n']),
  });
}

/**
 * As {@link productGraph} for whole numbers: `rows` are bytes that stand for themselves less {@link ZERO}, `columns` (dim, n) are
 * bytes with a sign, the products are exact and have 32 bits.
 */
export function byteProductGraph(dim: number): Uint8Array {
  return model({
    node: [
      text(NODE.input, 'rows'),
      text(NODE.input, 'columns'),
      text(NODE.input, 'zero'),
      text(NODE.output, 'products'),
      text(NODE.opType, 'MatMulInteger'),
    ],
    initializers: [
      [
        number(TENSOR.dataType, UINT8),
        text(TENSOR.name, 'zero'),
        ...bytes(TENSOR.rawData, [Uint8Array.of(ZERO)]),
      ],
    ],
    inputs: [matrix('rows', UINT8, ['m', dim]), matrix('columns', INT8, [dim, 'n'])],
    products: matrix('products', INT32, ['m', 'n']),
  });
}

function model({
  node,
  initializers,
  inputs,
  products,
}: {
  readonly node: Pieces;
  readonly initializers: readonly Pieces[];
  readonly inputs: readonly Pieces[];
  readonly products: Pieces;
}): Uint8Array {
  const graph = [
    ...bytes(GRAPH.node, node),
    text(GRAPH.name, 'products'),
    ...initializers.flatMap((one) => bytes(GRAPH.initializer, one)),
    ...inputs.flatMap((one) => bytes(GRAPH.input, one)),
    ...bytes(GRAPH.output, products),
  ];
  return Buffer.concat([
    number(MODEL.irVersion, 8),
    ...bytes(MODEL.graph, graph),
    ...bytes(MODEL.opsetImport, [number(OPSET.version, 13)]),
  ]);
}

/** A matrix of so many rows and columns, or of any number where a name stands. */
function matrix(name: string, type: number, size: readonly (number | string)[]): Pieces {
  const shape = size.flatMap((one) =>
    bytes(TYPE.dim, [
      typeof one === 'string' ? text(TYPE.dimParam, one) : number(TYPE.dimValue, one),
    ]),
  );
  const ofTensor = [number(TYPE.elemType, type), ...bytes(TYPE.shape, shape)];
  return [text(VALUE.name, name), ...bytes(VALUE.type, bytes(TYPE.tensorType, ofTensor))];
}

function number(field: number, value: number): Uint8Array {
  return Buffer.concat([varint(8 * field), varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return Buffer.concat(bytes(field, [Buffer.from(value, 'utf8')]));
}

function bytes(field: number, value: Pieces): Pieces {
  const length = value.reduce((sum, piece) => sum + piece.length, 0);
  return [varint(8 * field + 2), varint(length), ...value];
}

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 128);
  return Uint8Array.from([...digits, rest]);
}
