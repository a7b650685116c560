import type { Io } from '../io.js';
import { ercCurve, errorVersusReject, partialArea } from '../metrics/erc.js';
import { findConvention, verificationInput } from '../metrics/index.js';
import { randomRejection } from '../metrics/random-rejection.js';
import type { Talk } from '../talk.js';
import type { Curve, MetricRow, Report } from '../types.js';
import { load, type DatasetRequest } from './load.js';
import type { Outcome } from './outcome.js';
import { provenanceOf } from './provenance.js';
import { scorePairs } from './score.js';
import { obtainVectors, type VectorsRequest } from './vectors.js';

/** What comparisons can be rejected by. */
export const QUALITIES = ['magnitude', 'random'] as const;

export interface ErcRequest extends DatasetRequest, VectorsRequest {
  /** FMR that fixes the threshold before anything is rejected. */
  readonly fmr: number;
  readonly quality: readonly (typeof QUALITIES)[number][];
  readonly convention?: readonly string[] | undefined;
  readonly seed: number;
}

/** Shares rejected up to which areas are given. */
const AREA_LIMITS = [0.2, 0.3, 0.5, 0.95];

/**
 * How the FNMR falls as the comparisons of the lowest quality are rejected, by each convention: `iso` for each quality,
 * and a peer's own curve where it has one.
 */
export async function errorVersusRejectOf(
  request: ErcRequest,
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
  const input = verificationInput(scores, { compared });
  const { curve: exact, point } = errorVersusReject(input, { fmr: request.fmr });
  const curves: Curve[] = [];
  const rows: MetricRow[] = [];
  for (const convention of conventions) {
    if (convention.erc !== undefined) {
      curves.push(convention.erc(input));
      continue;
    }
    for (const quality of request.quality) {
      const labels = { quality, fmr: request.fmr, convention: 'iso' };
      const curve =
        quality === 'random'
          ? randomRejection(exact, labels, { seed: request.seed })
          : ercCurve(exact, labels);
      curves.push(curve);
      if (quality === 'random') continue;
      for (const limit of AREA_LIMITS) {
        rows.push({
          metric: `erc_area@discard=${limit}`,
          value: partialArea(exact, limit),
          count: exact.kept[0] ?? 0,
          threshold: point.threshold,
          achieved: point.fmr,
          convention: 'iso',
        });
      }
    }
  }
  const report: Report = {
    subject: {
      dataset: protocol.name,
      protocol: protocol.digest,
      ...vectors.subject,
      ...(request.limit === undefined ? {} : { partial: protocol.left.length }),
    },
    rows,
    curves,
  };
  return {
    report,
    provenance: provenanceOf({
      request,
      env,
      started,
      dataset,
      vectors,
      subject: report.subject,
    }),
  };
}
