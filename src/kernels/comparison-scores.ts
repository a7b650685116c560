import type { IndexColumn } from '../types.js';
import { type Hand, shareOut } from '../shared-out.js';
import { startThread } from '../worker-thread.js';
import { type CosineTask, type Rooms, TILE } from './cosine-messages.js';
import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';
import { byLeftRow, type OrderedRows } from './left-order.js';

/** Comparisons that one thread is given at a time: the more, the longer a tile of rows is used. */
const BLOCK = 1 << 19;
/** Comparisons that are put in order together where those of one row are scattered, a multiple of a block: each row meets many others. */
const CHUNK = 8 * BLOCK;

/** What is compared: rows of `dim` values, and the two rows of every comparison. */
export interface Compared {
  readonly directions: Float32Array;
  readonly dim: number;
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/**
 * The cosine of every comparison, to the byte those of `cosines` in src/metrics/cosines.ts, by `threads` threads on one copy of
 * the rows; undefined where the kernel or the memory is not there, or the rows are more than it can address.
 *
 * The order of the comparisons, the threads and the blocks change nothing: every comparison is summed for itself.
 *
 * @throws the signal's reason when stopped
 */
export async function scoredByThreads(
  { directions, dim, left, right }: Compared,
  threads: number,
  signal?: AbortSignal,
): Promise<Float32Array | undefined> {
  const module = kernelOf('cosines');
  const count = directions.length / dim;
  // Zeros behind a row add nothing to any sum.
  const wideDim = Math.ceil(dim / 4) * 4;
  const workers = Math.max(1, Math.min(threads, Math.ceil(left.length / BLOCK)));
  const capacity = Math.min(BLOCK, left.length);
  const { places, layout } = roomsOfThreads(count, wideDim, capacity, workers);
  const memory = module === undefined ? undefined : layout.sharedMemory();
  if (module === undefined || memory === undefined) return undefined;
  copyRows(directions, dim, wideDim, new Float32Array(memory.buffer, places[0]!.rows));
  const scores = new Float32Array(left.length);
  const blocks = Array.from({ length: Math.ceil(left.length / BLOCK) }, (_, b) => b * BLOCK);
  const chunkFrom = chunksOf(left, right, count);
  const hands = places.map((place): Hand<number> => {
    const thread = startThread<number, number>(new URL('./cosine-worker.js', import.meta.url), {
      what: 'a thread of the comparisons',
      closing: 0,
      data: { module, memory, place } satisfies CosineTask,
    });
    return {
      work: async (from) => {
        const start = from - (from % CHUNK);
        const chunk = chunkFrom(start);
        const [first, end] = [from - start, Math.min(from + BLOCK, left.length) - start];
        new Uint32Array(memory.buffer, place.left).set(chunk.left.subarray(first, end));
        new Uint32Array(memory.buffer, place.right).set(chunk.right.subarray(first, end));
        await thread.ask(end - first);
        const found = new Float32Array(memory.buffer, place.scores, end - first);
        if (chunk.places === undefined) scores.set(found, from);
        else putBack(found, chunk.places.subarray(first, end), scores.subarray(start));
      },
      close: () => thread.close(),
    };
  });
  await shareOut(blocks, hands, signal);
  return scores;
}

/** What gives the chunk of comparisons that begins at `start`, by left row; the last one is kept. */
function chunksOf(left: IndexColumn, right: IndexColumn, rows: number) {
  let last: { readonly start: number; readonly chunk: OrderedRows } | undefined;
  return (start: number): OrderedRows => {
    if (last?.start !== start) {
      const end = start + CHUNK;
      last = {
        start,
        chunk: byLeftRow(left.subarray(start, end), right.subarray(start, end), rows),
      };
    }
    return last.chunk;
  };
}

function putBack(found: Float32Array, places: Uint32Array, scores: Float32Array): void {
  for (let i = 0; i < places.length; i++) scores[places[i]!] = found[i]!;
}

/** The rooms of every thread behind the rows that all of them read. */
function roomsOfThreads(count: number, dim: number, capacity: number, threads: number) {
  const layout = new Layout();
  const rows = layout.room(count * dim * 4);
  const places = Array.from({ length: threads }, (): Rooms => ({
    rows,
    dim,
    wide: layout.room(dim * 8),
    tile: layout.room(TILE * dim * 8),
    left: layout.room(capacity * 4),
    right: layout.room(capacity * 4),
    scores: layout.room(capacity * 4),
    places: layout.room(capacity * 4),
    spare: layout.room(3 * capacity * 4),
    ends: layout.room((Math.ceil(count / TILE) + 1) * 4),
    capacity,
    count,
  }));
  return { places, layout };
}

function copyRows(from: Float32Array, dim: number, stride: number, to: Float32Array): void {
  if (dim === stride) {
    to.set(from);
    return;
  }
  for (let row = 0; row * dim < from.length; row++) {
    to.set(from.subarray(row * dim, (row + 1) * dim), row * stride);
  }
}
