import { bestThreshold } from './best-threshold.js';
import { bobMinWeightedErrorThreshold } from './bob-thresholds.js';
import { type ErrorRates, errorRatesAbove, errorRatesAt } from './error-rates.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { formatRate } from './rate.js';
import { failureNotes, type Sweep } from './sweep.js';

/** What decisions cost, and how often genuine comparisons come where the system is used. */
export interface DetectionCosts {
  /** Prior of a genuine comparison, in (0, 1). */
  readonly target: number;
  /** Cost of rejecting a genuine comparison. */
  readonly miss?: number;
  /** Cost of accepting an impostor. */
  readonly falseAlarm?: number;
}

/** A cost at the threshold that makes it least. */
export interface LeastCost extends ErrorRates {
  readonly cost: number;
}

/**
 * NIST's minimum normalised detection cost: the least of
 * `(miss * target * FNMR + falseAlarm * (1 - target) * FMR) / min(miss * target, falseAlarm * (1 - target))`, at the
 * lowest threshold that has it.
 *
 * The divisor is the cost of the better of accepting all and rejecting all, so that 1 is the cost of a system that
 * knows nothing. NaN without genuine or without impostor comparisons.
 *
 * Source: NIST Speaker Recognition Evaluation plans (C_norm); Martin et al., The DET curve in assessment of detection
 * task performance, Eurospeech 1997.
 */
export function minimumDetectionCost(
  sweep: Sweep,
  { target, miss = 1, falseAlarm = 1 }: DetectionCosts,
): LeastCost {
  const { genuineTotal, impostorTotal } = sweep;
  const ofMisses = miss * target;
  const ofFalseAlarms = falseAlarm * (1 - target);
  const cost = (genuine: number, impostor: number) =>
    ofMisses * ((genuineTotal - genuine) / genuineTotal) +
    ofFalseAlarms * (impostor / impostorTotal);
  const best = bestThreshold(sweep, (genuine, impostor) => -cost(genuine, impostor));
  const least = cost(sweep.genuineAccepted[best] ?? 0, sweep.impostorAccepted[best] ?? 0);
  return { ...errorRatesAt(sweep, best), cost: least / Math.min(ofMisses, ofFalseAlarms) };
}

/**
 * bob.measure's minDCF: the weighted error `cost * FMR + (1 - cost) * FNMR` at bob's threshold for it, not normalised,
 * so that a system that knows nothing has `min(cost, 1 - cost)`.
 *
 * With a target prior of `1 - cost` and unit costs, NIST's is this over `min(cost, 1 - cost)`, but for bob's threshold:
 * where both classes end at one score, bob takes that score for a threshold that accepts nobody, and pays for those it
 * accepts.
 *
 * Source: bob.measure _library.py, `min_weighted_error_rate_threshold` and `farfrr`, as tests/test_error.py joins them.
 */
export function bobMinimumDcf(sweep: Sweep, cost: number): LeastCost {
  const rates = errorRatesAbove(sweep, bobMinWeightedErrorThreshold(sweep, cost));
  return { ...rates, cost: cost * rates.fmr + (1 - cost) * rates.fnmr };
}

const TARGETS = [1e-2, 1e-3];
const BOB_COST = 0.99;

export const MIN_DCF: Metric = {
  name: 'min_dcf',
  title: 'Minimum detection cost',
  summary:
    "least cost of decisions, 1 for knowing nothing, when a share p_target of comparisons is genuine; and bob's, not normalised",
  reference: "NIST SRE evaluation plans; bob.measure's minDCF (cost)",
  better: 'lower',
  standard: false,
  compute: ({ sweep }) => {
    const byNist = (target: number) => `min_dcf@p_target=${formatRate(target)}`;
    const byBob = `min_dcf@cost=${BOB_COST}`;
    const missing = rowsWithoutClass(TARGETS.map(byNist), 'iso', sweep);
    if (missing !== undefined) {
      return [...missing, ...rowsWithoutClass([byBob], 'bob', sweep)!];
    }
    const row = (
      metric: string,
      convention: string,
      ofFalseAlarms: number,
      rule: (sweep: Sweep) => LeastCost,
    ) => {
      const { cost, threshold, fmr } = rule(sweep);
      return noted(
        {
          metric,
          value: cost,
          count: sweep.genuineTotal + sweep.impostorTotal,
          threshold,
          achieved: fmr,
          convention,
          sampling: { range: 'free' as const, statistic: (other: Sweep) => rule(other).cost },
        },
        [...costNotes(sweep, ofFalseAlarms), ...failureNotes(sweep)],
      );
    };
    return [
      ...TARGETS.map((target) =>
        row(byNist(target), 'iso', 1 - target, (any) => minimumDetectionCost(any, { target })),
      ),
      row(byBob, 'bob', BOB_COST, (any) => bobMinimumDcf(any, BOB_COST)),
    ];
  },
};

/**
 * The remark that impostors are too few for a weight of `ofFalseAlarms` on the FMR and the rest of 1 on the FNMR:
 * accepting one of them costs as much as rejecting everybody. Nothing otherwise.
 */
function costNotes({ impostorTotal }: Sweep, ofFalseAlarms: number): string[] {
  if (ofFalseAlarms / impostorTotal < 1 - ofFalseAlarms) return [];
  return [
    `unsupported: accepting one of ${impostorTotal} impostors costs as much as rejecting everybody`,
  ];
}
