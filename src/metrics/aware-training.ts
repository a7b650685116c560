import type { Scores } from '../types.js';
import { type AwareParameters, qualityAwareScores } from './quality-aware.js';
import { quantile } from './quantile.js';
import { indicesOf } from './selection.js';
import { mean } from './spread.js';
import { sweep } from './sweep.js';
import { onThinnedRoc } from './thinned-roc.js';

/** Comparisons with known scores and qualities to find parameters on. */
export interface Training {
  readonly scores: Scores;
  /** The lower quality of each; none below 0. */
  readonly quality: Scores;
  readonly genuine: Uint8Array;
}

/** Parameters, and what they were found to be worth where they were found. */
export interface Trained extends AwareParameters {
  /** Mean TAR of the plain and of the quality-aware scores over the FMRs that were looked at. */
  readonly plain: number;
  readonly aware: number;
}

/** Impostors that the lowest FMR must rest on. */
const LEAST_IMPOSTORS = 10;
/** The FMR at which the range that is looked at ends. */
const GREATEST_FMR = 0.1;
/** FMRs, evenly spaced in their logarithm. */
const RATES = 20;
/** Least and greatest strength tried, and how many steps. */
const STRENGTHS = { least: 0.02, greatest: 8, steps: 20 } as const;
/** Knees tried between the ends of the scores in question. */
const KNEES = 12;
/** How much worse, in standard errors, counts as good. */
const SLACK = 0.25;
/** Comparisons of a class that are looked at; more tell hardly more of two numbers. */
const MOST = 250_000;

/** Fewest impostors and genuine comparisons that parameters can be found on. */
export const LEAST_TRAINING = LEAST_IMPOSTORS / GREATEST_FMR;

/**
 * The parameters with the highest mean TAR over 20 FMRs, evenly spaced in their logarithm from what ten training impostors
 * support up to 0.1; where many are as good, within a quarter of the standard error of a share of the genuine comparisons, the
 * middle one of them, so that folds come to nearly the same. The TAR at an FMR is that of the lowest threshold that keeps it.
 *
 * Candidates are no change at all, and all of a grid: how much a comparison of the median quality changes at the 90th
 * percentile of the impostor scores, from 0.02 to 8 times the distance from there to the 95th percentile of the genuine ones,
 * by where the change ends: at twelve scores between the two, one beyond, and never. So alpha may be of any size, but beta is
 * never below 0 and the score rises with the plain one; and on the training comparisons nothing is lost in what is looked at.
 *
 * Of a class with more than 250,000 comparisons as many are looked at, spread evenly over their order. NaN with fewer than
 * {@link LEAST_TRAINING} comparisons of either class, or a median quality of 0.
 */
export function trainedParameters(all: Training): Trained {
  const training = spreadOver(all);
  const { scores, quality, genuine } = training;
  const [impostors, mated] = [0, 1].map((label) =>
    Float64Array.from(scores.filter((_, k) => genuine[k] === label)).sort(),
  ) as [Float64Array, Float64Array];
  const middle = quantile(Float64Array.from(quality).sort(), 0.5);
  if (Math.min(impostors.length, mated.length) < LEAST_TRAINING || !(middle > 0)) {
    return { alpha: NaN, beta: NaN, plain: NaN, aware: NaN };
  }
  const worth = meanTarOf(training, [impostors.length, mated.length]);
  const plain = worth({ alpha: 0, beta: 0 });
  const tried = candidates(quantile(impostors, 0.9), quantile(mated, 0.95), middle).map((one) => ({
    ...one,
    plain,
    aware: worth(one),
  }));
  const best = tried.reduce((most, { aware }) => Math.max(most, aware), plain);
  const least = best - SLACK * Math.sqrt((best * (1 - best)) / mated.length);
  const good = tried.filter(({ aware }) => aware >= least && aware > plain);
  if (good.length === 0) return { alpha: 0, beta: 0, plain, aware: plain };
  const knee = middleOf(good.map((one) => one.knee));
  const ofKnee = good.filter((one) => one.knee === knee);
  const step = middleOf(ofKnee.map((one) => one.step));
  const { alpha, beta, aware } = ofKnee.find((one) => one.step === step)!;
  return { alpha, beta, plain, aware };
}

/** The middle of the numbers, the lower of two. */
function middleOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[(numbers.length - 1) >> 1]!;
}

/** The comparisons, of a class with too many every so many-th. */
function spreadOver(training: Training): Training {
  const { scores, quality, genuine } = training;
  const totals = [0, 0];
  for (const label of genuine) totals[label]! += 1;
  if (totals.every((total) => total <= MOST)) return training;
  const seen = [0, 0];
  const chosen = new Uint8Array(genuine.length);
  for (let k = 0; k < genuine.length; k++) {
    const label = genuine[k]!;
    const share = Math.min(1, MOST / totals[label]!);
    const before = Math.floor(seen[label]! * share);
    seen[label]! += 1;
    chosen[k] = Math.floor(seen[label]! * share) > before ? 1 : 0;
  }
  const kept = indicesOf(genuine.length, (k) => chosen[k] === 1);
  return {
    scores: Float64Array.from(kept, (k) => scores[k]!),
    quality: Float64Array.from(kept, (k) => quality[k]!),
    genuine: Uint8Array.from(kept, (k) => genuine[k]!),
  };
}

