import type { IndexColumn } from '../types.js';
import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

const [SPACE, COMMA] = [32, 44];

/** Bytes of the longest block. */
const BLOCK = 1 << 19;
/** What the kernel may read behind a block. */
const BEHIND = 16;
/** The shortest line is `1,1` and its end. */
const LINES = BLOCK / 4;

interface Kernel {
  parse(
    at: number,
    end: number,
    separator: number,
    labelled: number,
    table: number,
    size: number,
    left: number,
    right: number,
    genuine: number,
    stop: number,
  ): number;
}

interface Columns {
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  readonly genuine: Uint8Array;
}

/**
 * What reads the usual comparisons at the beginning of a block as the plain way of src/datasets/formats/ijb-pairs.ts does, but for
 * numbers of nine digits, lines of more than sixteen bytes, a last line without an end and a block of more than half a mebibyte,
 * which it leaves to that; undefined where the kernel is not there.
 *
 * @param indices the index of each template by its number, -1 where there is none
 */
export function widePairs(indices: Int32Array, labelled: boolean) {
  const module = kernelOf('template-pairs');
  if (module === undefined) return undefined;
  const layout = new Layout();
  const stopAt = layout.room(4);
  const table = layout.room(indices.byteLength);
  const text = layout.room(BLOCK + BEHIND);
  const left = layout.room(4 * LINES);
  const right = layout.room(4 * LINES);
  const genuine = layout.room(LINES);
  const memory = layout.memory();
  if (memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  const { buffer } = memory;
  const lefts = new Uint32Array(buffer, left, LINES);
  const rights = new Uint32Array(buffer, right, LINES);
  const labels = new Uint8Array(buffer, genuine, LINES);
  const copy = new Uint8Array(buffer, text, BLOCK);
  const stop = new Uint32Array(buffer, stopAt, 1);
  new Int32Array(buffer, table, indices.length).set(indices);
  return (block: Uint8Array, columns: Columns, count: number): { at: number; count: number } => {
    if (block.length > BLOCK) return { at: 0, count };
    copy.set(block);
    const found = kernel.parse(
      text,
      text + block.length,
      labelled ? SPACE : COMMA,
      labelled ? 1 : 0,
      table,
      indices.length,
      left,
      right,
      genuine,
      stopAt,
    );
    columns.left.set(lefts.subarray(0, found), count);
    columns.right.set(rights.subarray(0, found), count);
    columns.genuine.set(labels.subarray(0, found), count);
    return { at: stop[0]! - text, count: count + found };
  };
}
