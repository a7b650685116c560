import { probit } from '../probit.js';
import type { Curve } from '../types.js';
import { detCurve } from './roc.js';
import type { Sweep } from './sweep.js';

/** Least step of either rate, in normal deviates, that a picture of the usual size shows. */
const STEP = 0.02;

/** Beyond these deviates no two rates are told apart. */
const FURTHEST = 6;

/**
 * The detection error trade-off of a few comparisons as a curve `quality_bands_det` with the columns `threshold`, `fmr` and
 * `fnmr`; undefined where a class has none.
 *
 * Of its corners those are kept at which either rate has moved by {@link STEP} on the normal deviate axes of a DET since the
 * last one kept, and both ends: some hundred points, whatever the number of comparisons, none of them moved.
 */
export function bandDet(sweep: Sweep, labels: Curve['labels']): Curve | undefined {
  const { columns } = detCurve(sweep);
  const fmr = columns['fmr']!;
  const fnmr = columns['fnmr']!;
  if (fmr.length === 0) return undefined;
  const kept: number[] = [];
  const place = (rate: number) => Math.min(FURTHEST, Math.max(-FURTHEST, probit(rate)));
  for (let i = 0; i < fmr.length; i++) {
    const last = kept.at(-1);
    const moved = (rate: Float64Array) =>
      last === undefined || Math.abs(place(rate[i]!) - place(rate[last]!)) >= STEP;
    if (moved(fmr) || moved(fnmr) || i === fmr.length - 1) kept.push(i);
  }
  const column = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
  return {
    name: 'quality_bands_det',
    labels,
    columns: { threshold: column(columns['threshold']!), fmr: column(fmr), fnmr: column(fnmr) },
  };
}
