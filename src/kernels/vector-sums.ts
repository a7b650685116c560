import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

interface Kernel {
  measure(rows: number, dim: number, count: number, lengths: number, spare: number): void;
  lengthOf(sum: number, stride: number): number;
  addRow(row: number, dim: number, sum: number, factor: number): void;
  addSum(from: number, stride: number, sum: number, factor: number): void;
  round(sum: number, stride: number, to: number, factor: number): void;
}

/**
 * Sums of vectors as `plainSums` in src/embeddings/vector-sums.ts makes them, to the byte; undefined where the kernel is not there or
 * so many sums are more than it can address. The rows lie in memory that threads can share.
 */
export function wideSums(dim: number, rowCount: number, slots: number) {
  const module = kernelOf('vector-sums');
  // Zeros behind a sum add nothing to any length.
  const stride = Math.ceil(dim / 8) * 8;
  const layout = new Layout();
  const rowsAt = layout.room(rowCount * dim * 4);
  const lengthsAt = layout.room(rowCount * 8);
  const spare = layout.room(32);
  const roundedAt = layout.room(stride * 4);
  const sumsAt = layout.room(slots * stride * 8);
  const memory = module === undefined ? undefined : layout.sharedMemory();
  if (module === undefined || memory === undefined) return undefined;
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
  const sums = new Float64Array(memory.buffer, sumsAt, slots * stride);
  const rounded = new Float32Array(memory.buffer, roundedAt, dim);
  const placeOf = (slot: number) => sumsAt + slot * stride * 8;
  return {
    dim,
    rows: new Float32Array(memory.buffer, rowsAt, rowCount * dim),
    lengths: new Float64Array(memory.buffer, lengthsAt, rowCount),
    measure: (first: number, count: number) => {
      kernel.measure(rowsAt + first * dim * 4, dim, count, lengthsAt + first * 8, spare);
    },
    clear: (slot: number) => {
      sums.fill(0, slot * stride, (slot + 1) * stride);
    },
    addRow: (row: number, slot: number, factor: number) => {
      kernel.addRow(rowsAt + row * dim * 4, dim, placeOf(slot), factor);
    },
    addSum: (from: number, slot: number, factor: number) => {
      kernel.addSum(placeOf(from), stride, placeOf(slot), factor);
    },
    lengthOf: (slot: number) => kernel.lengthOf(placeOf(slot), stride),
    take: (slot: number, factor: number, to: Float32Array, offset: number) => {
      kernel.round(placeOf(slot), stride, roundedAt, factor);
      to.set(rounded, offset);
    },
  };
}
