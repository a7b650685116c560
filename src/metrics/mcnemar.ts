import cephes from 'cephes';
import type { Decisions } from './decisions.js';

// Its arithmetic is WebAssembly, which is compiled in the background.
await cephes.compiled;

/** Where two systems decide differently, and how likely so uneven a split is by chance. */
export interface Mcnemar {
  /** Comparisons that only the first, and only the second, decides rightly. */
  readonly first: number;
  readonly second: number;
  /** Two-sided; 1 where they never differ. */
  readonly p: number;
}

/**
 * McNemar's exact test on the decisions of two systems on the same comparisons, 1 being right.
 *
 * Comparisons that either leaves undecided have no part. It takes comparisons to be independent; where persons come back,
 * believe the interval over persons first.
 *
 * Source: Q. McNemar, Psychometrika 12 (1947); exact by the binomial distribution with chance 1/2, twice the smaller tail.
 */
export function mcnemar(first: Decisions, second: Decisions): Mcnemar {
  let [onlyFirst, onlySecond] = [0, 0];
  for (let k = 0; k < first.length; k++) {
    if (first[k] === 1 && second[k] === 0) onlyFirst++;
    else if (first[k] === 0 && second[k] === 1) onlySecond++;
  }
  const differing = onlyFirst + onlySecond;
  const p =
    differing === 0
      ? 1
      : Math.min(1, 2 * cephes.bdtr(Math.min(onlyFirst, onlySecond), differing, 0.5));
  return { first: onlyFirst, second: onlySecond, p };
}
