import type { Curve } from '../../types.js';
import type { EqualError } from '../eer.js';
import type { FoldAccuracy } from '../fold-accuracy.js';
import type { HalfTotalError } from '../hter.js';
import type { OperatingPoint } from '../operating-point.js';
import type { Sweep } from '../sweep.js';
import type { ValidationRate } from '../val.js';
import type { VerificationInput } from '../verification-input.js';

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
  readonly tarAtFar?: (sweep: Sweep, far: number) => OperatingPoint;
  readonly eer?: (sweep: Sweep) => EqualError;
  /** The least half total error rate. */
  readonly hter?: (sweep: Sweep) => HalfTotalError;
  /** Where fmr10 ... fmr10000 and zero_fmr read the FNMR for an FMR. */
  readonly fnmrAtFmr?: (sweep: Sweep, fmr: number) => OperatingPoint;
  readonly minCllr?: (sweep: Sweep) => number;
  readonly val?: (input: VerificationInput) => ValidationRate;
  /** Its own error-versus-reject curve, which leaves out what it leaves out. */
  readonly erc?: (input: VerificationInput) => Curve;
}
