import type { Io } from '../io.js';
import type { Combination } from '../metrics/combined-quality.js';
import { type JudgedQuality, judgedQuality } from '../metrics/judged-quality.js';
import { counted } from '../metrics/reasons.js';
import { rankedVerification } from '../metrics/ranked-verification.js';
import type { VerificationInput } from '../metrics/verification-input.js';
import type { Talk } from '../talk.js';
import type { Outcome } from './outcome.js';
import { remarkOnPersons } from './persons.js';
import { withQualities } from './provenance.js';
import { obtainQualities, requireCombinable, requireQualities } from './qualities.js';
import { obtainScores, type ScoredRequest } from './scored.js';

/** What is asked of verification ranked by quality. */
export interface BandsWishes {
  /** FMR that gives the threshold, of all comparisons and of each band. */
  readonly fmr: number;
  /** Names of qualities, the first of which is drawn. */
  readonly quality: readonly string[];
  /** How the qualities of two pictures become one. */
  readonly combine: Combination;
  readonly bands: number;
  /** Where bands begin, in place of quantiles. */
  readonly edges?: readonly number[] | undefined;
  /** FNMR to be reached by rejection. */
  readonly reach?: readonly number[] | undefined;
}

/**
 * How verification goes with quality: bands, the grid of both pictures' qualities, a DET for each band, whether errors fall with
 * quality, and what has to be rejected to reach an FNMR; for each quality, in their order.
 *
 * @throws UserError of `obtainScores` and `obtainQualities`, E_COMBINE_NEGATIVE (65); the signal's reason when stopped
 */
export async function evaluateBands(
  request: ScoredRequest & BandsWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  requireQualities(request.quality);
  const scored = await obtainScores(request, io, talk);
  const { input, subject, provenance } = scored;
  if (input.interval.personal) remarkOnPersons(input.scores.persons, talk);
  const qualities = await obtainQualities(request.quality, scored, io, talk);
  requireCombinable(qualities, request.combine);
  const ranked = qualities.map((quality) => {
    const judged = judgedQuality(quality, request.combine);
    remarkOnUnknown(judged, input, talk);
    const { fmr, bands, edges, reach } = request;
    return rankedVerification(input, judged, { fmr, bands, edges, targets: reach });
  });
  return {
    report: {
      subject,
      rows: ranked.flatMap(({ rows }) => rows),
      curves: ranked.flatMap(({ curves }) => curves),
    },
    provenance: withQualities(provenance(), qualities),
  };
}

/** Says how many comparisons are left out for want of a quality. */
function remarkOnUnknown(
  { name, of }: JudgedQuality,
  { scores, counted: tested }: VerificationInput,
  talk: Talk,
): void {
  let unknown = 0;
  for (let k = 0; k < scores.scores.length; k++) {
    if (tested(k) && !Number.isFinite(of(k))) unknown++;
  }
  if (unknown > 0) talk.remark(`left out for lack of ${name}: ${counted(unknown, 'comparison')}`);
}
