import type { DirectionRows } from '../embeddings/direction-rows.js';
import {
  type PairRoom,
  type RowCosines,
  rowCosines,
  type RowPlace,
  sharedRows,
} from '../kernels/row-cosines.js';
import { dotProduct } from '../metrics/cosines.js';

/** What is scored at once. */
export const TOGETHER: PairRoom = { rows: 16, pairs: 512 };

/** Scores by definition of probes with entries of a gallery. */
export class EntryScores {
  private readonly kernel: RowCosines | undefined;
  /** Room for entries that are not in memory that is shared. */
  private readonly copied: Float32Array | undefined;
  private readonly single: Float32Array;

  constructor(
    private readonly gallery: DirectionRows,
    private readonly dim: number,
    place: RowPlace | undefined,
  ) {
    const own = place === undefined ? sharedRows(TOGETHER.pairs, dim, 1, TOGETHER) : undefined;
    const where = place ?? own?.places[0];
    this.kernel = where === undefined ? undefined : rowCosines(where);
    this.copied = own?.directions;
    this.single = new Float32Array(dim);
  }

  /**
   * As `ScoresOf` of a sift.
   *
   * @param rows of the probes, from the first on
   */
  put(
    rows: Float32Array,
    probes: Uint32Array,
    positions: Uint32Array,
    count: number,
    scores: Float32Array,
  ): void {
    const { kernel, dim } = this;
    if (kernel === undefined) {
      for (let i = 0; i < count; i++) {
        this.gallery.read(positions[i]!, positions[i]! + 1, this.single);
        scores[i] = dotProduct(rows, probes[i]! * dim, this.single, 0, dim);
      }
      return;
    }
    const { rows: room, pairs } = TOGETHER;
    for (let from = 0, to = 0; from < count; from = to) {
      const first = probes[from]!;
      const most = Math.min(count, from + pairs);
      for (; to < most && probes[to]! < first + room; to++) {
        kernel.lefts[to - from] = kernel.first + probes[to]! - first;
        kernel.rights[to - from] = this.place(positions[to]!, to - from);
      }
      kernel.rows.set(rows.subarray(first * dim, (probes[to - 1]! + 1) * dim));
      const found = kernel.cosines(to - from);
      for (let i = from; i < to; i++) scores[i] = found[i - from]!;
    }
  }

  /** Where the kernel finds an entry: in the `i`-th place of the copies, unless all of them are there. */
  private place(position: number, i: number): number {
    const { copied, dim } = this;
    if (copied === undefined) return position;
    this.gallery.read(position, position + 1, copied.subarray(i * dim, (i + 1) * dim));
    return i;
  }
}
