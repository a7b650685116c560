import { luminanceOf, type Luminance } from './luminance.js';
import type { PictureQuality } from './picture-quality.js';

/** JPEG codes squares of this side, from the upper left corner on. */
const BLOCK = 8;
const SMALLEST = 2 * BLOCK;

/** Fitted to the opinions of people by Wang, Sheikh & Bovik; printed in their paper. */
const ALPHA = -245.8909;
const BETA = 261.9373;
const GAMMA = [-0.02398886, 0.01601664, 0.00642859] as const;

/** What the steps between neighbouring pixels are like along one direction. */
interface Steps {
  /** Mean step over the borders of blocks. */
  readonly blockiness: number;
  /** Mean step elsewhere. */
  readonly activity: number;
  /** Share of two steps on end that have opposite signs. */
  readonly crossings: number;
}

/**
 * The quality that people see in a JPEG picture, without the original: about 1, bad, to about 10, excellent; lower where
 * steps over the borders of 8x8 blocks stand out from those within, which quantisation has made flat.
 *
 * The grid begins at the corner of the file: a face that was warped after it had been JPEG carries its grid elsewhere, and
 * that noise is not seen. NaN below 16x16 pixels, and where there are no steps or all have one sign.
 */
export const jpeg: PictureQuality = {
  name: 'jpeg',
  summary: 'absence of JPEG block noise: steps on the 8x8 grid against steps elsewhere',
  reference: 'Wang, Sheikh & Bovik 2002',
  measure: (picture) => {
    const plane = luminanceOf(picture);
    const { width, height } = plane;
    if (width < SMALLEST || height < SMALLEST) return NaN;
    const across = stepsOf(plane, width, height, 1, width);
    const down = stepsOf(plane, height, width, width, 1);
    const blockiness = (across.blockiness + down.blockiness) / 2;
    const activity = (across.activity + down.activity) / 2;
    const crossings = (across.crossings + down.crossings) / 2;
    if (!(blockiness > 0 && activity > 0 && crossings > 0)) return NaN;
    return ALPHA + BETA * blockiness ** GAMMA[0] * activity ** GAMMA[1] * crossings ** GAMMA[2];
  },
};

/**
 * The steps along `lines` lines of `length` pixels: the next pixel lies `step` further in `values`, the next line `line`.
 *
 * As in the authors' program the last border is passed over where the length is a multiple of 8, since nothing follows it, and
 * one border more where it is not.
 */
function stepsOf(
  { values }: Luminance,
  length: number,
  lines: number,
  step: number,
  line: number,
): Steps {
  const borders = Math.floor(length / BLOCK) - 1;
  let [all, onGrid, changes] = [0, 0, 0];
  for (let l = 0; l < lines; l++) {
    let at = l * line;
    let before = 0;
    for (let x = 1; x < length; x++, at += step) {
      const difference = values[at + step]! - values[at]!;
      const size = Math.abs(difference);
      all += size;
      if (x % BLOCK === 0 && x <= borders * BLOCK) onGrid += size;
      if (difference * before < 0) changes++;
      before = difference;
    }
  }
  const blockiness = onGrid / (lines * borders);
  const mean = all / (lines * (length - 1));
  return {
    blockiness,
    activity: (BLOCK * mean - blockiness) / (BLOCK - 1),
    crossings: changes / (lines * (length - 2)),
  };
}
