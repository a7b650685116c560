import { personColumns } from '../person-columns.js';
import type { Curve } from '../types.js';
import type { Failures } from './failure-detection.js';
import { type Interval, wilson } from './intervals.js';
import { blocksFor, decreasingFit } from './isotonic.js';
import { DRAWS, personDraws } from './person-draws.js';
import { central } from './quantile.js';
import { varianceOf } from './sampling.js';
import type { Selection } from './selection.js';

/** Points at which a calibration is told. */
const POINTS = 100;
/** Least share of the comparisons, as one part in so many, that an interval of joined ones rests on. */
const LEAST_PARTS = 20;
/** Levels of quality that draws know; more are put together. */
const MOST_LEVELS = 4096;

/** The comparisons by ascending quality, equal qualities at one level. */
interface Levels {
  readonly quality: Float64Array;
  readonly failures: Float64Array;
  readonly weights: Float64Array;
  /** Level of each comparison. */
  readonly of: Uint32Array;
}

/**
 * The chance that a genuine comparison fails, as it falls with quality: a curve `predict_calibration` with the columns
 * `quality`, `probability`, `low`, `high`, `count` and `failures`, a row for each of up to 100 parts of nearly equally many
 * comparisons, told at the middle one's quality. Columns are empty without comparisons.
 *
 * The probability is the non-increasing fit of least squares, which joins neighbouring qualities until their rates fall. Its
 * band is the central 95 % of the same fit in 1,000 draws of persons, of whom each counts double or not at all, widened to
 * Wilson's intervals of the comparisons that the fit joins, with as many trials as their persons are worth. A bootstrap
 * alone would not do: it does not know how such a fit errs (Sen, Banerjee & Woodroofe, Annals of Statistics 38, 2010), and
 * where no failure was seen every draw says 0. Where the fit joins less than a twentieth of all comparisons as many more are
 * taken in, for the upper bound of lower quality and for the lower bound of higher quality, which a falling chance lets stand
 * for it. For the same reason a bound is never above one of lower quality, nor below one of higher quality. At the ends few
 * comparisons decide, and a failure at the least quality of a draw is fitted with 1. The band holds at each quality for itself,
 * not at all of them together.
 *
 * Draws put together neighbouring qualities where there are more than 4,096 different ones.
 */
export function calibration(
  failures: Failures,
  labels: Curve['labels'],
  { draws = DRAWS }: { readonly draws?: number | undefined } = {},
): Curve {
  const levels = levelsOfQuality(failures);
  const fit = decreasingFit(levels.failures, levels.weights);
  const parts = partsOf(levels.weights, POINTS);
  const rows = parts.map((part) => middleOf(part, levels.weights));
  const bands = bandsAt(failures, levels, rows, draws);
  const held = rows.map(heldIntervals(failures, levels, fit));
  const probability = Float64Array.from(rows, (level) => fit[level]!);
  return {
    name: 'predict_calibration',
    labels,
    columns: {
      quality: Float64Array.from(rows, (level) => levels.quality[level]!),
      probability,
      ...falling(
        probability.map((value, i) => Math.min(value, bands[i]!.low, held[i]!.low)),
        probability.map((value, i) => Math.max(value, bands[i]!.high, held[i]!.high)),
      ),
      count: Float64Array.from(parts, (part) => sumOver(levels.weights, part)),
      failures: Float64Array.from(parts, (part) => sumOver(levels.failures, part)),
    },
  };
}

/** The bounds, none above one before it: what bounds the chance at a quality bounds it at the next from above. */
function falling(low: Float64Array, high: Float64Array): { low: Float64Array; high: Float64Array } {
  for (let i = 1; i < high.length; i++) high[i] = Math.min(high[i]!, high[i - 1]!);
  for (let i = low.length - 2; i >= 0; i--) low[i] = Math.max(low[i]!, low[i + 1]!);
  return { low, high };
}

