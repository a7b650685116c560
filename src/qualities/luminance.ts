import type { Pixels } from '../types.js';

/** Brightness of every pixel, row by row. */
export interface Luminance {
  readonly width: number;
  readonly height: number;
  /** 0, black, to 255, white; not rounded. */
  readonly values: Float64Array;
  /** Of the values, the variance over n; NaN where there is none. */
  readonly mean: number;
  readonly variance: number;
}

/** Several qualities look at one picture, one after the other. */
const known = new WeakMap<Pixels, Luminance>();

/**
 * The luma of every pixel, 0.299 R + 0.587 G + 0.114 B (Recommendation ITU-R BT.601): what JPEG stores, and what OpenCV and
 * MATLAB make of a picture that is turned grey. It is not rounded, so that nothing is added to a faint picture.
 *
 * It is made once for each picture, whose pixels must not change.
 */
export function luminanceOf(picture: Pixels): Luminance {
  const before = known.get(picture);
  if (before !== undefined) return before;
  const { width, height, data } = picture;
  const values = new Float64Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    values[i] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  const plane = { width, height, values, ...momentsOf(values) };
  known.set(picture, plane);
  return plane;
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, variance: squares / values.length };
}
