import type { RejectCurve } from './reject-curve.js';

/**
 * The curve of a quality that knows the errors: they leave first, one at a time, so that no discard of as many comparisons
 * leaves less error. (e - x) / (1 - x) for the starting error e, until nothing wrong is left.
 *
 * @param curve any curve of the same comparisons; an empty one gives an empty one
 */
export function oracleCurve({ errors, kept }: RejectCurve): RejectCurve {
  const [wrong = 0, count = 0] = [errors[0], kept[0]];
  // Where all are wrong the last of them closes the curve.
  const steps = count === 0 ? 0 : wrong === count ? wrong + 1 : wrong + 2;
  const oracle = {
    discard: new Float64Array(steps),
    error: new Float64Array(steps),
    errors: new Uint32Array(steps),
    kept: new Uint32Array(steps),
  };
  for (let gone = 0; gone <= wrong && count > 0; gone++) {
    const left = count - gone;
    oracle.discard[gone] = gone / count;
    oracle.errors[gone] = wrong - gone;
    oracle.kept[gone] = left;
    oracle.error[gone] = left === 0 ? 0 : (wrong - gone) / left;
  }
  if (steps > 0) oracle.discard[steps - 1] = 1;
  return oracle;
}
