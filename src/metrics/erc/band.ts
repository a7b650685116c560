import type { ComparedQuality } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import type { Interval } from '../intervals.js';
import { effectiveWilson, type Spread } from '../sampling.js';
import { deviation } from '../spread.js';
import type { VerificationInput } from '../verification-input.js';
import { partialArea } from './area.js';
import type { DrawnErc } from './draws.js';
import { countedComparisons } from './error-versus-reject.js';
import { DISCARD_GRID, type RejectCurve, stepAt } from './reject-curve.js';
import type { ErcRule } from './rule.js';

/** How sure a curve is of itself. */
export interface ErcIntervals {
  /** Of the error at each discard of {@link DISCARD_GRID}. */
  readonly band: readonly Interval[];
  /** Of the area up to each limit. */
  readonly areas: readonly Interval[];
}

/**
 * The intervals of a curve and of its areas: Wilson's, with as many independent trials as would scatter as the draws do.
 *
 * The draws tell how far persons and the choice of the threshold move the error; their quantiles would claim to know that a
 * tail without an error has none. There, every person left is one trial. Where nothing is kept the interval is [0, 1]. An area
 * is a mean error rate times its limit, and is as sure as a rate that scatters as it does.
 */
export function ercIntervals(
  input: VerificationInput,
  quality: ComparedQuality,
  curve: RejectCurve,
  rule: ErcRule,
  { errors, areas }: DrawnErc,
  limits: readonly number[],
): ErcIntervals {
  const spreads = spreadsOf(input, quality, curve, rule);
  const band = Array.from(DISCARD_GRID, (discard, i) => {
    const step = stepAt(curve.discard, discard);
    const share = curve.error[step] ?? NaN;
    const spread = spreads[i]!;
    if (!(curve.kept[step]! > 0) || spread.persons === 0) return { low: 0, high: 1 };
    const drawn = errors[i]!.filter(Number.isFinite);
    const variance = Math.max(deviation(drawn, 1) ** 2 || 0, spread.independent);
    return effectiveWilson(share, { ...spread, variance });
  });
  const start = spreads[0]!;
  return {
    band,
    areas: limits.map((limit, l) => {
      const area = partialArea(curve, limit, rule.join);
      const variance = (deviation(areas[l]!, 1) / limit) ** 2;
      if (Number.isNaN(area) || Number.isNaN(variance)) return { low: NaN, high: NaN };
      const independent = Math.min(start.independent, variance);
      const { low, high } = effectiveWilson(area / limit, { ...start, variance, independent });
      return { low: limit * low, high: limit * high };
    }),
  };
}

/** Fewer degrees of freedom make intervals so wide that they hold the truth every time. */
const LEAST_FREEDOM = 6;

/** Of each discard of the grid, what is known of the spread but for its variance. */
function spreadsOf(
  input: VerificationInput,
  quality: ComparedQuality,
  curve: RejectCurve,
  rule: ErcRule,
): Omit<Spread, 'variance'>[] {
  const members = countedComparisons(input, rule);
  const combined = combinedQuality(quality, rule.combine, members);
  const known = (m: number) => (Number.isNaN(combined[m]!) ? -Infinity : combined[m]!);
  const shared = input.shared();
  // The best come first, so that the comparisons kept at a discard are the first of the list.
  const order = members.map((_, m) => m).sort((a, b) => known(b) - known(a) || a - b);
  const kept = new Float64Array(shared.persons);
  const touched: number[] = [];
  let next = 0;
  const spreads: Omit<Spread, 'variance'>[] = [];
  const meet = (person: number) => {
    if (kept[person] === 0) touched.push(person);
    kept[person]! += 1;
  };
  for (const discard of DISCARD_GRID.toReversed()) {
    const step = stepAt(curve.discard, discard);
    const count = curve.kept[step] ?? 0;
    for (; next < count; next++) {
      const k = members[order[next]!]!;
      const [a, b] = [shared.of[shared.left[k]!]!, shared.of[shared.right[k]!]!];
      meet(a);
      if (a !== b) meet(b);
    }
    const share = curve.error[step] ?? NaN;
    let [squares, fourths] = [0, 0];
    for (const person of touched) {
      squares += kept[person]! ** 2;
      fourths += kept[person]! ** 4;
    }
    spreads.push({
      independent: count === 0 ? 0 : (share * (1 - share)) / count,
      persons: touched.length,
      // What few errors decide is itself known badly, however many comparisons are right.
      weighty:
        fourths === 0
          ? 0
          : Math.min(squares ** 2 / fourths, Math.max(LEAST_FREEDOM, curve.errors[step]!)),
    });
  }
  return spreads.reverse();
}
