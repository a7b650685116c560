import type { Io } from '../io.js';
import { findConvention, measure, type VerificationInput } from '../metrics/index.js';
import { qualityBands } from '../metrics/quality-bands.js';
import { detCurve, rocCurve } from '../metrics/roc.js';
import type { Talk } from '../talk.js';
import type { Report } from '../types.js';
import type { Outcome } from './outcome.js';
import { verify, type VerifyRequest } from './verify.js';

/** What is asked of 1:1 verification. */
export interface VerificationWishes {
  /** FMR whose threshold the bands of quality are judged at. */
  readonly fmr: number;
  readonly bands: number;
  readonly convention?: readonly string[] | undefined;
}

/**
 * What 1:1 verification on the dataset gives: accuracy, TAR at each FAR, EER and AUC by each convention, the ROC and DET
 * curves, and the same comparisons in bands of quality.
 *
 * @throws UserError for a dataset, a model or vectors that cannot be used; the signal's reason when stopped
 */
export async function evaluate(
  request: VerifyRequest & VerificationWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  // Before any work, so that a misspelt name costs nothing.
  const conventions = conventionsOf(request);
  const { input, subject, provenance } = await verify(request, io, talk);
  const report = { subject, ...verification(input, { ...request, conventions }) };
  return { report, provenance: provenance() };
}

export function conventionsOf({ convention = ['iso'] }: Pick<VerificationWishes, 'convention'>) {
  return convention.map(findConvention);
}

/** The rows and curves of 1:1 verification. */
export function verification(
  input: VerificationInput,
  {
    fmr,
    bands,
    conventions,
  }: Omit<VerificationWishes, 'convention'> & {
    readonly conventions: ReturnType<typeof conventionsOf>;
  },
): Pick<Report, 'rows' | 'curves'> {
  return {
    rows: measure(input, conventions),
    curves: [rocCurve(input.sweep), detCurve(input.sweep), qualityBands(input, { fmr, bands })],
  };
}
