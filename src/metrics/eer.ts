import { firstWhere } from './bisect.js';
import type { Metric } from './metric.js';
import { lowestAtMost } from './operating-point.js';
import { short } from './rate.js';
import type { Influence } from './shared-persons.js';
import { failureNotes, type Sweep, thresholdAboveAll } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** Where the two error rates meet. */
export interface EqualError {
  /** Between `low` and `high`, where the rule puts it: their midpoint, or the FMR. */
  readonly rate: number;
  /** The lower of FMR and FNMR at the threshold. */
  readonly low: number;
  /** The higher of FMR and FNMR at the threshold. */
  readonly high: number;
  /** A comparison is accepted when its score is at least this, or greater than this where `strict`. */
  readonly threshold: number;
  /** Set where a score at the threshold is rejected. */
  readonly strict?: true;
  /** What a reader must know of it; why it is undefined where both classes have comparisons. */
  readonly notes?: readonly string[];
}

/** The equal error where there is none to be found. */
export function undefinedEqualError(notes: readonly string[] = []): EqualError {
  return {
    rate: NaN,
    low: NaN,
    high: NaN,
    threshold: NaN,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** The equal error at a threshold with these two rates, their midpoint. */
export function midpointOf(fmr: number, fnmr: number, threshold: number): EqualError {
  return {
    rate: (fmr + fnmr) / 2,
    low: Math.min(fmr, fnmr),
    high: Math.max(fmr, fnmr),
    threshold,
  };
}

/**
 * The equal error rate by the rule of FVC2000: of the two neighbouring thresholds between which FMR - FNMR changes sign,
 * the one with the smaller sum of errors (the lower threshold when the sums are equal), and the midpoint of its two rates.
 *
 * Thresholds are the distinct scores and the next float above the greatest. A threshold at which the rates are exactly
 * equal is taken alone; of several, the lowest. Everything is NaN without genuine or without impostor comparisons.
 *
 * Source: Maio et al., FVC2000 (TPAMI 24, 2002), section 5; as pyeer's `get_eer_values`.
 */
export function equalErrorRate(sweep: Sweep): EqualError {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return undefinedEqualError();
  // Errors times both totals are whole numbers, so equality is exact.
  const falseMatches = (i: number) => (impostorAccepted[i] ?? 0) * genuineTotal;
  const falseNonMatches = (i: number) => (genuineTotal - (genuineAccepted[i] ?? 0)) * impostorTotal;
  const errors = (i: number) => falseMatches(i) + falseNonMatches(i);
  // At the least score nobody is rejected, so there is one with more false matches.
  const below = firstWhere(thresholds.length, (i) => falseMatches(i) > falseNonMatches(i));
  const above = below - 1;
  const exact = falseMatches(above) === falseNonMatches(above);
  const at = exact || errors(above) < errors(below) ? above : below;
  const fmr = (impostorAccepted[at] ?? 0) / impostorTotal;
  const fnmr = (genuineTotal - (genuineAccepted[at] ?? 0)) / genuineTotal;
  return midpointOf(fmr, fnmr, thresholds[at] ?? thresholdAboveAll(sweep));
}

export const EER: Metric = {
  name: 'eer',
  title: 'Equal error rate',
  summary: 'error rate where FMR and FNMR meet: the middle of the two there',
  reference: 'Maio et al., FVC2000, TPAMI 24 (2002)',
  better: 'lower',
  standard: true,
  compute: (input, convention) => {
    const { sweep } = input;
    const rule = convention.eer ?? ((any: VerificationInput) => equalErrorRate(any.sweep));
    const { rate, low, high, threshold, notes: own = [] } = rule(input);
    const { genuineTotal, impostorTotal } = sweep;
    const convened = convention.eer === undefined ? 'iso' : convention.name;
    if (Number.isNaN(rate)) {
      const missing = genuineTotal === 0 ? 'genuine' : 'impostor';
      const reasons = genuineTotal * impostorTotal === 0 ? [`no ${missing} comparisons`] : own;
      const [reason, ...more] = [...reasons, ...failureNotes(sweep)];
      const note = [`undefined: ${reason}`, ...more].join('; ');
      return [{ metric: 'eer', value: NaN, count: 0, convention: convened, note }];
    }
    const apart =
      low === high || own.length > 0
        ? []
        : [`the rates there do not meet: ${short(low)} and ${short(high)}`];
    const notes = [...own, ...apart, ...failureNotes(sweep)];
    return [
      {
        metric: 'eer',
        value: rate,
        count: genuineTotal + impostorTotal,
        threshold,
        convention: convened,
        ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
        sampling: {
          range: 'share',
          influence: eerInfluence(input, rate, threshold),
          ...(convention.eer !== undefined && convention.unweighted === true
            ? {}
            : { statistic: (other: Sweep) => rule({ ...input, sweep: other }).rate }),
        },
      },
    ];
  },
};

/**
 * What each comparison adds to the error of an EER: of a shift of the FMR and of the FNMR at the threshold the one counts as
 * much as the other rate yields when the threshold follows, which the slope of the ROC there tells.
 *
 * The slope is taken between the points one standard deviation of independent impostors away.
 */
function eerInfluence(
  { scores: { scores, genuine }, sweep, decisive }: VerificationInput,
  rate: number,
  threshold: number,
): Influence {
  const { genuineTotal, impostorTotal } = sweep;
  const spread = Math.sqrt(Math.max(rate * (1 - rate), 1 / impostorTotal) / impostorTotal);
  const [from, to] = [Math.max(0, rate - spread), Math.min(1, rate + spread)];
  const slope = (lowestAtMost(sweep, to).tar - lowestAtMost(sweep, from).tar) / (to - from);
  const weights = {
    genuine: 1 / (1 + slope) / genuineTotal,
    impostor: slope / (1 + slope) / impostorTotal,
  };
  const mated = (wrong: number) => (wrong - rate) * weights.genuine;
  const nonMated = (wrong: number) => (wrong - rate) * weights.impostor;
  const usual = { genuine: mated(0), impostor: nonMated(0) };
  const wrong = { genuine: mated(1), impostor: nonMated(1) };
  return {
    usual,
    of: (k) => {
      const accepted = scores[k]! >= threshold;
      if (genuine[k] === 1) return accepted ? usual.genuine : wrong.genuine;
      return accepted ? wrong.impostor : usual.impostor;
    },
    unusual: () => decisive.at(threshold),
  };
}
