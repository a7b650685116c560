import { firstReaching, firstWhere } from './bisect.js';
import { type OperatingPoint, pointAt, undefinedPoint } from './operating-point.js';
import type { Sweep } from './sweep.js';

/**
 * The operating point whose FMR is nearest to `fmr`, above it or below; of equally near ones the lowest threshold.
 *
 * Thresholds are the scores alone, so that no point has an FMR of 0 when an impostor has the greatest score: pyeer's
 * ZeroFMR then stands at a greater FMR without saying so. All NaN without impostor comparisons.
 *
 * Source: pyeer eer_stats.py, `get_fmr_op`, which gives FMR10, FMR20, FMR100, FMR1000 and ZeroFMR.
 */
export function pyeerPointAtFmr(sweep: Sweep, fmr: number): OperatingPoint {
  const { impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, fmr);
  const rate = (i: number) => impostorAccepted[i]! / impostorTotal;
  const beyond = firstWhere(impostorAccepted.length, (i) => rate(i) > fmr);
  if (beyond === impostorAccepted.length) return pointAt(sweep, beyond - 1, fmr);
  const below = beyond > 0 && fmr - rate(beyond - 1) < rate(beyond) - fmr;
  // The lowest threshold with that FMR is the one before the FMR rises.
  const nearest = below ? beyond : firstReaching(impostorAccepted, impostorAccepted[beyond]! + 1);
  return pointAt(sweep, nearest - 1, fmr);
}
