import { addsExactly, byteProducts, floatProducts } from '../inference/row-products.js';
import { ZERO } from '../inference/product-graph.js';
import { vectorByteRows } from '../kernels/byte-rows.js';
import { byteError, productError } from '../metrics/identification/product-error.js';
import type { Scan } from '../metrics/identification/scan.js';

/** Products of entries with probes that are nearly right. */
export interface RoughProducts {
  /**
   * A block of `count` entries as they are multiplied: `read` puts their unit rows where it is told to. Good until the next one is
   * made or probes are taken; bytes longer where they are to be kept.
   */
  blockOf(count: number, read: (into: Float32Array) => void, keep: boolean): EntryBlock;
  /** Takes the probes that products are made with from now on: `count` unit rows. */
  setProbes(probes: Float32Array, count: number): void;
  /**
   * Resolves when the products of a block lie in the scan, with how far one of each probe may lie from its score by definition. Blocks
   * the thread.
   */
  multiply(block: EntryBlock, scan: Scan): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Entries that were made ready for products of their kind. */
export interface EntryBlock {
  readonly count: number;
  readonly floats: Float32Array;
  readonly bytes: Uint8Array;
  readonly scales: Float32Array;
  /** How far one of them may lie from what its bytes stand for. */
  readonly farthest: number;
}

const NO_FLOATS = new Float32Array();
const NO_BYTES = new Uint8Array();

/** Products in float32, with room for `most` entries. */
export async function roughFloats(dim: number, most: number): Promise<RoughProducts> {
  const by = await floatProducts(dim);
  const entries = new Float32Array(most * dim);
  let columns = new Float32Array(0);
  let errors = new Float32Array(0);
  return {
    blockOf: (count, read) => {
      read(entries);
      return { count, floats: entries, bytes: NO_BYTES, scales: NO_FLOATS, farthest: 0 };
    },
    setProbes: (probes, count) => {
      // The runtime takes no memory that threads share.
      columns = probes.slice();
      errors = new Float32Array(count).fill(productError(dim));
    },
    multiply: async ({ floats, count }, { products }) => {
      await by.multiply(floats, count, columns, errors.length, products);
      return errors;
    },
    release: () => by.release(),
  };
}

/**
 * Products of bytes, with room for `most` entries: less exact, and several times as fast where the machine has instructions for
 * them. Resolves to undefined where it has not, or the kernel is not there.
 */
export async function roughBytes(dim: number, most: number): Promise<RoughProducts | undefined> {
  const room = vectorByteRows(dim, most);
  if (room === undefined) return undefined;
  const by = await byteProducts(dim);
  if (!(await addsExactly(by, dim))) {
    await by.release();
    return undefined;
  }
  let columns = new Int8Array(0);
  let scales = new Float32Array(0);
  let distances = new Float32Array(0);
  let errors = new Float32Array(0);
  return {
    blockOf: (count, read, keep) => {
      read(room.rows);
      room.toBytes(count, ZERO);
      const farthest = room.errors
        .subarray(0, count)
        .reduce((most, error) => Math.max(most, error), 0);
      const { bytes, scales } = room;
      const made = keep
        ? { bytes: bytes.slice(0, count * dim), scales: scales.slice(0, count) }
        : { bytes, scales };
      return { count, floats: NO_FLOATS, ...made, farthest };
    },
    setProbes: (probes, count) => {
      if (errors.length !== count) {
        columns = new Int8Array(dim * count);
        scales = new Float32Array(count);
        distances = new Float32Array(count);
        errors = new Float32Array(count);
      }
      for (let from = 0; from < count; from += most) {
        const to = Math.min(count, from + most);
        room.rows.set(probes.subarray(from * dim, to * dim));
        room.toBytes(to - from, 0);
        scales.set(room.scales.subarray(0, to - from), from);
        distances.set(room.errors.subarray(0, to - from), from);
        transpose(room.bytes, to - from, dim, columns.subarray(from), count);
      }
    },
    multiply: async ({ bytes, scales: ofEntries, count, farthest }, scan) => {
      await by.multiply(bytes, count, columns, errors.length, scan.counts);
      scan.scale(count, ofEntries, scales);
      for (let p = 0; p < errors.length; p++) errors[p] = byteError(distances[p]!, farthest);
      return errors;
    },
    release: () => by.release(),
  };
}

/** Puts `count` rows of `dim` bytes into columns, whose components lie `width` apart. */
function transpose(
  rows: Uint8Array,
  count: number,
  dim: number,
  into: Int8Array,
  width: number,
): void {
  for (let row = 0, from = 0; row < count; row++) {
    for (let at = row; at < dim * width; at += width) into[at] = rows[from++]!;
  }
}
