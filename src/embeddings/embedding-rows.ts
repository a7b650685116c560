import type { ByteSource } from '../files/byte-source.js';
import { fillNumbers } from '../files/npy-numbers.js';
import type { EmbeddingContent } from './embedding-format.js';
import type { MatrixHead } from './npy.js';

/** Vectors on disk that need not be in memory: raw, in the order of the file, to be read as often as is asked for. */
export interface EmbeddingRows {
  /** As those of `RawEmbeddings`. */
  readonly ids?: readonly string[] | undefined;
  readonly rows: number;
  readonly dim: number;
  readonly warnings: readonly string[];
  /**
   * Puts as many whole rows as fit into `into`, tells `take` how many and which is the first, and so on; resolves when `take` has
   * seen all.
   */
  pass(into: Float32Array, take: (count: number, first: number) => void): Promise<void>;
}

/** What is known of vectors before their numbers are read. */
export interface RowsHead extends MatrixHead {
  readonly ids?: readonly string[] | undefined;
}

/**
 * The vectors of a source that is opened anew for each reading.
 * @param withSource opens it, and closes it when what it is handed to is done
 * @param readHead reads what stands before the first number
 */
export async function openRows(
  withSource: <T>(use: (source: ByteSource) => Promise<T>) => Promise<T>,
  readHead: (source: ByteSource) => Promise<RowsHead>,
): Promise<EmbeddingRows> {
  const { ids, rows, dim, type, warnings } = await withSource(readHead);
  return {
    ...(ids === undefined ? {} : { ids }),
    rows,
    dim,
    warnings,
    pass: (into, take) =>
      withSource(async (source) => {
        await readHead(source);
        const most = Math.floor(into.length / dim);
        for (let first = 0; first < rows; first += most) {
          const count = Math.min(most, rows - first);
          await fillNumbers(source, type, into.subarray(0, count * dim));
          take(count, first);
        }
      }),
  };
}

/** All of `rows`, in memory. */
export async function readRows(rows: EmbeddingRows): Promise<EmbeddingContent> {
  const { ids, dim, warnings } = rows;
  const raw = new Float32Array(rows.rows * dim);
  if (raw.length > 0) await rows.pass(raw, () => undefined);
  return { ...(ids === undefined ? {} : { ids }), raw, dim, warnings };
}

/** Vectors that are in memory, to be read as those of a file; row `i` is row `order[i]` of them where an order is given. */
export function rowsInMemory(
  { ids, raw, dim }: Pick<EmbeddingContent, 'ids' | 'raw' | 'dim'>,
  order?: Uint32Array,
): EmbeddingRows {
  const rows = order?.length ?? raw.length / dim;
  return {
    ...(ids === undefined ? {} : { ids }),
    rows,
    dim,
    warnings: [],
    pass: (into, take) => {
      const most = Math.floor(into.length / dim);
      for (let first = 0; first < rows; first += most) {
        const count = Math.min(most, rows - first);
        for (let i = 0; order !== undefined && i < count; i++) {
          const from = order[first + i]! * dim;
          into.set(raw.subarray(from, from + dim), i * dim);
        }
        if (order === undefined) into.set(raw.subarray(first * dim, (first + count) * dim));
        take(count, first);
      }
      return Promise.resolve();
    },
  };
}
