import { type PeerArea, trapezoids } from '../auc.js';
import { type EqualError, undefinedEqualError } from '../eer.js';
import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { type MeanRoc, meanRoc } from '../mean-roc.js';
import { type OperatingPoint, undefinedPoint } from '../operating-point.js';
import { equallyGood, fmrAlone, movedThresholds } from '../reasons.js';
import { short, shortRate } from '../rate.js';
import { countAbove, linspace, rangeOf } from '../score-grid.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

const STEPS = 600;
const ONE_CLASS = 'a fold lacks genuine or impostor comparisons';

/** 600 even thresholds from the least to the greatest of all scores, test folds included. */
function gridOf({ scores }: VerificationInput): Float64Array {
  return linspace(...rangeOf(scores.scores), STEPS);
}

function stepOf(input: VerificationInput): string {
  const grid = gridOf(input);
  return short(grid[1]! - grid[0]!);
}

/**
 * The cross-validated accuracy of QMagFace: 600 even thresholds over all scores, test folds included; a score must exceed
 * the one that decides most of the other folds rightly, the lowest among equals; mean and std (ddof 0).
 */
export function qmagfaceAccuracy(input: VerificationInput): FoldAccuracy {
  const { scores } = input;
  const values = scores.scores;
  const grid = gridOf(input);
  return foldAccuracy(scores, ({ trains }) => {
    const above = countAbove(values, scores.genuine, trains, grid);
    let best = 0;
    // Right decisions less the number of impostors, which is the same for every threshold.
    const right = (i: number) => above.genuine[i]! - above.impostor[i]!;
    for (let i = 1; i < grid.length; i++) if (right(i) > right(best)) best = i;
    const threshold = grid[best]!;
    return { threshold, accepts: (k) => values[k]! > threshold };
  });
}

/** The mean curves of the test folds; undefined where they cannot be had, which a fold of one class is enough for. */
function curvesOf(input: VerificationInput): MeanRoc | undefined {
  const curves = meanRoc(input, gridOf(input));
  return Number.isNaN(curves.fmr[0]! + curves.tar[0]!) ? undefined : curves;
}

/**
 * The operating point on QMagFace's mean curves: of the 600 thresholds the lowest whose FMR, mean over the folds, is at
 * most `far`; a score must exceed it.
 *
 * The counts are those of all folds together, while the rates are means over folds. What QMagFace prints as the threshold
 * is the least score, whatever the FAR: it looks up a position among the points that qualify in the list of all points.
 */
export function qmagfacePoint(input: VerificationInput, far: number): OperatingPoint {
  const curves = curvesOf(input);
  if (curves === undefined) return undefinedPoint(input.sweep, far, [ONE_CLASS]);
  const { thresholds, fmr, tar, pooled } = curves;
  const at = fmr.findIndex((rate) => rate <= far);
  return {
    target: far,
    threshold: thresholds[at]!,
    strict: true,
    genuineAccepted: pooled.genuine[at]!,
    genuineTotal: pooled.genuineTotal,
    impostorAccepted: pooled.impostor[at]!,
    impostorTotal: pooled.impostorTotal,
    tar: tar[at]!,
    fmr: fmr[at]!,
    printedThreshold: thresholds[0]!,
    notes: ['mean over folds; QMagFace prints the least score in place of the threshold'],
  };
}

/** The equal error rate of QMagFace: the FMR where the mean curves differ least, at the lowest such threshold. */
export function qmagfaceEqualError(input: VerificationInput): EqualError {
  const curves = curvesOf(input);
  if (curves === undefined) return undefinedEqualError([ONE_CLASS]);
  const { thresholds, fmr, tar } = curves;
  const difference = (i: number) => Math.abs(1 - tar[i]! - fmr[i]!);
  let best = 0;
  for (let i = 1; i < fmr.length; i++) if (difference(i) < difference(best)) best = i;
  const rates = [fmr[best]!, 1 - tar[best]!] as const;
  return {
    rate: rates[0],
    low: Math.min(...rates),
    high: Math.max(...rates),
    threshold: thresholds[best]!,
    strict: true,
  };
}

/** The area under QMagFace's mean curve, by trapezoids; it ends where only the least score is rejected. */
export function qmagfaceArea(input: VerificationInput): PeerArea {
  const curves = curvesOf(input);
  if (curves === undefined) return { area: NaN, notes: [ONE_CLASS] };
  const { fmr, tar } = curves;
  const end = fmr[0]!;
  return {
    area: trapezoids(fmr, tar),
    notes: [
      `mean curve of the folds at ${STEPS} thresholds`,
      ...(end < 1 ? [`it ends short of FMR 1: the last ${shortRate(1 - end)} is left out`] : []),
    ],
  };
}

export const QMAGFACE: Convention = {
  name: 'qmagface',
  summary:
    'as QMagFace publishes, cross-validated: 600 even thresholds over all scores, to be exceeded; accuracy: mean and std (ddof 0). ' +
    'TAR, EER and AUC on the mean curves of the folds: TAR at the first FMR that is at most the FAR, EER the FMR where the errors differ least',
  reference: 'pterhoer/QMagFace evaluation/metrics.py (roc_curve_kfold, evaluate_metrics) @3957971',
  defects: [
    'the grid is laid over all scores, test folds included, and one outlier makes it coarser',
    'what is printed as the threshold for a FAR is always the least score',
    'the EER is the FMR alone and may lie on either side of the crossing',
    'the AUC leaves out the last piece of the curve',
  ],
  accuracy: qmagfaceAccuracy,
  tarAtFar: qmagfacePoint,
  eer: qmagfaceEqualError,
  auc: qmagfaceArea,
  unweighted: true,
  why: {
    accuracy: (input, own, usual) => [
      `${STEPS} thresholds over all scores, ${stepOf(input)} apart`,
      ...movedThresholds(own, usual),
      ...equallyGood(input.scores, own, usual),
    ],
    tarAtFar: (input) => [
      `the first of ${STEPS} thresholds, ${stepOf(input)} apart, with a mean FMR of at most the FAR`,
    ],
    eer: (input, own) => [
      `the nearest of ${STEPS} thresholds, ${stepOf(input)} apart, on mean curves`,
      ...fmrAlone(own),
    ],
  },
};
