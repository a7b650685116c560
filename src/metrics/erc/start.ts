import { firstWhere } from '../bisect.js';
import {
  lowestAtMost,
  type OperatingPoint,
  pointAt,
  supportNotes,
  undefinedPoint,
} from '../operating-point.js';
import { lowestAtLeast, type Sweep } from '../sweep.js';
import type { Start } from './rule.js';

/**
 * The operating point that errors are counted at before anything is discarded: at the lowest threshold whose FMR is at most
 * the one asked for, at the highest whose FNMR is at most the one asked for, or at the threshold that is given.
 *
 * NaN throughout where the class is missing that the rate is of.
 */
export function startingPoint(sweep: Sweep, { kind, value }: Start): OperatingPoint {
  if (kind === 'fmr') return lowestAtMost(sweep, value);
  if (kind === 'threshold') {
    return { ...pointAt(sweep, lowestAtLeast(sweep, value), NaN), threshold: value };
  }
  const { genuineAccepted, genuineTotal } = sweep;
  if (genuineTotal === 0) return undefinedPoint(sweep, NaN);
  const first = firstWhere(
    genuineAccepted.length,
    (i) => (genuineTotal - genuineAccepted[i]!) / genuineTotal <= value,
  );
  return pointAt(sweep, first, NaN);
}

/** What a reader must know of a start: why there is none, or that few comparisons decide it. */
export function startNotes(sweep: Sweep, { kind, value }: Start): string[] {
  if (kind === 'fmr') {
    return sweep.impostorTotal === 0 ? ['no impostors'] : supportNotes(value, sweep.impostorTotal);
  }
  if (kind === 'fnmr') {
    if (sweep.genuineTotal === 0) return ['no genuine comparisons'];
    const allowed = value * sweep.genuineTotal;
    return allowed < FEW
      ? [
          `start decided by ${Number(allowed.toPrecision(3))} of ${sweep.genuineTotal} genuine comparisons`,
        ]
      : [];
  }
  return [];
}

/** Below so many, a rate is decided by few. */
const FEW = 10;
