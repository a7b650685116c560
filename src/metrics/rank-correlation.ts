import cephes from 'cephes';
import { Z95 } from './intervals.js';
import { ascending, midranks } from './ranks.js';

// Its arithmetic is WebAssembly, which is compiled in the background.
await cephes.compiled;

/** How much one column rises with another. */
export interface Correlation {
  /** From -1 to 1; NaN where fewer than two pairs are known, or a column is one number over and over. */
  readonly value: number;
  /** 95 %; NaN where there are too few pairs for one, or the value is. */
  readonly low: number;
  readonly high: number;
  /** Two-sided chance of a value as far from 0 where the columns have nothing to do with each other. */
  readonly p: number;
  /** Pairs of which both values are known. */
  readonly count: number;
}

/**
 * Spearman's rho: Pearson's correlation of the midranks. Pairs with a NaN are left out.
 *
 * The interval is Fisher's z with the standard error of Bonett & Wright, sqrt((1 + rho^2 / 2) / (n - 3)); p is that of
 * Student's t with n - 2 degrees of freedom, as scipy.stats.spearmanr gives it. Both take the pairs to be independent of each
 * other, which pictures of one person are not quite.
 *
 * Sources: C. Spearman, American Journal of Psychology 15 (1904); Bonett & Wright, Sample size requirements for estimating
 * Pearson, Kendall and Spearman correlations, Psychometrika 65 (2000).
 *
 * @param x as long as `y`
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const known = knownPairs(x, y);
  const count = known.x.length;
  const value = pearson(midranks(known.x), midranks(known.y));
  const error = Math.sqrt((1 + (value * value) / 2) / (count - 3));
  return { value, ...fisher(value, count > 3 ? error : NaN), p: studentP(value, count), count };
}

/**
 * Kendall's tau-b: concordant pairs of pairs less discordant ones, over the geometric mean of those not tied in each column.
 * Pairs with a NaN are left out. O(n log n).
 *
 * The interval is Fisher's z with the standard error sqrt(0.437 / (n - 4)) of Fieller, Hartley & Pearson, as Bonett & Wright
 * advise it for |tau| below 0.8; p is that of the normal distribution with the variance for ties, as scipy.stats.kendalltau
 * with `method='asymptotic'` gives it. Both take the pairs to be independent of each other.
 *
 * Sources: W. R. Knight, A computer method for calculating Kendall's tau with ungrouped data, JASA 61 (1966); M. G. Kendall,
 * Rank correlation methods, 1970; Fieller, Hartley & Pearson, Biometrika 44 (1957).
 *
 * @param x as long as `y`
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const known = knownPairs(x, y);
  const count = known.x.length;
  const order = ascending(known.x);
  // Within equal x by y, so that pairs tied in x count as no exchange.
  const inX = (i: number) => known.x[order[i]!]!;
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && inX(to) === inX(from)) to++;
    order.subarray(from, to).sort((a, b) => known.y[a]! - known.y[b]!);
    from = to;
  }
  const yInOrder = Float64Array.from(order, (i) => known.y[i]!);
  const tiedX = tiesOf(count, (a, b) => inX(a) === inX(b));
  const tiedBoth = tiesOf(count, (a, b) => inX(a) === inX(b) && yInOrder[a] === yInOrder[b]);
  const discordant = exchanges(yInOrder);
  // Sorted by now.
  const tiedY = tiesOf(count, (a, b) => yInOrder[a] === yInOrder[b]);
  const all = (count * (count - 1)) / 2;
  const less = all - tiedX.pairs - tiedY.pairs + tiedBoth.pairs - 2 * discordant;
  const value = Math.max(
    -1,
    Math.min(1, less / Math.sqrt((all - tiedX.pairs) * (all - tiedY.pairs))),
  );
  const error = Math.sqrt(0.437 / (count - 4));
  return {
    value,
    ...fisher(value, count > 4 ? error : NaN),
    p: Number.isNaN(value) ? NaN : kendallP(less, count, tiedX, tiedY),
    count,
  };
}

function knownPairs(x: ArrayLike<number>, y: ArrayLike<number>) {
  if (x.length !== y.length) throw new RangeError(`${x.length} values against ${y.length}`);
  const both: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isNaN(x[i]) && !Number.isNaN(y[i])) both.push(i);
  }
  return {
    x: Float64Array.from(both, (i) => x[i]!),
    y: Float64Array.from(both, (i) => y[i]!),
  };
}

/** NaN where a column does not vary. */
function pearson(x: Float64Array, y: Float64Array): number {
  // The mean of midranks, exactly.
  const centre = (x.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]! - centre, y[i]! - centre];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** The interval of a correlation that is symmetric in its Fisher's z; of 1 and -1, which have none, themselves. */
function fisher(value: number, error: number): { readonly low: number; readonly high: number } {
  if (Number.isNaN(error) || Number.isNaN(value)) return { low: NaN, high: NaN };
  const z = Math.atanh(value);
  return { low: Math.tanh(z - Z95 * error), high: Math.tanh(z + Z95 * error) };
}

function studentP(value: number, count: number): number {
  if (Number.isNaN(value) || count < 3) return NaN;
  const t = Math.abs(value) * Math.sqrt((count - 2) / ((1 - value) * (1 + value)));
  return 2 * cephes.stdtr(count - 2, -t);
}

interface Ties {
  /** Pairs of equal values, and the two sums over groups of t equal values that the variance of tau takes. */
  readonly pairs: number;
  readonly triples: number;
  readonly fives: number;
}

/** The groups of neighbours that `equal` joins among `count` sorted places. */
function tiesOf(count: number, equal: (a: number, b: number) => boolean): Ties {
  let [pairs, triples, fives] = [0, 0, 0];
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && equal(from, to)) to++;
    const t = to - from;
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    fives += t * (t - 1) * (2 * t + 5);
    from = to;
  }
  return { pairs, triples, fives };
}

function kendallP(less: number, n: number, x: Ties, y: Ties): number {
  const variance =
    (n * (n - 1) * (2 * n + 5) - x.fives - y.fives) / 18 +
    (2 * x.pairs * y.pairs) / (n * (n - 1)) +
    (n > 2 ? (x.triples * y.triples) / (9 * n * (n - 1) * (n - 2)) : 0);
  return 2 * cephes.ndtr(-Math.abs(less) / Math.sqrt(variance));
}

/** How many neighbours a bubble sort would exchange to sort `values`, which are sorted on return: a merge sort that counts. */
function exchanges(values: Float64Array): number {
  let count = 0;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [a, b] = [start, middle];
      for (let k = start; k < end; k++) {
        if (a < middle && (b >= end || from[a]! <= from[b]!)) to[k] = from[a++]!;
        else {
          count += middle - a;
          to[k] = from[b++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return count;
}
