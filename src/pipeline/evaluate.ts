import { findConvention, measure, verificationInput } from '../metrics/index.js';
import { detCurve, rocCurve } from '../metrics/roc.js';
import { qualityBands } from '../metrics/quality-bands.js';
import type { Io } from '../io.js';
import type { Talk } from '../talk.js';
import type { Report } from '../types.js';
import { load, type DatasetRequest } from './load.js';
import type { Outcome } from './outcome.js';
import { provenanceOf } from './provenance.js';
import { scorePairs } from './score.js';
import { obtainVectors, type VectorsRequest } from './vectors.js';

export interface EvaluateRequest extends DatasetRequest, VectorsRequest {
  readonly far: readonly number[];
  /** FMR whose threshold the bands of quality are judged at. */
  readonly fmr: number;
  readonly convention?: readonly string[] | undefined;
  readonly bands: number;
}

/**
 * What 1:1 verification on the dataset gives: accuracy, TAR at each FAR, EER and AUC by each convention, the ROC and DET
 * curves, and the same comparisons in bands of quality.
 *
 * @throws UserError for a dataset, a model or vectors that cannot be used; the signal's reason when stopped
 */
export async function evaluate(
  request: EvaluateRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const conventions = (request.convention ?? ['iso']).map(findConvention);
  const started = new Date();
  const dataset = await load(request, env, talk);
  const vectors = await obtainVectors(dataset, request, env, talk, signal);
  const { protocol } = dataset;
  const scores = scorePairs(protocol, vectors.embeddings);
  const compared = { embeddings: vectors.embeddings, left: protocol.left, right: protocol.right };
  const input = verificationInput(scores, { fars: request.far, compared });
  const report: Report = {
    subject: {
      dataset: protocol.name,
      protocol: protocol.digest,
      ...vectors.subject,
      ...(request.limit === undefined ? {} : { partial: protocol.left.length }),
    },
    rows: measure(input, conventions),
    curves: [
      rocCurve(input.sweep),
      detCurve(input.sweep),
      qualityBands(input, { fmr: request.fmr, bands: request.bands }),
    ],
  };
  return { report, provenance: provenanceOf({ request, env, started, dataset, vectors, subject: report.subject }) };
}
