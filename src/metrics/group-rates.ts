import { EER } from './eer.js';
import { ISO } from './conventions/iso.js';
import { undecided } from './decisions.js';
import { type Estimate, estimatedShare, UNKNOWN } from './estimate.js';
import { isSupported, lowestAtMost, type OperatingPoint, pointAt } from './operating-point.js';
import { decidedInfluence, rateSampling, withInterval } from './sampling.js';
import { lowestAtLeast } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** What a threshold makes of some comparisons. */
export interface GroupRates {
  readonly genuine: number;
  readonly impostor: number;
  /** Rejected genuine and accepted impostor comparisons. */
  readonly falseNonMatches: number;
  readonly falseMatches: number;
  readonly fnmr: Estimate;
  readonly fmr: Estimate;
}

/** The errors of all comparisons of `group` at a threshold that is given, so that nothing was chosen on them. */
export function ratesAt(group: VerificationInput, threshold: number): GroupRates {
  const { sweep } = group;
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = pointAt(
    sweep,
    lowestAtLeast(sweep, threshold),
    NaN,
  );
  const [falseNonMatches, falseMatches] = [genuineTotal - genuineAccepted, impostorAccepted];
  const share = (rate: 'fmr' | 'fnmr', hits: number, count: number) =>
    estimatedShare(group, { hits, count }, rateSampling(group, rate, threshold));
  return {
    genuine: genuineTotal,
    impostor: impostorTotal,
    falseNonMatches,
    falseMatches,
    fnmr: share('fnmr', falseNonMatches, genuineTotal),
    fmr: share('fmr', falseMatches, impostorTotal),
  };
}

/** The share of the comparisons of `group` that a given threshold decides rightly. */
export function accuracyAt(group: VerificationInput, threshold: number): Estimate {
  const { scores, genuine } = group.scores;
  const decided = undecided(scores.length);
  let [hits, count] = [0, 0];
  for (let k = 0; k < decided.length; k++) {
    if (!group.counted(k)) continue;
    const right = scores[k]! >= threshold === (genuine[k] === 1) ? 1 : 0;
    decided[k] = right;
    hits += right;
    count++;
  }
  return estimatedShare(
    group,
    { hits, count },
    {
      range: 'share',
      influence: decidedInfluence(decided, hits / count, count, { genuine: true, impostor: true }),
      decisions: decided,
    },
  );
}

/** The FNMR of `group` at the threshold that its own impostors give, whose uncertainty its interval knows. */
export interface OwnThreshold {
  readonly point: OperatingPoint;
  readonly fnmr: Estimate;
}

/** By the iso rule; unknown where `fmr` asks for less than one of the impostors, or where a class is missing. */
export function ownThreshold(group: VerificationInput, fmr: number): OwnThreshold {
  const point = lowestAtMost(group.sweep, fmr);
  const { genuineTotal, genuineAccepted, impostorTotal, threshold } = point;
  if (!isSupported(fmr, impostorTotal)) {
    return { point: { ...point, threshold: NaN, fmr: NaN, tar: NaN }, fnmr: UNKNOWN };
  }
  const { influence } = rateSampling(group, 'fnmr', threshold);
  const fnmr = estimatedShare(
    group,
    { hits: genuineTotal - genuineAccepted, count: genuineTotal },
    {
      range: 'share',
      tried: 'genuine',
      influence,
      chosenByFmr: { threshold, fmr: point.fmr, rises: false },
      statistic: (other) => 1 - lowestAtMost(other, fmr).tar,
    },
  );
  return { point, fnmr };
}

/** The equal error rate of `group`. */
export function equalErrorOf(group: VerificationInput): Estimate {
  const [row] = EER.compute(group, ISO);
  const { value, low = NaN, high = NaN, interval } = withInterval(group, row!);
  return { value, low, high, ...(interval === undefined ? {} : { interval }) };
}