/** Levels from `first` to `last`, both included. */
interface Part {
  readonly first: number;
  last: number;
}

/** The levels cut into at most `most` parts of nearly equal weight. */
function partsOf(weights: Float64Array, most: number): Part[] {
  const total = sumOver(weights, { first: 0, last: weights.length - 1 });
  const parts: Part[] = [];
  let [seen, began] = [0, -1];
  for (let level = 0; level < weights.length; level++) {
    const due = Math.floor((seen * most) / total);
    if (due > began) {
      began = due;
      parts.push({ first: level, last: level });
    }
    parts.at(-1)!.last = level;
    seen += weights[level]!;
  }
  return parts;
}

/** The level that the middle comparison of a part stands at. */
function middleOf(part: Part, weights: Float64Array): number {
  const half = sumOver(weights, part) / 2;
  let level = part.first;
  for (let seen = weights[level]!; seen < half; seen += weights[level]!) level++;
  return level;
}

function sumOver(column: Float64Array, { first, last }: Part): number {
  let sum = 0;
  for (let level = first; level <= last; level++) sum += column[level]!;
  return sum;
}

function levelsOfQuality({ quality, failed, input }: Failures): Levels {
  // The sweep goes by how low a quality is, from the lowest quality down to the highest.
  const { thresholds } = input.sweep;
  const of = input.levels();
  const levels = {
    quality: Float64Array.from(thresholds, (lowness) => -lowness + 0),
    failures: new Float64Array(thresholds.length),
    weights: new Float64Array(thresholds.length),
    of,
  };
  for (let m = 0; m < quality.length; m++) {
    levels.weights[of[m]!]! += 1;
    levels.failures[of[m]!]! += failed[m]!;
  }
  return levels;
}

/** The central 95 % of the fits of the draws at each row. */
function bandsAt(
  { input, failed }: Failures,
  { of, weights }: Levels,
  rows: readonly number[],
  draws: number,
): Interval[] {
  if (rows.length === 0) return [];
  const group = grouping(weights);
  const groups = group.at(-1)! + 1;
  const { persons, ...shared } = input.shared();
  const { left } = personColumns(shared);
  // Comparisons by person, so that a draw passes over those who are left out.
  const start = new Uint32Array(persons + 1);
  for (const person of left) start[person + 1]! += 1;
  for (let person = 0; person < persons; person++) start[person + 1]! += start[person]!;
  const next = start.slice(0, persons);
  const place = new Uint32Array(of.length);
  const fails = new Uint8Array(of.length);
  for (let m = 0; m < of.length; m++) {
    const at = next[left[m]!]!++;
    place[at] = group[of[m]!]!;
    fails[at] = failed[m]!;
  }
  const sums = new Float64Array(groups);
  const weight = new Float64Array(groups);
  const fit = new Float64Array(groups);
  const blocks = blocksFor(groups);
  const drawn = rows.map(() => new Float64Array(draws));
  const draw = personDraws(persons, input.seed);
  for (let i = 0; i < draws; i++) {
    const signs = draw();
    sums.fill(0);
    weight.fill(0);
    for (let person = 0; person < persons; person++) {
      if (signs[person] !== 1) continue;
      for (let at = start[person]!; at < start[person + 1]!; at++) {
        weight[place[at]!]! += 2;
        sums[place[at]!]! += 2 * fails[at]!;
      }
    }
    decreasingFit(sums, weight, fit, blocks);
    rows.forEach((level, row) => (drawn[row]![i] = fit[group[level]!]!));
  }
  return drawn.map((values) => central(values));
}

/** The group of each level: itself, or where there are too many, neighbours together in equal steps of comparisons. */
function grouping(weights: Float64Array): Uint32Array {
  if (weights.length <= MOST_LEVELS) return Uint32Array.from(weights, (_, level) => level);
  const group = new Uint32Array(weights.length);
  partsOf(weights, MOST_LEVELS).forEach(({ first, last }, i) => group.fill(i, first, last + 1));
  return group;
}

