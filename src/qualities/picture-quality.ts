import type { Pixels } from '../types.js';

/**
 * One way of telling how good a picture is from its pixels alone, without a model and without a better copy of it: what
 * learned qualities must beat.
 */
export interface PictureQuality {
  readonly name: string;
  readonly summary: string;
  /** Where the definition stands. */
  readonly reference: string;
  /** Greater is better. NaN where it is undefined, as for a picture that is too small. */
  readonly measure: (picture: Pixels) => number;
}
