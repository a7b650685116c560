import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../types.js';

/** Cases that are kept of one finding; their count is always exact. */
const MOST_CASES = 1000;

/** Collects findings; those without a case are none, and what two protocols of a dataset have in common is told once. */
export interface Findings {
  /**
   * @param what what was found, to be read behind the count: for one, and for several
   * @param cases numbers of the cases; `caseOf` is asked for the first 1,000 only
   */
  add<T>(
    name: string,
    severity: Finding['severity'],
    what: readonly [one: string, several: string],
    cases: ArrayLike<T>,
    caseOf: (one: T) => Finding['cases'][number],
  ): void;
  /** Those that break the protocol first, else in the order in which they were added. */
  all(): Finding[];
}

export function findings(): Findings {
  const found: Finding[] = [];
  return {
    add: (name, severity, [one, several], cases, caseOf) => {
      const count = cases.length;
      if (count === 0) return;
      const kept = Array.from({ length: Math.min(count, MOST_CASES) }, (_, i) => caseOf(cases[i]!));
      const finding = { name, severity, what: count === 1 ? one : several, count, cases: kept };
      const known = found.filter((other) => other.name === name && other.count === count);
      if (known.some((other) => isDeepStrictEqual(other, finding))) return;
      found.push(finding);
    },
    all: () => [
      ...found.filter(({ severity }) => severity === 'breaks'),
      ...found.filter(({ severity }) => severity === 'remark'),
    ],
  };
}
