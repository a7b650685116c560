import { type PeerArea, trapezoids } from '../auc.js';
import { type EqualError, midpointOf, undefinedEqualError } from '../eer.js';
import { pyeerPointAtFmr } from '../pyeer-rates.js';
import { excess, NEAREST, percent } from '../reasons.js';
import { shortRate } from '../rate.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

/**
 * The equal error rate of pyeer's `get_eer_values`: FVC2000's rule over the distinct scores alone, in float64.
 *
 * The two thresholds are the lowest at which FMR is no more than FNMR, and the one before it unless the rates are equal
 * there; the one with the smaller sum of rates is taken, the lower when the sums are equal. Where FMR exceeds FNMR at every
 * score, since an impostor has the greatest, there is no such threshold, and the answer is undefined.
 */
export function pyeerEqualError({ sweep }: VerificationInput): EqualError {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return undefinedEqualError();
  const fmr = (i: number) => impostorAccepted[i]! / impostorTotal;
  const fnmr = (i: number) => (genuineTotal - genuineAccepted[i]!) / genuineTotal;
  let above = thresholds.length - 1;
  while (above >= 0 && fmr(above) - fnmr(above) > 0) above--;
  if (above < 0) return undefinedEqualError(['FMR exceeds FNMR at every score']);
  const exact = fmr(above) === fnmr(above);
  const below = exact || above === thresholds.length - 1 ? above : above + 1;
  const at = fmr(below) + fnmr(below) <= fmr(above) + fnmr(above) ? below : above;
  return midpointOf(fmr(at), fnmr(at), thresholds[at]!);
}

/** The area under pyeer's ROC, by trapezoids over the distinct scores: it begins at the greatest score, not at (0, 0). */
export function pyeerArea({ sweep }: VerificationInput): PeerArea {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const fmr = Float64Array.from(impostorAccepted, (count) => count / impostorTotal);
  const tar = Float64Array.from(genuineAccepted, (count) => count / genuineTotal);
  const missing = ((fmr[0] ?? 0) * (tar[0] ?? 0)) / 2;
  return {
    area: trapezoids(fmr, tar),
    notes:
      missing === 0
        ? []
        : [
            `the curve begins at the greatest score, at FMR ${shortRate(fmr[0]!)}: ${shortRate(missing)} short`,
          ],
  };
}

export const PYEER: Convention = {
  name: 'pyeer',
  summary:
    'TAR, FMR100 and ZeroFMR: at the distinct score whose FMR is nearest to the one asked for, above or below it. EER: FVC2000, midpoint of the interval. ' +
    'AUC: from the greatest score on. Accuracy as insightface',
  reference:
    'manuelaguadomtz/pyeer pyeer/eer_stats.py (get_fmr_op, get_eer_values, get_auc) @fae8f3f',
  defects: [
    'the FMR attained may exceed the one asked for',
    'no threshold lies above the greatest score: where an impostor has it, ZeroFMR is not at FMR 0 and the AUC lacks its first piece',
  ],
  tarAtFar: ({ sweep }, far) => pyeerPointAtFmr(sweep, far),
  eer: pyeerEqualError,
  auc: pyeerArea,
  fnmrAtFmr: pyeerPointAtFmr,
  why: {
    tarAtFar: ({ sweep }, own) => [
      ...excess(own, NEAREST),
      ...(own.impostorAccepted === sweep.impostorAccepted[0] && own.fmr > own.target
        ? ['no threshold lies above the greatest score, which is an impostor']
        : []),
    ],
    eer: (_, own, usual) =>
      Number.isNaN(own.rate)
        ? (own.notes ?? [])
        : [
            `between ${percent(own.low)} and ${percent(own.high)}; the default has ${percent(usual.low)} and ${percent(usual.high)}`,
          ],
  },
};
