import type { Journal } from './journal.js';
import type { Rows, WantedRow } from './segment.js';

const ROWS_IN_BLOCK = 1024;

/** Rows in memory that are not in a segment yet, in the order they came. */
export class RowBatch {
  readonly digests: string[] = [];
  readonly ids: string[] = [];
  /** Where the rows of this process are kept meanwhile. */
  readonly journals: Journal[] = [];
  readonly #checksums: number[] = [];
  readonly #blocks: Float32Array[] = [];

  constructor(readonly dim: number) {}

  append(digest: string, vector: Float32Array, checksum: number, id: string): void {
    const inBlock = this.digests.length % ROWS_IN_BLOCK;
    if (inBlock === 0) this.#blocks.push(new Float32Array(ROWS_IN_BLOCK * this.dim));
    this.#blocks.at(-1)!.set(vector, inBlock * this.dim);
    this.digests.push(digest);
    this.ids.push(id);
    this.#checksums.push(checksum);
  }

  /** Copies each of `wanted` into its row of `out`. */
  read(wanted: readonly WantedRow[], out: Float32Array): void {
    for (const { row, to } of wanted) {
      const block = this.#blocks[Math.floor(row / ROWS_IN_BLOCK)]!;
      const start = (row % ROWS_IN_BLOCK) * this.dim;
      out.set(block.subarray(start, start + this.dim), to * this.dim);
    }
  }

  /** The rows for a segment; `names` has the ids of those that were taken from a journal, which holds none. */
  rows(names: ReadonlyMap<string, string>): Rows {
    const count = this.digests.length;
    return {
      digests: this.digests,
      ids: this.ids.map((id, row) => (id === '' ? (names.get(this.digests[row]!) ?? '') : id)),
      checksums: Uint32Array.from(this.#checksums),
      blocks: this.#blocks.map((block, i) =>
        block.subarray(0, Math.min(ROWS_IN_BLOCK, count - i * ROWS_IN_BLOCK) * this.dim),
      ),
    };
  }
}
