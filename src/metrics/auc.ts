import type { Metric } from './metric.js';
import { placements } from './placements.js';
import { failureNotes, type Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** Area under the ROC with its standard error. */
export interface RocArea {
  readonly area: number;
  /** DeLong's standard error; NaN with fewer than two comparisons of a class. */
  readonly standardError: number;
}

/**
 * The exact area under the ROC: the share of (genuine, impostor) pairs of scores in which the genuine is greater, ties
 * counting half, which is Mann and Whitney's U over the number of pairs.
 *
 * Exact up to 2^52 such pairs; NaN without genuine or without impostor comparisons. The standard error is the one of
 * DeLong, DeLong & Clarke-Pearson (Biometrics 44, 1988), for independent comparisons.
 */
export function areaUnderRoc(sweep: Sweep): RocArea {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  let twiceWins = 0;
  let genuineSquares = 0;
  let impostorSquares = 0;
  for (let i = 0; i < genuineAccepted.length; i++) {
    const genuineAbove = genuineAccepted[i - 1] ?? 0;
    const impostorAbove = impostorAccepted[i - 1] ?? 0;
    const genuineHere = genuineAccepted[i]! - genuineAbove;
    const impostorHere = impostorAccepted[i]! - impostorAbove;
    // Of each score here: twice the number of scores of the other class on its right side, halves for ties.
    const genuineWins = 2 * (impostorTotal - impostorAccepted[i]!) + impostorHere;
    const impostorLosses = 2 * genuineAbove + genuineHere;
    twiceWins += impostorHere * impostorLosses;
    genuineSquares += genuineHere * (genuineWins / 2 / impostorTotal) ** 2;
    impostorSquares += impostorHere * (impostorLosses / 2 / genuineTotal) ** 2;
  }
  const area = twiceWins / 2 / (genuineTotal * impostorTotal);
  const variance =
    placementVariance(genuineSquares, area, genuineTotal) / genuineTotal +
    placementVariance(impostorSquares, area, impostorTotal) / impostorTotal;
  return { area, standardError: Math.sqrt(variance) };
}

/** The area a peer gives, where it is not that of the whole ROC. */
export interface PeerArea {
  /** NaN where there is none, and then `notes` say why where both classes have comparisons. */
  readonly area: number;
  readonly notes: readonly string[];
}

/** The area under the line through points of a curve, by trapezoids; `x` rises or falls all along. */
export function trapezoids(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return Math.abs(area);
}

/** The sample variance of `count` placements with the mean `area`, from the sum of their squares. */
function placementVariance(squares: number, area: number, count: number): number {
  return Math.max(0, squares - count * area * area) / (count - 1);
}

export const AUC: Metric = {
  name: 'auc',
  title: 'Area under the ROC',
  summary: 'share of genuine-impostor pairs of scores that are in the right order, ties half',
  reference:
    'Mann & Whitney 1947; interval from the placements of DeLong, DeLong & Clarke-Pearson 1988',
  better: 'higher',
  standard: true,
  compute: (input, convention) => {
    const { sweep } = input;
    const { genuineTotal, impostorTotal } = sweep;
    const exact = areaUnderRoc(sweep);
    const peer = Number.isNaN(exact.area) ? undefined : convention.auc?.(input);
    const { area } = peer ?? exact;
    const missing = genuineTotal === 0 ? 'genuine' : 'impostor';
    const [reason, ...own] = peer?.notes ?? [`no ${missing} comparisons`];
    let errors: ((k: number) => number) | undefined;
    // An impostor score below every genuine one.
    const usual = { genuine: 0, impostor: (1 - exact.area) / impostorTotal };
    const notes = [
      ...(Number.isNaN(area) ? [`undefined: ${reason}`, ...own] : (peer?.notes ?? [])),
      ...failureNotes(sweep),
    ];
    return [
      {
        metric: 'auc',
        value: area,
        count: Number.isNaN(area) ? 0 : genuineTotal + impostorTotal,
        convention: convention.auc === undefined ? 'iso' : convention.name,
        ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
        // The area of a peer differs by a piece of the curve, and scatters as the whole does.
        sampling: {
          range: 'area',
          influence: { usual, of: (k) => (errors ??= placementErrors(input, exact.area))(k) },
          ...(peer === undefined ? { statistic: (other: Sweep) => areaUnderRoc(other).area } : {}),
        },
      },
    ];
  },
};

/**
 * What comparison `k` adds to the error of the area: how far the share of scores of the other class on its right side lies
 * from the area, over the number of its class.
 */
function placementErrors({ scores, sweep }: VerificationInput, area: number) {
  const { genuineTotal, impostorTotal } = sweep;
  const above = placements(scores, sweep);
  return (k: number) =>
    scores.genuine[k] === 1
      ? (1 - above(k) / impostorTotal - area) / genuineTotal
      : (above(k) / genuineTotal - area) / impostorTotal;
}
