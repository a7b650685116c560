import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

/** As in src/metrics/score-buckets.ts. */
const WINDOW = 1 << 14;
const BUCKETS = 1 << 16;

/** Bytes of the counts of two digits. */
const DIGITS = 2048;

interface Kernel {
  count(scores: number, genuine: number, length: number, counts: number): void;
  fill(
    scores: number,
    genuine: number,
    length: number,
    ends: number,
    halves: number,
    mated: number,
    mates: number,
  ): number;
  sort(from: number, to: number, spare: number, digits: number): number;
  levels(
    from: number,
    to: number,
    bucket: number,
    first: number,
    values: number,
    reached: number,
  ): number;
}

/**
 * Buckets for `capacity` scores as `plainBuckets` in src/metrics/score-buckets.ts makes them, to the byte; undefined where the kernel
 * or the memory is not there, or so many scores are more than it can address.
 */
export function wideBuckets(capacity: number) {
  const module = kernelOf('score-buckets');
  const layout = new Layout();
  const scores = layout.room(WINDOW * 4);
  const genuine = layout.room(WINDOW);
  const digits = layout.room(DIGITS);
  const counts = layout.room(2 * BUCKETS * 4);
  const ends = layout.room(BUCKETS * 4);
  const values = layout.room(BUCKETS * 4);
  const reached = layout.room(BUCKETS * 4);
  const halves = layout.room(capacity * 2);
  // As many as a bucket and a class may hold at worst; pages that nothing is written to take no memory.
  const spare = layout.room(capacity * 2);
  const mated = layout.room(capacity * 4);
  const memory = module === undefined ? undefined : layout.memory();
  if (module === undefined || memory === undefined) return undefined;
  const { buffer } = memory;
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
  return {
    scores: new Float32Array(buffer, scores, WINDOW),
    genuine: new Uint8Array(buffer, genuine, WINDOW),
    counts: new Int32Array(buffer, counts, 2 * BUCKETS),
    ends: new Int32Array(buffer, ends, BUCKETS),
    mated: new Float32Array(buffer, mated, capacity),
    values: new Float32Array(buffer, values, BUCKETS),
    reached: new Uint32Array(buffer, reached, BUCKETS),
    count: (length: number) => {
      kernel.count(scores, genuine, length, counts);
    },
    fill: (length: number, mates: number) =>
      kernel.fill(scores, genuine, length, ends, halves, mated, mates),
    sort: (from: number, to: number) =>
      kernel.sort(halves + 2 * from, halves + 2 * to, spare, digits),
    levels: (from: number, to: number, bucket: number, first: number) =>
      kernel.levels(halves + 2 * from, halves + 2 * to, bucket, first, values, reached),
  };
}
