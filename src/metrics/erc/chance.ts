import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ComparedQuality, Curve } from '../../types.js';
import { quantile } from '../quantile.js';
import { mean } from '../spread.js';
import type { VerificationInput } from '../verification-input.js';
import { errorVersusReject } from './error-versus-reject.js';
import { randomRejection } from './random-rejection.js';
import { DISCARD_GRID, stepAt } from './reject-curve.js';
import type { ErcRule } from './rule.js';

/** Orders drawn of the pictures or comparisons. */
const DRAWS = 100;

/** Beyond so many comparisons, rules that need a whole curve for every order would take minutes. */
const MOST = 200_000;

/**
 * What discarding at random gives by `rule`: a curve `erc` with the mean of 100 orders and the central 95 % of them; undefined
 * where the rule needs whole curves of more than 200,000 comparisons.
 *
 * Where pictures have qualities they are put in random order, else the comparisons.
 *
 * @param like a quality of the pictures or comparisons to be put in order
 */
export function chanceCurve(
  input: VerificationInput,
  like: ComparedQuality,
  rule: ErcRule,
  labels: Curve['labels'],
  seed: number,
): Curve | undefined {
  if (rule.shareOf === 'counted' && !rule.repicked) {
    const level = { ...like, values: new Float32Array(like.values.length) };
    return randomRejection(errorVersusReject(input, level, rule).curve, labels, { seed });
  }
  if (input.scores.scores.length > MOST) return undefined;
  const random = xoroshiro128plus(seed);
  const drawn = Array.from(DISCARD_GRID, () => ({
    error: new Float64Array(DRAWS),
    kept: new Float64Array(DRAWS),
  }));
  for (let draw = 0; draw < DRAWS; draw++) {
    const values = Float64Array.from(like.values, () => uniformFloat64(random));
    const { curve } = errorVersusReject(input, { ...like, values }, { ...rule, combine: 'min' });
    DISCARD_GRID.forEach((discard, i) => {
      const step = stepAt(curve.discard, discard);
      drawn[i]!.error[draw] = curve.error[step] ?? NaN;
      drawn[i]!.kept[draw] = curve.kept[step] ?? NaN;
    });
  }
  const there = drawn.filter(({ error }) => !error.some(Number.isNaN));
  for (const { error } of there) error.sort();
  return {
    name: 'erc',
    labels,
    columns: {
      discard: DISCARD_GRID.slice(0, there.length),
      error: Float64Array.from(there, ({ error }) => mean(error)),
      low: Float64Array.from(there, ({ error }) => quantile(error, 0.025)),
      high: Float64Array.from(there, ({ error }) => quantile(error, 0.975)),
      kept: Float64Array.from(there, ({ kept }) => mean(kept)),
    },
  };
}
