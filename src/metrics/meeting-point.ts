import type { EqualError } from './eer.js';
import { undefinedEqualError } from './eer.js';
import { pointAt } from './operating-point.js';
import type { Sweep } from './sweep.js';
import { onThinnedRoc } from './thinned-roc.js';

/**
 * The FMR at the point of the thinned ROC where FMR and FNMR differ least, which FaRE and QMagFace call the EER; of points
 * equally good the highest threshold.
 *
 * Differences are taken in float64 as |(1 - TAR) - FMR|. It is the FMR alone and not the middle of the two rates, so it can
 * lie on either side of the crossing.
 */
export function fmrWhereErrorsMeet(sweep: Sweep): EqualError {
  const { genuineTotal, impostorTotal, thresholds } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return undefinedEqualError();
  const keeps = onThinnedRoc(sweep);
  let best = -1;
  let least = Infinity;
  for (let i = -1; i < thresholds.length; i++) {
    if (!keeps(i)) continue;
    const { tar, fmr } = pointAt(sweep, i, NaN);
    const difference = Math.abs(1 - tar - fmr);
    if (difference >= least) continue;
    least = difference;
    best = i;
  }
  const { tar, fmr, threshold } = pointAt(sweep, best, NaN);
  return { rate: fmr, low: Math.min(fmr, 1 - tar), high: Math.max(fmr, 1 - tar), threshold };
}
