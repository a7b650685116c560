import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { byteProductGraph, productGraph, ZERO } from './product-graph.js';

/** Multiplies rows with columns. */
export interface RowProducts<Rows, Columns, Products> {
  /**
   * Resolves when the dot product of each of the first `m` of `rows` with each of the first `n` of `columns` lies in `into`, row after
   * row. Blocks the thread.
   */
  multiply(rows: Rows, m: number, columns: Columns, n: number, into: Products): Promise<void>;
  release(): Promise<void>;
}

export type FloatProducts = RowProducts<Float32Array, Float32Array, Float32Array>;
export type ByteProducts = RowProducts<Uint8Array, Int8Array, Int32Array>;

/** Above fatal: the runtime would print its own errors beside ours. */
const SILENT = 4;

/**
 * Products of rows of `dim` values in float32, summed as the runtime likes; columns are rows as well. One thread: who wants more
 * starts more workers, so that what is done with the products is shared out too.
 */
export async function floatProducts(dim: number): Promise<FloatProducts> {
  const session = await sessionOf(productGraph(dim));
  return {
    multiply: async (rows, m, columns, n, into) => {
      const feeds = {
        rows: new Tensor('float32', rows.subarray(0, m * dim), [m, dim]),
        columns: new Tensor('float32', columns.subarray(0, n * dim), [n, dim]),
      };
      // The runtime fills the memory it is given; what `run` returns is a copy of it, which the binding makes unasked.
      const products = new Tensor('float32', into.subarray(0, m * n), [m, n]);
      await session.run(feeds, { products });
    },
    release: () => session.release(),
  };
}

/**
 * Products of bytes, which stand for themselves less `ZERO`, with columns of whole numbers, component by component: `dim` times
 * `n` of them.
 *
 * Exact but for machines whose instructions add two products in 16 bits, where they do not always fit: {@link addsExactly}.
 */
export async function byteProducts(dim: number): Promise<ByteProducts> {
  const session = await sessionOf(byteProductGraph(dim));
  return {
    multiply: async (rows, m, columns, n, into) => {
      const feeds = {
        rows: new Tensor('uint8', rows.subarray(0, m * dim), [m, dim]),
        columns: new Tensor('int8', columns.subarray(0, n * dim), [dim, n]),
      };
      const products = new Tensor('int32', into.subarray(0, m * n), [m, n]);
      await session.run(feeds, { products });
    },
    release: () => session.release(),
  };
}

/** The greatest that a byte stands for, and the columns and rows that tell whether it fits. */
const MOST = 127;
const TRIED = 64;

/**
 * Whether products of rows of `dim` bytes are exact here where two of them have no room in 16 bits: the greatest that there are,
 * of both signs.
 */
export async function addsExactly(by: ByteProducts, dim: number): Promise<boolean> {
  const sign = (i: number) => (i % 2 === 0 ? 1 : -1);
  const columns = Int8Array.from({ length: dim * TRIED }, (_, i) => sign(i % TRIED) * MOST);
  const rows = new Uint8Array(dim * TRIED).fill(ZERO + MOST);
  const products = new Int32Array(TRIED * TRIED);
  await by.multiply(rows, TRIED, columns, TRIED, products);
  return products.every((product, i) => product === sign(i % TRIED) * dim * MOST * MOST);
}

function sessionOf(graph: Uint8Array): Promise<InferenceSession> {
  env.logLevel = 'fatal';
  return InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: SILENT,
  });
}
