import { lengthOfRow } from './embedding-set.js';

/** Room for rows that are made unit. */
export interface UnitRows {
  /** Row after row. */
  readonly rows: Float32Array;
  /** Of each row, in float64. */
  readonly lengths: Float64Array;
  /** Measures the first `count` rows, and divides them by their lengths. */
  readonly makeUnit: (count: number) => void;
}

/** Room for `count` rows of `dim` values, to the same bytes as `fromRaw` gives. */
export function plainUnitRows(dim: number, count: number): UnitRows {
  const rows = new Float32Array(dim * count);
  const lengths = new Float64Array(count);
  return {
    rows,
    lengths,
    makeUnit: (some) => {
      for (let row = 0, start = 0; row < some; row++, start += dim) {
        const length = lengthOfRow(rows, start, dim);
        lengths[row] = length;
        for (let i = start; i < start + dim; i++) rows[i] = rows[i]! / length;
      }
    },
  };
}
