import type { Scores } from '../types.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass, undefinedRow } from './metric-row.js';
import { type Counts, failureNotes, type Sweep } from './sweep.js';

/** How far apart two classes of scores lie. */
export interface Separation {
  readonly genuineMean: number;
  readonly impostorMean: number;
  /** Standard deviations with n in the denominator. */
  readonly genuineDeviation: number;
  readonly impostorDeviation: number;
  /** Distance of the means in units of the root mean square of the deviations; NaN where both are 0. */
  readonly dPrime: number;
}

/**
 * The decidability d' = |m_g - m_i| / sqrt((s_g^2 + s_i^2) / 2), with n in the denominator of each variance.
 *
 * It describes normal distributions; unlike an error rate it changes with any map of the scores that is not linear. NaN
 * without a class, and where neither class has any spread.
 *
 * Source: J. Daugman, Biometric decision landscapes, Cambridge TR 482 (2000); as pyeer's `get_decidability_value`.
 */
export function separation(sweep: Sweep): Separation {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const genuine = moments(thresholds, genuineAccepted, genuineTotal);
  const impostor = moments(thresholds, impostorAccepted, impostorTotal);
  const spread = Math.sqrt((genuine.variance + impostor.variance) / 2);
  return {
    genuineMean: genuine.mean,
    impostorMean: impostor.mean,
    genuineDeviation: Math.sqrt(genuine.variance),
    impostorDeviation: Math.sqrt(impostor.variance),
    dPrime: spread === 0 ? NaN : Math.abs(genuine.mean - impostor.mean) / spread,
  };
}

/** Mean and variance of one class of scores, from the counts at every threshold. */
function moments(thresholds: Scores, accepted: Counts, total: number) {
  // Measured from a score of the class, so that equal scores have exactly no spread.
  const origin = thresholds[accepted.findIndex((count) => count > 0)] ?? NaN;
  let sum = 0;
  for (let i = 0; i < thresholds.length; i++) {
    sum += (accepted[i]! - (accepted[i - 1] ?? 0)) * (thresholds[i]! - origin);
  }
  const shift = sum / total;
  let squares = 0;
  for (let i = 0; i < thresholds.length; i++) {
    squares += (accepted[i]! - (accepted[i - 1] ?? 0)) * (thresholds[i]! - origin - shift) ** 2;
  }
  return { mean: origin + shift, variance: squares / total };
}

export const D_PRIME: Metric = {
  name: 'd_prime',
  title: "Decidability d'",
  summary: 'distance of the mean genuine and impostor scores in units of their spread',
  reference: 'Daugman, Biometric decision landscapes, 2000',
  better: 'higher',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['d_prime'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const { dPrime } = separation(sweep);
    if (Number.isNaN(dPrime)) {
      const reason = 'neither genuine nor impostor scores differ among themselves';
      return [undefinedRow('d_prime', 'iso', reason, failureNotes(sweep))];
    }
    const count = sweep.genuineTotal + sweep.impostorTotal;
    const sampling = {
      range: 'free' as const,
      statistic: (other: Sweep) => separation(other).dPrime,
    };
    const row = { metric: 'd_prime', value: dPrime, count, convention: 'iso', sampling };
    return [noted(row, failureNotes(sweep))];
  },
};