/** A point of the grid. */
interface Candidate extends AwareParameters {
  readonly step: number;
  readonly knee: number;
}

function candidates(low: number, high: number, middle: number): Candidate[] {
  const span = Math.max(high - low, 1e-6);
  const knees = [...Array.from({ length: KNEES }, (_, i) => (i + 1) / KNEES), 2, Infinity];
  const { least, greatest, steps } = STRENGTHS;
  return Array.from({ length: steps }, (_, step) => {
    const strength = span * least * (greatest / least) ** (step / (steps - 1));
    return knees.map((share, knee): Candidate => {
      const beta = share === Infinity ? 0 : strength / middle / (share * span);
      // At the score `low` the weight beta s - alpha is to be -strength / middle, whatever the knee.
      return { alpha: strength / middle + beta * low, beta, step, knee };
    });
  }).flat();
}

/** What gives the mean TAR of any parameters on the training comparisons; its arrays are used again at every call. */
function meanTarOf(
  training: Training,
  [impostorTotal, genuineTotal]: readonly [number, number],
): (parameters: AwareParameters) => number {
  const { scores, quality, genuine } = training;
  const impostors = new Float64Array(impostorTotal);
  const mated = new Float64Array(genuineTotal);
  const lowest = Math.min(GREATEST_FMR, LEAST_IMPOSTORS / impostorTotal);
  const allowed = Array.from({ length: RATES }, (_, i) =>
    Math.floor(impostorTotal * lowest * (GREATEST_FMR / lowest) ** (i / (RATES - 1)) * (1 + 1e-12)),
  );
  return (parameters) => {
    const aware = qualityAwareScores(scores, quality, parameters);
    let [i, g] = [0, 0];
    for (let k = 0; k < aware.length; k++) {
      if (genuine[k] === 1) mated[g++] = aware[k]!;
      else impostors[i++] = aware[k]!;
    }
    impostors.sort();
    mated.sort();
    let sum = 0;
    for (const most of allowed) {
      // The greatest score that is one impostor too many: accepted is what lies above it.
      const tooLow = impostors[impostorTotal - most - 1] ?? -Infinity;
      sum += genuineTotal - firstAbove(mated, tooLow);
    }
    return sum / RATES / genuineTotal;
  };
}

/** The index of the first of ascending `values` above `value`. */
function firstAbove(values: Float64Array, value: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle]! <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** What the script of QMagFace looks at. */
const OMEGAS = 20;
const FMRS = 50;

/**
 * The parameters that QMagFace's own rule gives: for each of 50 FMRs from 1e-5 to 1e-2 the weight omega, of 20 between
 * -0.5 and 0.5 over the greatest quality, under which `expit(omega q + s)` has the highest TAR at a point of the thinned
 * ROC with an FMR below it (of equal ones the least omega, and the highest threshold); then the line of omega over the
 * thresholds by least squares, omega = beta t - alpha.
 *
 * The thresholds are values of the logistic function, though the line is later read at plain scores, and most of the FMRs lie
 * below what a benchmark's impostors support: both as there. NaN where no line can be drawn, as where the thresholds are all
 * equal, or the highest score is an impostor's and so the threshold infinite.
 *
 * Source: pterhoer/QMagFace @3957971.
 */
export function qmagfaceParameters({ scores, quality, genuine }: Training): AwareParameters {
  let greatest = -Infinity;
  for (const value of quality) greatest = Math.max(greatest, value);
  const omegas = spaced(-0.5 / greatest, 0.5 / greatest, OMEGAS);
  const rates = spaced(-5, -2, FMRS).map((exponent) => 10 ** exponent);
  const best = rates.map(() => ({ genuine: -1, omega: NaN, threshold: NaN }));
  const weighed = new Float64Array(scores.length);
  for (const omega of omegas) {
    for (let k = 0; k < weighed.length; k++) {
      weighed[k] = 1 / (1 + Math.exp(-(omega * quality[k]! + scores[k]!)));
    }
    const swept = sweep(weighed, genuine);
    const keeps = onThinnedRoc(swept);
    let at = -1;
    let next = 0;
    rates.forEach((rate, i) => {
      for (; (swept.impostorAccepted[next] ?? Infinity) / swept.impostorTotal < rate; next++) {
        if (!keeps(next)) continue;
        if (swept.genuineAccepted[next]! > (swept.genuineAccepted[at] ?? 0)) at = next;
      }
      const accepted = swept.genuineAccepted[at] ?? 0;
      if (accepted > best[i]!.genuine) {
        best[i] = { genuine: accepted, omega, threshold: swept.thresholds[at] ?? Infinity };
      }
    });
  }
  return line(
    Float64Array.from(best, ({ threshold }) => threshold),
    Float64Array.from(best, ({ omega }) => omega),
  );
}

/** `count` numbers from `from` to `to`, evenly spaced. */
function spaced(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** The line of least squares, as alpha and beta; NaN where every x is the same or one is infinite. */
function line(x: Float64Array, y: Float64Array): AwareParameters {
  const [middleX, middleY] = [mean(x), mean(y)];
  let [covariance, variance] = [0, 0];
  x.forEach((value, i) => {
    covariance += (value - middleX) * (y[i]! - middleY);
    variance += (value - middleX) ** 2;
  });
  const beta = covariance / variance;
  return { alpha: beta * middleX - middleY, beta };
}
