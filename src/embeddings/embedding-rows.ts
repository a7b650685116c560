import type { ByteSource } from '../files/byte-source.js';
import { fillNumbers } from '../files/npy-numbers.js';
import type { EmbeddingContent } from './embedding-format.js';
import type { MatrixHead } from './npy.js';
import { waitedLater } from '../waited-later.js';

/** Vectors on disk that need not be in memory: raw, in the order of the file, to be read as often as is asked for. */
export interface EmbeddingRows {
  /** As those of `RawEmbeddings`. */
  readonly ids?: readonly string[] | undefined;
  readonly rows: number;
  readonly dim: number;
  readonly warnings: readonly string[];
  /** Where they lie in one file as plain numbers, row after row; absent where they do not. */
  readonly place?: RowsPlace | undefined;
  readonly pass: RowPass;
}

/** Where rows begin in a file, and of what type their numbers are. */
export interface RowsPlace {
  readonly path: string;
  readonly dtype: string;
  readonly dataOffset: number;
}

/**
 * Puts whole rows into `chunks` in turn, as many as fit, and tells `take` how many, which is the first, and in which chunk they lie;
 * resolves when `take` has seen all of them and what it returned has resolved.
 *
 * A chunk is used again once the promise of `take` has resolved; where there are several, rows are read ahead of those that `take`
 * is at work on. All chunks are of one length.
 */
export type RowPass = (chunks: readonly Float32Array[], take: RowTaker) => Promise<void>;

export type RowTaker = (count: number, first: number, chunk: number) => Promise<void> | undefined;

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
    pass: (chunks, take) =>
      withSource(async (source) => {
        await readHead(source);
        await inTurn(chunks, { rows, dim }, (into) => fillNumbers(source, type, into), take);
      }),
  };
}

/** As a {@link RowPass}, of rows that `fill` puts into a part of a chunk, in their order. */
async function inTurn(
  chunks: readonly Float32Array[],
  { rows, dim }: Pick<EmbeddingRows, 'rows' | 'dim'>,
  fill: (into: Float32Array, first: number) => Promise<void>,
  take: RowTaker,
): Promise<void> {
  const most = Math.floor(chunks[0]!.length / dim);
  const countFrom = (first: number) => Math.min(most, rows - first);
  const taken = chunks.map(() => Promise.resolve());
  let filled = Promise.resolve();
  const begin = async (first: number) => {
    if (first >= rows) return;
    const chunk = (first / most) % chunks.length;
    await taken[chunk];
    filled = waitedLater(fill(chunks[chunk]!.subarray(0, countFrom(first) * dim), first));
  };
  try {
    await begin(0);
    for (let first = 0; first < rows; first += most) {
      await filled;
      const chunk = (first / most) % chunks.length;
      // The disk is at work while rows are taken, which may keep this thread from everything else.
      if (chunks.length > 1) await begin(first + most);
      taken[chunk] = waitedLater(Promise.resolve(take(countFrom(first), first, chunk)));
      if (chunks.length === 1) await begin(first + most);
    }
  } finally {
    // Whoever is at work on a chunk is done before the file is closed.
    await Promise.allSettled([filled, ...taken]);
  }
  await Promise.all(taken);
}

/** All of `rows`, in memory. */
export async function readRows(rows: EmbeddingRows): Promise<EmbeddingContent> {
  const { ids, dim, warnings } = rows;
  const raw = new Float32Array(rows.rows * dim);
  if (raw.length > 0) await rows.pass([raw], () => undefined);
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
    pass: (chunks, take) =>
      inTurn(
        chunks,
        { rows, dim },
        (into, first) => {
          if (order === undefined) into.set(raw.subarray(first * dim, first * dim + into.length));
          for (let at = 0; order !== undefined && at < into.length; at += dim) {
            const from = order[first + at / dim]! * dim;
            into.set(raw.subarray(from, from + dim), at);
          }
          return Promise.resolve();
        },
        take,
      ),
  };
}
