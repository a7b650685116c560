import type { Scores } from '../types.js';
import { rankShares, type Standing, standingOf } from './standing.js';

/** A correlation of two columns, and what each row adds to its error, to first order; they sum to 0. */
export interface RankCorrelation {
  /** NaN where a column has fewer than two distinct values; then the influence is NaN too. */
  readonly value: number;
  readonly influence: Float64Array;
}

/**
 * Spearman's rank correlation of `x` and `y`, ties at their mean rank: Pearson's correlation of the midranks.
 *
 * The influence is the derivative of the correlation of a weighted sample with respect to a row's weight, ranks being
 * weighted too; O(n log n).
 * @throws RangeError for NaN
 */
export function spearmanInfluence(x: Scores, y: Scores): RankCorrelation {
  const count = x.length;
  const [inX, inY] = [standingOf(x), standingOf(y)];
  const [f, g] = [rankShares(inX), rankShares(inY)];
  const [fg, ff, gg] = [meanProduct(f, g), meanProduct(f, f), meanProduct(g, g)];
  // The mean of midranks is 1/2, whatever the ties.
  const [covariance, varianceX, varianceY] = [fg - 0.25, ff - 0.25, gg - 0.25];
  const scale = Math.sqrt(varianceX * varianceY);
  const value = scale > 0 ? covariance / scale : NaN;
  const [xOfG, yOfF] = [meanAbove(inX, g), meanAbove(inY, f)];
  const [xOfF, yOfG] = [meanAbove(inX, f), meanAbove(inY, g)];
  const influence = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const change = f[k]! * g[k]! + xOfG[k]! + yOfF[k]! - 3 * fg;
    const spreadX = f[k]! * f[k]! + 2 * xOfF[k]! - 3 * ff;
    const spreadY = g[k]! * g[k]! + 2 * yOfG[k]! - 3 * gg;
    const own = change / scale - (value / 2) * (spreadX / varianceX + spreadY / varianceY);
    influence[k] = own / count;
  }
  return { value, influence };
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum / a.length;
}

/** Of each row the sum of `values` of the rows above it and of half of those equal to it, over their number. */
function meanAbove({ below, ties }: Standing, values: Float64Array): Float64Array {
  const count = values.length;
  // What is equal stands at one place: the number of what is below it.
  const sums = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) sums[below[k]!]! += values[k]!;
  const above = new Float64Array(count + 1);
  for (let place = count - 1; place >= 0; place--) above[place] = above[place + 1]! + sums[place]!;
  return Float64Array.from(
    below,
    (place, k) => (above[place + ties[k]!]! + sums[place]! / 2) / count,
  );
}

/**
 * Kendall's tau-b of `x` and `y`: the share of pairs of rows in the same order less that in opposite order, over the
 * geometric mean of the shares that are not tied in x and in y; O(n log n).
 * @throws RangeError for NaN
 */
export function kendallInfluence(x: Scores, y: Scores): RankCorrelation {
  const count = x.length;
  const [inX, inY] = [standingOf(x), standingOf(y)];
  const agreeing = concordance(inX, inY);
  const tiedX = sumOf(inX.ties) / count ** 2;
  const tiedY = sumOf(inY.ties) / count ** 2;
  const net = sumOf(agreeing) / count ** 2;
  const scale = Math.sqrt((1 - tiedX) * (1 - tiedY));
  const value = scale > 0 ? net / scale : NaN;
  const influence = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const change = 2 * (agreeing[k]! / count - net);
    const tieX = 2 * (inX.ties[k]! / count - tiedX);
    const tieY = 2 * (inY.ties[k]! / count - tiedY);
    const own = change / scale + (value / 2) * (tieX / (1 - tiedX) + tieY / (1 - tiedY));
    influence[k] = own / count;
  }
  return { value, influence };
}

function sumOf(values: Uint32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Of each row, with how many others it is in the same order less with how many in opposite order. */
function concordance(x: Standing, y: Standing): Float64Array {
  const count = x.below.length;
  const order = new Uint32Array(count);
  const next = new Uint32Array(count + 1);
  for (const place of x.below) next[place] = place;
  for (let k = 0; k < count; k++) order[next[x.below[k]!]!++] = k;
  const net = new Float64Array(count);
  // Twice: what is below in x adds what is below in y, what is above in x what is above in y.
  for (const upwards of [true, false]) {
    const tree = new Uint32Array(count + 1);
    const add = (place: number) => {
      for (let at = place + 1; at <= count; at += at & -at) tree[at]! += 1;
    };
    /** How many of those added stand below the place. */
    const before = (place: number) => {
      let sum = 0;
      for (let at = place; at > 0; at -= at & -at) sum += tree[at]!;
      return sum;
    };
    let seen = 0;
    for (let i = 0; i < count;) {
      const first = order[upwards ? i : count - 1 - i]!;
      const run = x.ties[first]!;
      for (let j = i; j < i + run; j++) {
        const k = order[upwards ? j : count - 1 - j]!;
        const less = before(y.below[k]!);
        const more = seen - before(y.below[k]! + y.ties[k]!);
        net[k]! += upwards ? less - more : more - less;
      }
      for (let j = i; j < i + run; j++) add(y.below[order[upwards ? j : count - 1 - j]!]!);
      seen += run;
      i += run;
    }
  }
  return net;
}
