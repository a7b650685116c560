import type { ComparedQuality, Report } from '../../types.js';
import type { PeerArea } from '../auc.js';
import type { EqualError } from '../eer.js';
import type { ErcRule } from '../erc/rule.js';
import type { FoldAccuracy } from '../fold-accuracy.js';
import type { HalfTotalError } from '../hter.js';
import type { Sweep } from '../sweep.js';
import type { OperatingPoint } from '../operating-point.js';
import type { ValidationRate } from '../val.js';
import type { VerificationInput } from '../verification-input.js';

/**
 * Sentences on what makes a convention's number another than the default's on these comparisons. Asked only where it is
 * another; what holds on the data comes from the data.
 */
export interface Reasons {
  readonly accuracy?: (
    input: VerificationInput,
    own: FoldAccuracy,
    usual: FoldAccuracy,
  ) => readonly string[];
  readonly tarAtFar?: (
    input: VerificationInput,
    own: OperatingPoint,
    usual: OperatingPoint,
  ) => readonly string[];
  readonly eer?: (
    input: VerificationInput,
    own: EqualError,
    usual: EqualError,
  ) => readonly string[];
}

/** One program's way of counting, and where it deserves doubt. A rule it lacks falls back to the metric's default. */
export interface Convention {
  readonly name: string;
  /** The rules in one sentence. */
  readonly summary: string;
  /** Repository, file, function and commit, or the standard. */
  readonly reference: string;
  /** What a reader should hold against its numbers. */
  readonly defects: readonly string[];
  readonly accuracy?: (input: VerificationInput) => FoldAccuracy;
  readonly tarAtFar?: (input: VerificationInput, far: number) => OperatingPoint;
  readonly eer?: (input: VerificationInput) => EqualError;
  /** Area under its own curve, where that is not the whole ROC. */
  readonly auc?: (input: VerificationInput) => PeerArea;
  /** The least half total error rate. */
  readonly hter?: (sweep: Sweep) => HalfTotalError;
  /** Where fmr10 ... fmr10000 and zero_fmr read the FNMR for an FMR. */
  readonly fnmrAtFmr?: (sweep: Sweep, fmr: number) => OperatingPoint;
  /** The least cost of log-likelihood ratios. */
  readonly minCllr?: (sweep: Sweep) => number;
  /** Set where a rule reads the vectors behind the scores. */
  readonly readsVectors?: true;
  /** Set where a rule reads single comparisons and not their counts, so that no bootstrap can be read by it. */
  readonly unweighted?: true;
  readonly val?: (input: VerificationInput) => ValidationRate;
  /**
   * Its own error-versus-reject curves, which leave out what it leaves out, and the numbers it reads off them. Of `rule` it
   * takes what its program can be told.
   */
  readonly erc?: (
    input: VerificationInput,
    quality: ComparedQuality,
    rule: ErcRule,
  ) => Pick<Report, 'rows' | 'curves'>;
  readonly why?: Reasons;
}
