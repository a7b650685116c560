import { EER } from './eer.js';
import { ISO } from './conventions/iso.js';
import { type Decisions, UNDECIDED } from './decisions.js';
import { type Estimate, estimatedShare, UNKNOWN } from './estimate.js';
import { isSupported, lowestAtMost, type OperatingPoint } from './operating-point.js';
import { rateSampling, withInterval } from './sampling.js';
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
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } =
    group.acceptedAt(threshold);
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

/** The share of the comparisons of `group` that a given threshold decides rightly; NaN accepts none. */
export function accuracyAt(group: VerificationInput, threshold: number): Estimate {
  const { scores, genuine } = group.scores;
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } =
    group.acceptedAt(threshold);
  const hits = genuineAccepted + impostorTotal - impostorAccepted;
  const count = genuineTotal + impostorTotal;
  const isRight = (k: number) => scores[k]! >= threshold === (genuine[k] === 1);
  const [right, wrong] = [(1 - hits / count) / count, -(hits / count) / count];
  let decided: Decisions | undefined;
  return estimatedShare(
    group,
    { hits, count },
    {
      range: 'share',
      influence: {
        usual: { genuine: right, impostor: right },
        of: (k) => (isRight(k) ? right : wrong),
        unusual: () => group.decisive.at(threshold),
      },
      decisions: () =>
        (decided ??= genuine.map((_, k) => (group.counted(k) ? Number(isRight(k)) : UNDECIDED))),
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
  const point = group.operatingPoints([fmr])[0]!;
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
