import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { productGraph } from './product-graph.js';

/** Rows are multiplied with the same columns again and again. */
export interface RowProducts {
  /**
   * Resolves when the dot product of each of the first `rows` rows of `left` with each column lies in `into`, row after row: in
   * float32, summed as the runtime likes. Blocks the thread.
   */
  multiply(left: Float32Array, rows: number, into: Float32Array): Promise<void>;
  release(): Promise<void>;
}

/** Above fatal: the runtime would print its own errors beside ours. */
const SILENT = 4;

/**
 * Products with `right`, whose `count` rows of `dim` values are the columns. One thread: who wants more starts more workers, so
 * that what is done with the products is shared out too.
 */
export async function rowProducts(
  right: Float32Array,
  dim: number,
  count: number,
): Promise<RowProducts> {
  env.logLevel = 'fatal';
  const columns = new Float32Array(dim * count);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < dim; i++) columns[i * count + c] = right[c * dim + i]!;
  }
  const session = await InferenceSession.create(productGraph(columns, dim, count), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: SILENT,
  });
  return {
    multiply: async (left, rows, into) => {
      const input = new Tensor('float32', left.subarray(0, rows * dim), [rows, dim]);
      const output = new Tensor('float32', into.subarray(0, rows * count), [rows, count]);
      // The runtime fills the memory it is given, and copies nothing.
      await session.run({ rows: input }, { products: output });
    },
    release: () => session.release(),
  };
}
