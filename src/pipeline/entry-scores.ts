import type { DirectionRows } from '../embeddings/direction-rows.js';
import { type RowCosines, rowCosines, type RowPlace, sharedRows } from '../kernels/row-cosines.js';
import { dotProduct } from '../metrics/cosines.js';

/** Entries that are scored at once. */
export const TOGETHER = 64;

/** Scores by definition of a probe with entries of a gallery. */
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
    const own = place === undefined ? sharedRows(TOGETHER, dim, 1, TOGETHER) : undefined;
    const where = place ?? own?.places[0];
    this.kernel = where === undefined ? undefined : rowCosines(where);
    this.copied = own?.directions;
    this.single = new Float32Array(dim);
  }

  /** As `ScoresOf` of a sift. */
  put(
    probe: Float32Array,
    positions: Uint32Array,
    from: number,
    to: number,
    scores: Float32Array,
  ): void {
    const { kernel, gallery, copied, dim, single } = this;
    if (kernel === undefined) {
      for (let i = from; i < to; i++) {
        gallery.read(positions[i]!, positions[i]! + 1, single);
        scores[i] = dotProduct(probe, 0, single, 0, dim);
      }
      return;
    }
    const { row, others } = kernel;
    row.set(probe);
    for (let done = from; done < to; done += TOGETHER) {
      const count = Math.min(TOGETHER, to - done);
      for (let i = 0; i < count; i++) {
        const position = positions[done + i]!;
        others[i] = copied === undefined ? position : i;
        if (copied === undefined) continue;
        gallery.read(position, position + 1, copied.subarray(i * dim, (i + 1) * dim));
      }
      const found = kernel.cosines(count);
      for (let i = 0; i < count; i++) scores[done + i] = found[i]!;
    }
  }
}
