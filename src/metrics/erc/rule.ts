import type { Combination } from '../combined-quality.js';

/** Which error a curve counts: rejected genuine (FNMR) or accepted impostor comparisons (FMR). */
export type RejectedError = 'fnmr' | 'fmr';

/** What fixes the threshold before anything is discarded. */
export interface Start {
  readonly kind: 'fmr' | 'fnmr' | 'threshold';
  /** The rate, or the threshold itself. */
  readonly value: number;
}

/** How an error-versus-reject curve is made. */
export interface ErcRule {
  readonly error: RejectedError;
  readonly start: Start;
  /** True where the threshold is picked anew on what each discard leaves, by the same rate. */
  readonly repicked: boolean;
  /** How the qualities of its two pictures make that of a comparison. */
  readonly combine: Combination;
  /**
   * What the discarded share is a share of: the comparisons whose error is counted (mated for FNMR, non-mated for FMR), all
   * comparisons together, or the pictures, each of which takes all its comparisons with it.
   */
  readonly shareOf: 'counted' | 'all' | 'pictures';
  /** How points are joined for areas: a value holds until the next discard, or changes evenly up to it. */
  readonly join: 'steps' | 'lines';
}

/** ISO/IEC 29794-1: FNMR of mated comparisons, threshold fixed, the worse picture decides, steps. */
export const ISO_RULE: Omit<ErcRule, 'start'> = {
  error: 'fnmr',
  repicked: false,
  combine: 'min',
  shareOf: 'counted',
  join: 'steps',
};

/** The labels that tell curves of different rules apart, in the order of the CSV's columns. */
export function labelsOf(rule: ErcRule, quality: string): Record<string, string | number> {
  const { error, start, repicked, combine, shareOf } = rule;
  return {
    quality,
    [start.kind === 'threshold' ? 'fixed_threshold' : start.kind]: start.value,
    rate: error,
    ...(repicked ? { threshold_rule: 'repicked' } : {}),
    ...(shareOf === 'counted' ? {} : { share_of: shareOf }),
    ...(combine === 'min' ? {} : { combine }),
  };
}
