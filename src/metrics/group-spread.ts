import type { GroupRates } from './group-rates.js';

/** Weight of the FMR against the FNMR in every summary of both. */
export const ALPHA = 0.5;

/** How far the error rates of groups lie apart; NaN where it is undefined. */
export interface Spread {
  /** Groups with comparisons of both classes, which are all that are looked at. */
  readonly groups: number;
  readonly fmr: Dispersion;
  readonly fnmr: Dispersion;
  /** {@link fairnessDiscrepancyRate}, {@link inequityRate} and {@link garbe} of the two. */
  readonly fdr: number;
  readonly ir: number;
  readonly garbe: number;
}

/** How far the rates of groups lie apart, in three ways. */
export interface Dispersion {
  /** Greatest less least. */
  readonly gap: number;
  /** Greatest by least; NaN where the least is 0. */
  readonly ratio: number;
  /** Gini coefficient for a sample of groups; NaN where every rate is 0. */
  readonly gini: number;
}

/** The spread over the groups that have comparisons of both classes; NaN of fewer than two. */
export function spreadOf(rates: readonly GroupRates[]): Spread {
  const known = rates.filter(({ genuine, impostor }) => genuine > 0 && impostor > 0);
  const fmr = dispersion(known.map((group) => group.fmr.value));
  const fnmr = dispersion(known.map((group) => group.fnmr.value));
  return {
    groups: known.length,
    fmr,
    fnmr,
    fdr: fairnessDiscrepancyRate(fmr.gap, fnmr.gap),
    ir: inequityRate(fmr.ratio, fnmr.ratio),
    garbe: garbe(fmr.gini, fnmr.gini),
  };
}

/** The dispersion of `rates`; NaN in all of them with fewer than two, or where one is NaN. */
export function dispersion(rates: readonly number[]): Dispersion {
  if (rates.length < 2 || rates.some(Number.isNaN)) return { gap: NaN, ratio: NaN, gini: NaN };
  const [least, greatest] = [Math.min(...rates), Math.max(...rates)];
  return {
    gap: greatest - least,
    ratio: least === 0 ? NaN : greatest / least,
    gini: giniOf(rates),
  };
}

/**
 * The Gini coefficient of n rates with the factor n / (n - 1), so that it is 1 where one group has all errors, however many
 * groups there are, and 0 where all rates are equal. NaN where all are 0.
 */
function giniOf(rates: readonly number[]): number {
  const count = rates.length;
  const sum = rates.reduce((total, rate) => total + rate, 0);
  if (sum === 0) return NaN;
  const ascending = rates.toSorted((a, b) => a - b);
  // Of the sorted rates, each stands above as many as come before it and below as many as come after.
  const differences = ascending.reduce((total, rate, i) => total + (2 * i - count + 1) * rate, 0);
  return differences / ((count - 1) * sum);
}

/**
 * The fairness discrepancy rate, 1 where no two groups differ: 1 less the weighted greatest differences of FMR and of FNMR.
 *
 * Source: de Freitas Pereira & Marcel, Fairness in biometrics: a figure of merit to assess biometric verification systems, IEEE
 * TBIOM 2021.
 */
export function fairnessDiscrepancyRate(fmrGap: number, fnmrGap: number, alpha = ALPHA): number {
  return 1 - (alpha * fmrGap + (1 - alpha) * fnmrGap);
}

/**
 * The inequity rate, 1 where no two groups differ: the weighted geometric mean of the greatest ratios of FMR and of FNMR.
 *
 * Source: as in Howard et al., Evaluating proposed fairness models for face recognition algorithms, arXiv 2203.05051 (2022).
 */
export function inequityRate(fmrRatio: number, fnmrRatio: number, alpha = ALPHA): number {
  return fmrRatio ** alpha * fnmrRatio ** (1 - alpha);
}

/**
 * The Gini aggregation rate for biometric equitability, 0 where no two groups differ and at most 1: the weighted mean of the Gini
 * coefficients of FMR and of FNMR.
 *
 * Source: Howard et al., Evaluating proposed fairness models for face recognition algorithms, arXiv 2203.05051 (2022).
 */
export function garbe(fmrGini: number, fnmrGini: number, alpha = ALPHA): number {
  return alpha * fmrGini + (1 - alpha) * fnmrGini;
}
