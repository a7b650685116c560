import type { Scores } from '../types.js';

/** Width of a floating-point number in bits. */
export type FloatWidth = 32 | 64;

/** The width of the numbers in `scores`. */
export function widthOf(scores: Scores): FloatWidth {
  return scores instanceof Float32Array ? 32 : 64;
}

/**
 * The least float of `width` bits above `value`, as `numpy.nextafter(value, inf)`.
 *
 * `value` must be a float of that width. Infinity and NaN give themselves.
 */
export function nextAbove(value: number, width: FloatWidth): number {
  if (Number.isNaN(value) || value === Infinity) return value;
  const view = new DataView(new ArrayBuffer(8));
  if (width === 32) {
    if (value === 0) return 2 ** -149;
    view.setFloat32(0, value);
    view.setUint32(0, view.getUint32(0) + (value > 0 ? 1 : -1));
    return view.getFloat32(0);
  }
  if (value === 0) return Number.MIN_VALUE;
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The greatest float of `width` bits below `value`, as `numpy.nextafter(value, -inf)`; see {@link nextAbove}. */
export function nextBelow(value: number, width: FloatWidth): number {
  return -nextAbove(-value, width);
}
