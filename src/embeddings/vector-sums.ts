/** Vectors in a buffer, and sums of them in float64, in slots that are used again. */
export interface VectorSums {
  readonly dim: number;
  /** Where vectors are put before they are added: float32, a row of `dim` after the other. */
  readonly rows: Float32Array;
  /** Euclidean length of each row, after {@link VectorSums.measure}. */
  readonly lengths: Float64Array;
  /** Fills `lengths` for `count` rows from `first` on. */
  measure(first: number, count: number): void;
  clear(slot: number): void;
  /** Adds `factor` times a row to a slot. */
  addRow(row: number, slot: number, factor: number): void;
  /** Adds `factor` times one slot to another. */
  addSum(from: number, slot: number, factor: number): void;
  /** Euclidean length of the sum in a slot. */
  lengthOf(slot: number): number;
  /** Writes `factor` times the sum in a slot into `to` from `offset`, rounded to float32. */
  take(slot: number, factor: number, to: Float32Array, offset: number): void;
}

/** Sums that a length is added up in: component `i` goes into number `i % 8`, so that a processor may do several at once. */
const LANES = 8;

/**
 * The plain one of every implementation, which all others equal bit for bit.
 *
 * Products and sums are of float64, component by component. A length is the root of the eight sums of squares `s0 .. s7`, added as
 * `((s0 + s2) + (s4 + s6)) + ((s1 + s3) + (s5 + s7))`.
 */
export function plainSums(dim: number, rowCount: number, slots: number): VectorSums {
  const rows = new Float32Array(rowCount * dim);
  const lengths = new Float64Array(rowCount);
  const sums = new Float64Array(slots * dim);
  return {
    dim,
    rows,
    lengths,
    measure: (first, count) => {
      for (let row = first; row < first + count; row++)
        lengths[row] = lengthIn(rows, row * dim, dim);
    },
    clear: (slot) => {
      sums.fill(0, slot * dim, (slot + 1) * dim);
    },
    addRow: (row, slot, factor) => {
      const [from, to] = [row * dim, slot * dim];
      for (let i = 0; i < dim; i++) sums[to + i]! += rows[from + i]! * factor;
    },
    addSum: (other, slot, factor) => {
      const [from, to] = [other * dim, slot * dim];
      for (let i = 0; i < dim; i++) sums[to + i]! += sums[from + i]! * factor;
    },
    lengthOf: (slot) => lengthIn(sums, slot * dim, dim),
    take: (slot, factor, to, offset) => {
      const from = slot * dim;
      for (let i = 0; i < dim; i++) to[offset + i] = sums[from + i]! * factor;
    },
  };
}

/** Euclidean length of the `dim` values from `start`, summed as {@link plainSums} says. */
export function lengthIn(values: Float32Array | Float64Array, start: number, dim: number): number {
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
  const whole = start + dim - (dim % LANES);
  let i = start;
  for (; i < whole; i += LANES) {
    s0 += values[i]! * values[i]!;
    s1 += values[i + 1]! * values[i + 1]!;
    s2 += values[i + 2]! * values[i + 2]!;
    s3 += values[i + 3]! * values[i + 3]!;
    s4 += values[i + 4]! * values[i + 4]!;
    s5 += values[i + 5]! * values[i + 5]!;
    s6 += values[i + 6]! * values[i + 6]!;
    s7 += values[i + 7]! * values[i + 7]!;
  }
  const rest = (lane: number) => {
    const value = i + lane < start + dim ? values[i + lane]! : 0;
    return value * value;
  };
  if (i < start + dim) {
    s0 += rest(0);
    s1 += rest(1);
    s2 += rest(2);
    s3 += rest(3);
    s4 += rest(4);
    s5 += rest(5);
    s6 += rest(6);
    s7 += rest(7);
  }
  return Math.sqrt(s0 + s2 + (s4 + s6) + (s1 + s3 + (s5 + s7)));
}
