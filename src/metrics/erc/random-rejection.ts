import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Curve } from '../../types.js';
import { quantile } from '../quantile.js';
import { DISCARD_GRID, type RejectCurve } from './reject-curve.js';

/**
 * What discarding at random does to the error rate of `curve`: a curve `erc` with the columns `discard`, `error` (mean
 * over the draws), `low`, `high` (the central 95 % of the draws) and `kept`.
 *
 * A quality whose error stays within the band tells no more than chance. Each draw discards the comparisons in an order
 * of its own, one at a time. The same seed gives the same curve. Where nothing is kept the error is 0, as in the curve
 * itself. Empty columns for an empty curve.
 *
 * @param draws how many orders are drawn, at least 1
 */
export function randomRejection(
  { errors, kept }: RejectCurve,
  labels: Curve['labels'],
  {
    grid = DISCARD_GRID,
    draws = 100,
    seed = 0,
  }: {
    readonly grid?: Float64Array | undefined;
    readonly draws?: number | undefined;
    readonly seed?: number | undefined;
  } = {},
): Curve {
  const count = kept[0] ?? 0;
  const at = count === 0 ? new Float64Array() : grid;
  const discarded = Uint32Array.from(at, (discard) => wholeShare(discard, count));
  const rates = Array.from(at, () => new Float64Array(draws));
  const random = xoroshiro128plus(seed);
  const wrong = new Uint8Array(count).fill(1, 0, errors[0] ?? 0);
  // Errors among the last n of a shuffled order, which is what a random discard keeps.
  const errorsKept = new Uint32Array(count + 1);
  for (let draw = 0; draw < draws; draw++) {
    for (let last = count - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last);
      const held = wrong[last]!;
      wrong[last] = wrong[other]!;
      wrong[other] = held;
    }
    for (let n = 1; n <= count; n++) errorsKept[n] = errorsKept[n - 1]! + wrong[n - 1]!;
    discarded.forEach((gone, i) => {
      const left = count - gone;
      rates[i]![draw] = left === 0 ? 0 : errorsKept[left]! / left;
    });
  }
  for (const drawn of rates) drawn.sort();
  return {
    name: 'erc',
    labels,
    columns: {
      discard: at.slice(),
      error: Float64Array.from(rates, (drawn) => drawn.reduce((a, b) => a + b, 0) / draws),
      low: Float64Array.from(rates, (drawn) => quantile(drawn, 0.025)),
      high: Float64Array.from(rates, (drawn) => quantile(drawn, 0.975)),
      kept: Float64Array.from(discarded, (gone) => count - gone),
    },
  };
}

/** The greatest whole number whose share of `count` is at most `share`. */
function wholeShare(share: number, count: number): number {
  // 0.29 * 100 is a hair under 29.
  const rounded = Math.round(share * count);
  return rounded / count <= share ? rounded : rounded - 1;
}
