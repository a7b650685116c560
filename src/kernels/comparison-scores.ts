import { type Hand, shareOut } from '../shared-out.js';
import { startThread } from '../worker-thread.js';
import { type CosineTask, type Rooms, TILE } from './cosine-messages.js';
import { kernelOf } from './kernel.js';

/** Comparisons that one thread is given at a time: the more, the longer a tile of rows is used. */
const BLOCK = 1 << 19;
const PAGE = 65_536;
/** What WebAssembly's addresses of 32 bits reach. */
const MOST = 65_536 * PAGE;

/** What is compared: rows of `dim` values, and the two rows of every comparison. */
export interface Compared {
  readonly directions: Float32Array;
  readonly dim: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
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
  const { places, bytes } = roomsOfThreads(count, wideDim, capacity, workers);
  const memory = module === undefined || bytes > MOST ? undefined : memoryOf(bytes);
  if (module === undefined || memory === undefined) return undefined;
  copyRows(directions, dim, wideDim, new Float32Array(memory.buffer, places[0]!.rows));
  const scores = new Float32Array(left.length);
  const blocks = Array.from({ length: Math.ceil(left.length / BLOCK) }, (_, b) => b * BLOCK);
  const hands = places.map((place): Hand<number> => {
    const thread = startThread<number, number>(new URL('./cosine-worker.js', import.meta.url), {
      what: 'a thread of the comparisons',
      closing: 0,
      data: { module, memory, place } satisfies CosineTask,
    });
    return {
      work: async (from) => {
        const to = Math.min(from + BLOCK, left.length);
        new Uint32Array(memory.buffer, place.left).set(left.subarray(from, to));
        new Uint32Array(memory.buffer, place.right).set(right.subarray(from, to));
        await thread.ask(to - from);
        scores.set(new Float32Array(memory.buffer, place.scores, to - from), from);
      },
      close: () => thread.close(),
    };
  });
  await shareOut(blocks, hands, signal);
  return scores;
}

/** Memory for threads to share; undefined where the system does not grant it. */
function memoryOf(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined;
  }
}

/** The rooms of every thread behind the rows that all of them read. */
function roomsOfThreads(count: number, dim: number, capacity: number, threads: number) {
  let bytes = 0;
  const room = (size: number) => {
    const at = bytes;
    bytes += Math.ceil(size / 64) * 64;
    return at;
  };
  const rows = room(count * dim * 4);
  const places = Array.from({ length: threads }, (): Rooms => ({
    rows,
    dim,
    wide: room(dim * 8),
    tile: room(TILE * dim * 8),
    left: room(capacity * 4),
    right: room(capacity * 4),
    scores: room(capacity * 4),
    places: room(capacity * 4),
    spare: room(3 * capacity * 4),
    ends: room((count + 1) * 4),
    capacity,
    count,
  }));
  return { places, bytes };
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
