import type { Io } from '../io.js';
import { developmentSweep, expectedPerformance } from '../metrics/epc.js';
import {
  findConvention,
  findMetrics,
  measure,
  type Metric,
  type VerificationInput,
} from '../metrics/index.js';
import { precisionRecallCurve } from '../metrics/precision-recall.js';
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
  /** Names of metrics, or `all`, or `standard`, which is the default. */
  readonly metrics?: readonly string[] | undefined;
}

/**
 * What 1:1 verification on the dataset gives: the metrics by each convention, the ROC, the DET and precision over
 * recall, the expected performance where the protocol has comparisons for development, and the same comparisons in
 * bands of quality.
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
  const metrics = findMetrics(request.metrics ?? ['standard']);
  const { input, subject, provenance } = await verify(request, io, talk);
  const report = { subject, ...verification(input, { ...request, conventions, metrics }) };
  return { report, provenance: provenance() };
}

export function conventionsOf({ convention = ['iso'] }: Pick<VerificationWishes, 'convention'>) {
  return convention.map(findConvention);
}

/** The rows and curves of 1:1 verification; the standard metrics where `metrics` is left out. */
export function verification(
  input: VerificationInput,
  {
    fmr,
    bands,
    conventions,
    metrics,
  }: Pick<VerificationWishes, 'fmr' | 'bands'> & {
    readonly conventions: ReturnType<typeof conventionsOf>;
    readonly metrics?: readonly Metric[];
  },
): Pick<Report, 'rows' | 'curves'> {
  const { scores, sweep } = input;
  const development = developmentSweep(scores);
  return {
    rows: measure(input, conventions, metrics),
    curves: [
      rocCurve(sweep),
      detCurve(sweep),
      precisionRecallCurve(sweep),
      ...(development === undefined ? [] : [expectedPerformance(development, sweep)]),
      qualityBands(input, { fmr, bands }),
    ],
  };
}
