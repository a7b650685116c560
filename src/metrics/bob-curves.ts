import {
  bobFarThreshold,
  bobFrrThreshold,
  bobMinWeightedErrorThreshold,
} from './bob-thresholds.js';
import { errorRatesAbove } from './error-rates.js';
import type { Sweep } from './sweep.js';

/**
 * Curves at the points at which bob.measure draws them; NaN throughout where a class has fewer than two comparisons.
 */

/** Powers of ten down to which bob asks for rates. */
const LEAST_POWER = -8;

/**
 * The thresholds of bob's curves, ascending: half of `points` for FNMRs, the other half for FMRs at powers of ten, as
 * many of them repeated as the scores make equal.
 *
 * The powers are `k / floor(n / 8)` for k = -(n - 1) ... 0, with n the number of rates of that half, at least 8.
 *
 * Source: bob.measure _library.py, `_meaningful_thresholds`.
 */
export function bobCurveThresholds(sweep: Sweep, points: number): Float64Array {
  if (sweep.genuineTotal < 2 || sweep.impostorTotal < 2) return new Float64Array(points).fill(NaN);
  const half = Math.floor(points / 2);
  return Float64Array.from([
    ...powers(half).map((rate) => bobFrrThreshold(sweep, rate)),
    ...powers(points - half).map((rate) => bobFarThreshold(sweep, rate)),
  ]).sort();
}

function powers(count: number): number[] {
  const perPower = Math.floor(count / -LEAST_POWER);
  return Array.from({ length: count }, (_, i) => 10 ** ((i + 1 - count) / perPower));
}

/** FMR and FNMR at bob's thresholds. Source: bob.measure _library.py, `roc`. */
export function bobRoc(sweep: Sweep, points: number) {
  const rates = Array.from(bobCurveThresholds(sweep, points), (t) => errorRatesAbove(sweep, t));
  return {
    fmr: Float64Array.from(rates, ({ fmr }) => fmr),
    fnmr: Float64Array.from(rates, ({ fnmr }) => fnmr),
  };
}

/** {@link bobRoc} in bob's normal deviates. Source: bob.measure _library.py, `det`. */
export function bobDet(sweep: Sweep, points: number) {
  const { fmr, fnmr } = bobRoc(sweep, points);
  return { fmr: fmr.map(bobNormalDeviate), fnmr: fnmr.map(bobNormalDeviate) };
}

/**
 * Precision and recall at bob's thresholds; where nobody is accepted the precision is 0.
 *
 * Source: bob.measure _library.py, `precision_recall_curve`.
 */
export function bobPrecisionRecall(sweep: Sweep, points: number) {
  const { genuineTotal, impostorTotal } = sweep;
  const { fmr, fnmr } = bobRoc(sweep, points);
  const genuine = fnmr.map((rate) => genuineTotal - Math.round(rate * genuineTotal));
  const impostor = fmr.map((rate) => Math.round(rate * impostorTotal));
  return {
    precision: genuine.map((count, k) => count / Math.max(1, count + impostor[k]!)),
    recall: genuine.map((count) => count / genuineTotal),
  };
}

/**
 * bob's threshold chooser for {@link expectedPerformance}: the costs to which the development set gives thresholds.
 *
 * Source: bob.measure _library.py, `epc`.
 */
export function bobEpcThresholds(development: Sweep): (cost: number) => number {
  return (cost) => bobMinWeightedErrorThreshold(development, cost);
}

/**
 * The normal deviate of a rate as bob and NIST's DETware have it, which is right to about 1e-7 only; 0 and 1 are taken
 * for the float steps next to them, so that the result is finite.
 *
 * Source: Beasley & Springer, Algorithm AS 111: the percentage points of the normal distribution, Applied Statistics 26
 * (1977); bob.measure _library.py, `ppndf`.
 */
export function bobNormalDeviate(rate: number): number {
  const p = rate >= 1 ? 1 - Number.EPSILON : rate <= 0 ? Number.EPSILON : rate;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.42) {
    const r = q * q;
    return (
      (q * (((-25.4410604963 * r + 41.3911977353) * r - 18.6150006252) * r + 2.5066282388)) /
      ((((3.1308290983 * r - 21.0622410182) * r + 23.0833674374) * r - 8.4735109309) * r + 1)
    );
  }
  const r = Math.sqrt(-Math.log(q > 0 ? 1 - p : p));
  const deviate =
    (((2.3212127685 * r + 4.8501412713) * r - 2.2979647913) * r - 2.7871893113) /
    ((1.6370678189 * r + 3.5438892476) * r + 1);
  return q < 0 ? -deviate : deviate;
}
