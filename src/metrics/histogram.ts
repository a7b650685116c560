import { quantile } from './quantile.js';

/** Bins of one width side by side; bin `i` holds values from `edges[i]` up to, not including, `edges[i + 1]`. */
export interface Bins {
  /** Ascending multiples of the width, one more than there are bins; empty for no bins. */
  readonly edges: Float64Array;
  readonly width: number;
}

/** More bins than this show noise, whatever the number of values. */
const MOST = 60;

/**
 * Bins for `values` (NaN left out) as wide as Freedman & Diaconis advise, 2 IQR / n^(1/3), at most 60; the width is made 1, 2
 * or 5 times a power of ten, so that edges can be read. None for no values; one where all are equal.
 *
 * Source: Freedman & Diaconis, On the histogram as a density estimator, Zeitschrift für Wahrscheinlichkeitstheorie 57 (1981).
 */
export function binsFor(values: ArrayLike<number>): Bins {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return { edges: new Float64Array(), width: NaN };
  const [least, greatest] = [sorted[0]!, sorted.at(-1)!];
  const range = greatest - least;
  const middle = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const advised = (2 * (middle > 0 ? middle : range / 2)) / Math.cbrt(sorted.length);
  // Finer than this, multiples of the width could not be told apart.
  const finest = Math.max(1e-9 * Math.max(Math.abs(least), Math.abs(greatest)), 1e-100);
  const width = niceAtLeast(
    range > 0 ? Math.max(advised, range / MOST, finest) : Math.max(Math.abs(least) / 10, finest),
  );
  // Multiples by division where the width is below 1: 0.3 is 3 / 10 and not 3 times 0.1.
  const edge = (k: number) => (width < 1 ? k / Math.round(1 / width) : k * width);
  let first = Math.floor(least / width);
  while (edge(first) > least) first--;
  let last = Math.floor(greatest / width);
  while (edge(last + 1) <= greatest) last++;
  return {
    edges: Float64Array.from({ length: last - first + 2 }, (_, i) => edge(first + i)),
    width,
  };
}

/** 1, 2 or 5 times a power of ten. */
function niceAtLeast(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 5, 10].find((times) => times * power >= width * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(1));
}

/** How many of `values` lie in each bin; NaN and what lies outside all bins is not counted. */
export function histogram(values: ArrayLike<number>, { edges }: Bins): Float64Array {
  const counts = new Float64Array(Math.max(0, edges.length - 1));
  for (const value of Float64Array.from(values)) {
    let [from, to] = [0, edges.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (edges[middle]! <= value) from = middle + 1;
      else to = middle;
    }
    if (from > 0 && from < edges.length) counts[from - 1]! += 1;
  }
  return counts;
}
