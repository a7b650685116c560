import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/**
 * The cost of log-likelihood ratios in bits, Cllr: half the mean of log2(1 + e^-s) over genuine scores and half the
 * mean of log2(1 + e^s) over impostor scores `s`, which are taken for natural logarithms of likelihood ratios.
 *
 * 0 for ratios that are always right and sure, 1 for ratios that say nothing (all 0), above 1 for such as mislead. NaN
 * without genuine or without impostor comparisons.
 *
 * Source: Brummer & du Preez, Application-independent evaluation of speaker detection, Computer Speech and Language 20
 * (2006).
 */
export function costOfLikelihoodRatios(sweep: Sweep): number {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  let genuineBits = 0;
  let impostorBits = 0;
  for (let i = 0; i < thresholds.length; i++) {
    const genuine = genuineAccepted[i]! - (genuineAccepted[i - 1] ?? 0);
    const impostor = impostorAccepted[i]! - (impostorAccepted[i - 1] ?? 0);
    if (genuine > 0) genuineBits += genuine * surprise(-thresholds[i]!);
    if (impostor > 0) impostorBits += impostor * surprise(thresholds[i]!);
  }
  return (genuineBits / genuineTotal + impostorBits / impostorTotal) / 2;
}

/** log2(1 + e^x), which overflows for no x. */
function surprise(x: number): number {
  return (Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))) / Math.LN2;
}

/** The remark that scores look like cosines; nothing where one lies outside [-1, 1]. */
function ratioNotes({ thresholds }: Sweep): string[] {
  const greatest = thresholds[0] ?? 0;
  const least = thresholds.at(-1) ?? 0;
  if (greatest > 1 || least < -1) return [];
  return [
    'scores within [-1, 1] look like cosines, which are no log-likelihood ratios: read min_cllr',
  ];
}

export const CLLR: Metric = {
  name: 'cllr',
  title: 'Cost of log-likelihood ratios',
  summary:
    'bits lost by taking the scores for log-likelihood ratios; 1 is what knowing nothing costs',
  reference: 'Brummer & du Preez, Computer Speech and Language 20 (2006)',
  better: 'lower',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['cllr'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const row = {
      metric: 'cllr',
      value: costOfLikelihoodRatios(sweep),
      count: sweep.genuineTotal + sweep.impostorTotal,
      convention: 'iso',
      sampling: { range: 'free' as const, statistic: costOfLikelihoodRatios },
    };
    return [noted(row, [...ratioNotes(sweep), ...failureNotes(sweep)])];
  },
};