/** What gives the interval at a level of the comparisons that the fit joins there, and of those taken in beside them. */
function heldIntervals(
  failures: Failures,
  { of, weights }: Levels,
  fit: Float64Array,
): (level: number) => Interval {
  const enough = of.length / LEAST_PARTS;
  const known = new Map<number, Interval>();
  const find = (level: number): Interval => {
    const joined = { first: level, last: level };
    while (fit[joined.first - 1] === fit[level]) joined.first--;
    while (fit[joined.last + 1] === fit[level]) joined.last++;
    let [lower, upper] = [joined.first, joined.last];
    let weight = sumOver(weights, joined);
    for (let more = weight; more < enough && lower > 0;) more += weights[--lower]!;
    for (; weight < enough && upper < weights.length - 1;) weight += weights[++upper]!;
    const between = (first: number, last: number) => (m: number) =>
      of[m]! >= first && of[m]! <= last;
    return {
      low: shareInterval(failures, between(joined.first, upper)).low,
      high: shareInterval(failures, between(lower, joined.last)).high,
    };
  };
  return (level) => {
    const found = known.get(fit[level]!) ?? find(level);
    known.set(fit[level]!, found);
    return found;
  };
}

/**
 * Wilson's interval for the share of failures among the comparisons that `inside` picks, with as many trials as make it
 * scatter as much as it does over persons; where nothing scatters every person is one.
 */
function shareInterval({ input, failed }: Failures, inside: Selection): Interval {
  const { left, of, persons } = input.shared();
  const met = new Uint8Array(persons);
  let [count, errors, among] = [0, 0, 0];
  for (let m = 0; m < failed.length; m++) {
    if (!inside(m)) continue;
    count++;
    errors += failed[m]!;
    const person = of[left[m]!]!;
    if (met[person] === 0) among++;
    met[person] = 1;
  }
  const share = errors / count;
  const { variance } = varianceOf(input, {
    of: (m) => (inside(m) ? (failed[m]! - share) / count : 0),
  });
  const trials = variance > 0 ? (share * (1 - share)) / variance : among;
  return wilson(share === 1 ? trials : share * trials, trials);
}

/**
 * The rate of failures in bands of quality of nearly equal size, lowest first: a curve `predict_bins` with the columns
 * `quality_low`, `quality_high`, `quality` (mean), `count`, `failures`, `rate`, `low` and `high` (Wilson, with as many trials as the
 * persons are worth).
 *
 * Equal qualities are never parted, so there may be fewer bands than asked for. Empty without comparisons.
 */
export function reliabilityBins(failures: Failures, labels: Curve['labels'], bands: number): Curve {
  const { failed, quality } = failures;
  const { of, weights, quality: values } = levelsOfQuality(failures);
  const total = of.length;
  const edges = partsOf(weights, bands);
  const band = new Uint32Array(weights.length);
  edges.forEach(({ first, last }, i) => band.fill(i, first, last + 1));
  const count = new Float64Array(edges.length);
  const errors = new Float64Array(edges.length);
  const sums = new Float64Array(edges.length);
  for (let m = 0; m < total; m++) {
    const own = band[of[m]!]!;
    count[own]! += 1;
    errors[own]! += failed[m]!;
    sums[own]! += quality[m]!;
  }
  const rate = errors.map((number, i) => number / count[i]!);
  const intervals = edges.map((_, i) => shareInterval(failures, (m) => band[of[m]!] === i));
  return {
    name: 'predict_bins',
    labels,
    columns: {
      quality_low: Float64Array.from(edges, ({ first }) => values[first]!),
      quality_high: Float64Array.from(edges, ({ last }) => values[last]!),
      quality: sums.map((sum, i) => sum / count[i]!),
      count,
      failures: errors,
      rate,
      low: Float64Array.from(intervals, ({ low }) => low),
      high: Float64Array.from(intervals, ({ high }) => high),
    },
  };
}
