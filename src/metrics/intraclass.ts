import cephes from 'cephes';

// Its arithmetic is WebAssembly, which is compiled in the background.
await cephes.compiled;

/** How the variance of a value divides into that between groups and that within them. */
export interface Intraclass {
  /**
   * ICC(1), the share of the variance that lies between the groups: 1 where the values of a group are one, about 0 (and by
   * chance below) where groups are as unlike within as without. NaN where there is no second group or no group with two.
   */
  readonly value: number;
  /** 95 %; exact for groups of one size, close for others. */
  readonly low: number;
  readonly high: number;
  readonly groups: number;
  readonly count: number;
  /** Standard deviations between the groups (0 where the estimate of its square is below) and within them. */
  readonly between: number;
  readonly within: number;
}

/**
 * The intraclass correlation of one-way random effects, from the analysis of variance with groups of unequal sizes.
 *
 * Groups of one value tell of the spread between groups and not of that within. Values of NaN and of group -1 are left out.
 *
 * Sources: Shrout & Fleiss, Intraclass correlations, Psychological Bulletin 86 (1979), ICC(1,1); Donner, International
 * Statistical Review 54 (1986), for unequal groups and the interval from F with their mean size.
 *
 * @param group of each value, from 0, or -1
 */
export function intraclass(values: ArrayLike<number>, group: ArrayLike<number>): Intraclass {
  const sums = new Map<number, { size: number; sum: number }>();
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || group[i]! < 0) continue;
    const one = sums.get(group[i]!) ?? { size: 0, sum: 0 };
    one.size++;
    one.sum += values[i]!;
    sums.set(group[i]!, one);
  }
  let [count, total, squaredSizes] = [0, 0, 0];
  for (const { size, sum } of sums.values()) {
    count += size;
    total += sum;
    squaredSizes += size * size;
  }
  const mean = total / count;
  let [squaresBetween, squaresWithin] = [0, 0];
  for (const { size, sum } of sums.values()) squaresBetween += size * (sum / size - mean) ** 2;
  for (let i = 0; i < values.length; i++) {
    const one = sums.get(group[i]!);
    if (one === undefined || Number.isNaN(values[i])) continue;
    squaresWithin += (values[i]! - one.sum / one.size) ** 2;
  }
  const groups = sums.size;
  const [freeBetween, freeWithin] = [groups - 1, count - groups];
  if (freeBetween < 1 || freeWithin < 1 || squaresBetween + squaresWithin === 0) {
    return { value: NaN, low: NaN, high: NaN, groups, count, between: NaN, within: NaN };
  }
  const [a, b] = [squaresBetween / freeBetween, squaresWithin / freeWithin];
  const size = (count - squaredSizes / count) / freeBetween;
  const of = (ratio: number) => (ratio === Infinity ? 1 : (ratio - 1) / (ratio + size - 1));
  return {
    value: of(a / b),
    low: of(a / b / fisherF(freeBetween, freeWithin, 0.975)),
    high: of((a / b) * fisherF(freeWithin, freeBetween, 0.975)),
    groups,
    count,
    between: Math.sqrt(Math.max(0, a - b) / size),
    within: Math.sqrt(b),
  };
}

/** The value that an F of `a` and `b` degrees of freedom stays below with chance `p`. */
function fisherF(a: number, b: number, p: number): number {
  const share = cephes.incbi(a / 2, b / 2, p);
  return (b * share) / (a * (1 - share));
}
