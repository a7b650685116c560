import { roundHalfEven } from '../round-half-even.js';
import type { Pixels, Similarity } from '../types.js';

/** Places are told to 1/32 of a pixel ... */
const STEPS = 32;
/** ... from sums of numbers with ten bits behind the point, five of which are dropped. */
const FINE = 1024;
const DROPPED = 5;
/** Half of what is dropped, so that it is rounded. */
const HALF = 16;
/** The four weights of a place are products of 32nds: they sum to 1024. */
const WEIGHT_BITS = 10;
const ONE = 1 << WEIGHT_BITS;
const ONE_HALF = ONE / 2;

/**
 * The picture of `side` x `side` whose pixel `(u, v)` is what `picture` shows at `place` of it: bilinear between the four
 * nearest pixels, black where there is none.
 *
 * The arithmetic is whole numbers, so that the bytes are the same everywhere: places are rounded to 1/32 pixel, and the
 * weighted sum of four bytes to the nearest byte, up where it lies in the middle. That is how `cv2.warpAffine` of OpenCV 4.6
 * counts with INTER_LINEAR and a border of 0, and the bytes are its bytes (test/inference/align-goldens.test.ts).
 *
 * @param place takes pixels of the result to pixels of `picture`, within 2^20 of its origin for every pixel of the result
 */
export function warp(
  { width, height, data }: Pixels,
  { a, b, x, y }: Similarity,
  side: number,
): Pixels {
  const out = new Uint8Array(3 * side * side);
  // Along a row, a step of u moves the place by (a, b).
  const across = Int32Array.from({ length: side }, (_, u) => roundHalfEven(a * u * FINE));
  const down = Int32Array.from({ length: side }, (_, u) => roundHalfEven(b * u * FINE));
  const stride = 3 * width;
  const [lastColumn, lastRow] = [width - 1, height - 1];
  for (let v = 0, to = 0; v < side; v++) {
    const left = roundHalfEven((x - b * v) * FINE) + HALF;
    const top = roundHalfEven((a * v + y) * FINE) + HALF;
    for (let u = 0; u < side; u++, to += 3) {
      const placeX = (left + across[u]!) >> DROPPED;
      const placeY = (top + down[u]!) >> DROPPED;
      const column = placeX >> DROPPED;
      const row = placeY >> DROPPED;
      const right = placeX & (STEPS - 1);
      const below = placeY & (STEPS - 1);
      if (column >= 0 && row >= 0 && column < lastColumn && row < lastRow) {
        const w3 = right * below;
        const w2 = STEPS * below - w3;
        const w1 = STEPS * right - w3;
        const w0 = ONE - STEPS * below - w1;
        const at = row * stride + 3 * column;
        const under = at + stride;
        // Written out: a loop over the three colours takes a sixth longer.
        out[to] =
          (w0 * data[at]! +
            w1 * data[at + 3]! +
            w2 * data[under]! +
            w3 * data[under + 3]! +
            ONE_HALF) >>
          WEIGHT_BITS;
        out[to + 1] =
          (w0 * data[at + 1]! +
            w1 * data[at + 4]! +
            w2 * data[under + 1]! +
            w3 * data[under + 4]! +
            ONE_HALF) >>
          WEIGHT_BITS;
        out[to + 2] =
          (w0 * data[at + 2]! +
            w1 * data[at + 5]! +
            w2 * data[under + 2]! +
            w3 * data[under + 5]! +
            ONE_HALF) >>
          WEIGHT_BITS;
      } else if (column >= -1 && row >= -1 && column <= lastColumn && row <= lastRow) {
        for (let c = 0; c < 3; c++) {
          const byte = (dx: number, dy: number) =>
            inside(column + dx, width) && inside(row + dy, height)
              ? data[(row + dy) * stride + 3 * (column + dx) + c]!
              : 0;
          const upper = (STEPS - right) * byte(0, 0) + right * byte(1, 0);
          const lower = (STEPS - right) * byte(0, 1) + right * byte(1, 1);
          out[to + c] = ((STEPS - below) * upper + below * lower + ONE_HALF) >> WEIGHT_BITS;
        }
      }
    }
  }
  return { width: side, height: side, data: out };
}

function inside(index: number, length: number): boolean {
  return index >= 0 && index < length;
}
