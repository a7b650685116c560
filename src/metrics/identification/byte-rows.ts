/** Room for rows of floats, and for the bytes that stand for them. */
export interface ByteRows {
  /** Row after row. */
  readonly rows: Float32Array;
  readonly bytes: Uint8Array;
  /** What the bytes of each row are multiplied by, and how far the row is then from what it was. */
  readonly scales: Float32Array;
  readonly errors: Float32Array;
  /** Makes bytes of the first `count` rows, each xored with `flip`: 128 makes bytes with a sign such that stand for 128 less. */
  toBytes(count: number, flip: number): void;
}

/** The greatest byte: there is one for the negative of every other. */
const MOST = 127;
/** Values that the kernel takes together. */
const STEP = 16;

/**
 * Room for `count` rows of `dim` values. A value is stored as the whole number that is nearest to its ratio to the 127th part of the
 * greatest absolute value of the row, the even one of two; all in float32.
 *
 * An error is the length of the difference: squares of component i are added to sum i mod 16, those behind the last whole 16 to
 * another, and sums that lie 8, 4, 2 and 1 apart are joined in turn. Rows are not zero.
 */
export function plainByteRows(dim: number, count: number): ByteRows {
  const rows = new Float32Array(dim * count);
  const bytes = new Uint8Array(dim * count);
  const scales = new Float32Array(count);
  const errors = new Float32Array(count);
  const { fround } = Math;
  const whole = dim - (dim % STEP);
  const sums = new Float32Array(STEP + 1);
  return {
    rows,
    bytes,
    scales,
    errors,
    toBytes: (some, flip) => {
      for (let row = 0, start = 0; row < some; row++, start += dim) {
        let most = 0;
        for (let at = start; at < start + dim; at++) most = Math.max(most, Math.abs(rows[at]!));
        const scale = fround(most / MOST);
        const inverse = fround(MOST / most);
        sums.fill(0);
        for (let i = 0; i < dim; i++) {
          const value = rows[start + i]!;
          const near = nearestEven(fround(value * inverse));
          const off = fround(value - fround(near * scale));
          sums[i < whole ? i % STEP : STEP]! += fround(off * off);
          bytes[start + i] = near ^ flip;
        }
        for (let apart = STEP / 2; apart >= 1; apart /= 2) {
          for (let i = 0; i < apart; i++) sums[i]! += sums[i + apart]!;
        }
        scales[row] = scale;
        errors[row] = Math.sqrt(fround(sums[0]! + sums[STEP]!));
      }
    },
  };
}

function nearestEven(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  if (part !== 0.5) return part < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
