import type { Finding } from '../types.js';

/** Cases that are kept of one finding; their count is always exact. */
const MOST_CASES = 1000;

/** Collects findings; those without a case are none. */
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
      found.push({ name, severity, what: count === 1 ? one : several, count, cases: kept });
    },
    all: () => [
      ...found.filter(({ severity }) => severity === 'breaks'),
      ...found.filter(({ severity }) => severity === 'remark'),
    ],
  };
}
