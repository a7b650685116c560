import type { Curve, ScoreSet } from '../types.js';
import { errorRatesAbove } from './error-rates.js';
import { inTestFolds } from './folds.js';
import { rocHull } from './roc-hull.js';
import { type Sweep, sweep, thresholdAboveAll } from './sweep.js';

/**
 * The expected performance curve as a curve `epc` with the columns `cost`, `threshold`, `hter`, `fmr` and `fnmr`: for
 * each cost from 0 to 1 the threshold with the least `cost * FMR + (1 - cost) * FNMR` on the development set, and what
 * it gives on the test set.
 *
 * Unlike an ROC it never looks at the test set to choose. Columns are empty where a class of either set has no
 * comparisons.
 *
 * Source: Bengio, Mariethoz & Keller, The expected performance curve, ICML workshop on ROC analysis 2005.
 *
 * @param points how many costs, evenly spread, both ends included
 * @param choose how the development set gives a threshold to a cost; by default {@link leastCostThresholds}
 */
export function expectedPerformance(
  development: Sweep,
  test: Sweep,
  {
    points = 101,
    choose = leastCostThresholds,
  }: {
    readonly points?: number;
    readonly choose?: (development: Sweep) => (cost: number) => number;
  } = {},
): Curve {
  const empty = [development, test].some(
    ({ genuineTotal, impostorTotal }) => genuineTotal === 0 || impostorTotal === 0,
  );
  const last = points - 1;
  // As numpy.linspace: a step first, then its multiples, and the end as it is.
  const cost = Float64Array.from({ length: empty ? 0 : points }, (_, i) =>
    i === last ? 1 : i * (1 / last),
  );
  const thresholdFor = choose(development);
  const threshold = cost.map(thresholdFor);
  const rates = Array.from(threshold, (t) => errorRatesAbove(test, t));
  return {
    name: 'epc',
    labels: {},
    columns: {
      cost,
      threshold,
      hter: Float64Array.from(rates, ({ fmr, fnmr }) => (fmr + fnmr) / 2),
      fmr: Float64Array.from(rates, ({ fmr }) => fmr),
      fnmr: Float64Array.from(rates, ({ fnmr }) => fnmr),
    },
  };
}

/**
 * The threshold with the least `cost * FMR + (1 - cost) * FNMR` on `development`, as a function of the cost; of equally
 * cheap ones that with the least half total error, then the lowest. So a cost of 0, to which all false matches are
 * worth nothing, does not accept everybody.
 *
 * It lies on the convex hull of the ROC, so that one pass over the scores serves every cost.
 */
export function leastCostThresholds(development: Sweep): (cost: number) => number {
  const { genuineTotal, impostorTotal, thresholds } = development;
  const { index, genuineAccepted, impostorAccepted } = rocHull(development);
  const fmr = impostorAccepted.map((count) => count / impostorTotal);
  const fnmr = genuineAccepted.map((count) => (genuineTotal - count) / genuineTotal);
  const error = fmr.map((rate, corner) => rate + fnmr[corner]!);
  return (cost) => {
    const costs = fmr.map((rate, corner) => cost * rate + (1 - cost) * fnmr[corner]!);
    let best = 0;
    for (let corner = 1; corner < costs.length; corner++) {
      const difference = costs[corner]! - costs[best]! || error[corner]! - error[best]!;
      if (difference <= 0) best = corner;
    }
    return thresholds[index[best]!] ?? thresholdAboveAll(development);
  };
}

/**
 * The counts over the comparisons outside the test folds, on which thresholds may be chosen; undefined where there are
 * none of one class, as in protocols that test every fold in turn or have no folds.
 */
export function developmentSweep(set: ScoreSet): Sweep | undefined {
  const { scores, genuine } = set;
  const tested = inTestFolds(set);
  const found = [false, false];
  for (let k = 0; k < scores.length && !(found[0] && found[1]); k++) {
    if (!tested(k) && !Number.isNaN(scores[k]!)) found[genuine[k]!] = true;
  }
  return found[0] && found[1] ? sweep(scores, genuine, (k) => !tested(k)) : undefined;
}
