import { acceptedOutside, distanceGrid, gridPositions } from './distance-grid.js';
import { splitFolds } from './fold-splits.js';
import { type Decisions, undecided } from './decisions.js';
import type { Metric } from './metric.js';
import { formatRate } from './rate.js';
import { decidedInfluence } from './sampling.js';
import { deviation, mean } from './spread.js';
import type { VerificationInput } from './verification-input.js';

/** Acceptance of genuine comparisons on each test fold, at a threshold chosen on the others for one false accept rate. */
export interface ValidationRate {
  readonly far: number;
  /** Share of genuine comparisons accepted on each fold. */
  readonly rates: Float64Array;
  /** Share of impostor comparisons accepted on each fold. */
  readonly falseRates: Float64Array;
  /** Chosen for each fold: a squared distance below it is accepted. */
  readonly distances: Float64Array;
  /** Which genuine comparisons of a fold were accepted; all others have no part. */
  readonly decided: Decisions;
  /** Genuine comparisons accepted over all folds. */
  readonly accepted: number;
  /** Genuine comparisons of all folds. */
  readonly count: number;
  readonly notes: readonly string[];
}

const FAR = 1e-3;
const GRID = distanceGrid(4, 0.001);

/**
 * VAL at a FAR of 1e-3 as FaceNet and insightface count it: on each test fold the share of genuine comparisons whose
 * squared distance 2 - 2 cos lies below a threshold that was interpolated on all other folds.
 *
 * A fold without genuine (or impostor) comparisons has a NaN rate.
 *
 * Source: Schroff et al., FaceNet (CVPR 2015), section 4; insightface verification.py, `calculate_val`.
 */
export function validationRate({ scores }: VerificationInput): ValidationRate {
  const values = scores.scores;
  const { splits, notes } = splitFolds(scores);
  const distance = (k: number) => 2 - 2 * values[k]!;
  const positions = gridPositions(values.length, distance, GRID);
  const rates = new Float64Array(splits.length);
  const falseRates = new Float64Array(splits.length);
  const distances = new Float64Array(splits.length);
  const decided = undecided(values.length);
  let accepted = 0;
  let count = 0;
  const trained = acceptedOutside(positions, scores, GRID.length);
  splits.forEach((split, i) => {
    const { tests, range } = split;
    const training = trained(split);
    const threshold = distanceAtFar(training.accepted.impostor, training.totals.impostor, FAR);
    const totals: [number, number] = [0, 0];
    const passed: [number, number] = [0, 0];
    for (let k = range[0]; k < range[1]; k++) {
      if (!tests(k)) continue;
      const label = scores.genuine[k] === 1 ? 1 : 0;
      totals[label]++;
      const passes = distance(k) < threshold ? 1 : 0;
      passed[label] += passes;
      if (label === 1) decided[k] = passes;
    }
    distances[i] = threshold;
    falseRates[i] = passed[0] / totals[0];
    rates[i] = passed[1] / totals[1];
    accepted += passed[1];
    count += totals[1];
  });
  return { far: FAR, rates, falseRates, distances, decided, accepted, count, notes };
}

/**
 * The squared distance at which the false accept rate reaches `target`: on the line from the last grid point at or below
 * it to the next, as SciPy before 1.9 drew it (later versions stop with an error); 0, which accepts nobody, where it is
 * never reached.
 *
 * @param accepted impostor comparisons of `total` closer than each of the distances 0, 0.001, ... 3.999
 */
export function distanceAtFar(accepted: Uint32Array, total: number, target: number): number {
  const far = (i: number) => accepted[i]! / total;
  const last = accepted.length - 1;
  if (total === 0 || far(last) < target) return 0;
  let at = last;
  while (at > 0 && far(at) > target) at--;
  if (at === last || far(at) >= target) return GRID[at]!;
  const share = (target - far(at)) / (far(at + 1) - far(at));
  return GRID[at]! + share * (GRID[at + 1]! - GRID[at]!);
}

export const VAL: Metric = {
  name: 'val',
  title: 'VAL at a FAR',
  summary:
    'share of genuine comparisons accepted on test folds, at a threshold chosen on the others for FAR 1e-3',
  reference: 'Schroff et al., FaceNet, CVPR 2015; insightface verification.py calculate_val',
  better: 'higher',
  standard: true,
  compute: (input, convention) => {
    if (convention.val === undefined) return [];
    const { far, rates, falseRates, distances, decided, accepted, count, notes } =
      convention.val(input);
    const metric = `val@far=${formatRate(far)}`;
    const remarks = notes.length === 0 ? {} : { note: notes.join('; ') };
    const shared = { convention: convention.name, count };
    if (count === 0 || Number.isNaN(mean(rates))) {
      const note = ['undefined: a fold without genuine comparisons', ...notes].join('; ');
      return [{ metric, value: NaN, ...shared, count: 0, note }];
    }
    return [
      {
        metric,
        value: mean(rates),
        ...shared,
        hits: accepted,
        threshold: 1 - mean(distances) / 2,
        achieved: mean(falseRates),
        ...remarks,
        sampling: {
          range: 'share',
          influence: decidedInfluence(decided, accepted / count, count, {
            genuine: true,
            impostor: false,
          }),
          chosenByFmr: { threshold: 1 - mean(distances) / 2, fmr: mean(falseRates) },
          decisions: () => decided,
        },
      },
      {
        metric: `val_std@far=${formatRate(far)}`,
        value: deviation(rates, 0),
        ...shared,
        ...remarks,
      },
    ];
  },
};
