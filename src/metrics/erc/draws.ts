import type { ComparedQuality, Scores } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import { DRAWS, personDraws } from '../person-draws.js';
import { dampingFor } from '../sampling.js';
import { indicesOf } from '../selection.js';
import { picked } from '../subset.js';
import { levelsOf } from '../levels.js';
import { sortScores } from '../sort-scores.js';
import { lowestAtLeast } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import { partialArea } from './area.js';
import { drawnBoundary } from './drawn-boundary.js';
import { drawnRepicked, repickedIsDrawable } from './drawn-repicked.js';
import { comparedPictures, countedComparisons } from './error-versus-reject.js';
import { DISCARD_GRID, type RejectCurve } from './reject-curve.js';
import { cutsOf } from './repicked.js';
import type { ErcRule } from './rule.js';
import { startingPoint } from './start.js';
import { type Sides, sidesOf, weightedGroups, weightOf } from './weighted-groups.js';

/** What a bootstrap over persons makes of one curve; every array has one entry a draw. */
export interface DrawnErc {
  /** The error at each discard of {@link DISCARD_GRID}; NaN where a draw keeps nothing. */
  readonly errors: readonly Float64Array[];
  /** The area up to each limit. */
  readonly areas: readonly Float64Array[];
}

/** Draws of several qualities on the same comparisons, the same persons counting double in the same draw of each. */
export interface DrawnErcs {
  /** The error before any discard. */
  readonly starts: Float64Array;
  readonly drawn: readonly DrawnErc[];
}

/** Most groups that comparisons are put into by quality: fewer where there are many comparisons of many persons. */
const MOST_GROUPS = 4096;
const LEAST_GROUPS = 128;
const CELLS = 1 << 20;

/**
 * The error-versus-reject curves of `qualities` in the draws of a bootstrap over persons: in each every person counts double
 * or not at all, the threshold is chosen anew, and shares discarded are of what then is there.
 *
 * Qualities are put into at most 4,096 groups of equal or neighbouring ones, at whose borders curves are read; areas are
 * moved by what that changes in the exact curve. Undefined where the threshold is picked anew on more comparisons than
 * {@link repickedIsDrawable} allows.
 *
 * @param curves of the qualities by the same rule, not empty
 */
export function drawErcs(
  input: VerificationInput,
  qualities: readonly ComparedQuality[],
  curves: readonly RejectCurve[],
  rule: ErcRule,
  { limits, draws = DRAWS }: { readonly limits: readonly number[]; readonly draws?: number },
): DrawnErcs | undefined {
  if (rule.repicked && !repickedIsDrawable(input, rule)) return undefined;
  const { persons } = input.shared();
  const damping = dampingOfPairs(input, rule);
  const boundary = drawnBoundary(input, rule.start, damping);
  const boundaries = new Uint32Array(draws);
  const first = personDraws(persons, input.seed);
  for (let draw = 0; draw < draws; draw++) boundaries[draw] = boundary(first());
  const each = qualities.map((quality, i) =>
    readerOf(input, quality, curves[i]!, rule, { limits, damping, boundaries }),
  );
  const starts = new Float64Array(draws);
  const second = personDraws(persons, input.seed);
  for (let draw = 0; draw < draws; draw++) {
    const signs = second();
    for (const { read } of each) read(signs, draw);
    starts[draw] = each[0]?.drawn.errors[0]![draw] ?? NaN;
  }
  return { starts, drawn: each.map(({ drawn }) => drawn) };
}

/** The damping of comparisons of two persons: as their part in the FMR at the start needs it. */
function dampingOfPairs(input: VerificationInput, rule: ErcRule): number {
  const { threshold } = startingPoint(input.sweep, rule.start);
  return dampingFor(input, { range: 'share', chosenByFmr: { threshold, fmr: NaN } });
}

/** What turns the signs of a draw into one quality's curve. */
function readerOf(
  input: VerificationInput,
  quality: ComparedQuality,
  exact: RejectCurve,
  rule: ErcRule,
  {
    limits,
    damping,
    boundaries,
  }: {
    readonly limits: readonly number[];
    readonly damping: number;
    readonly boundaries: Uint32Array;
  },
) {
  const { discardable, sides } = discardableOf(input, quality, rule);
  const least = rule.repicked
    ? Float64Array.from(cutsOf(discardable), (cut) => cut.least)
    : cutsBetween(discardable, groupsFor(discardable.length, input.shared().persons));
  const groups = least.length;
  const groupsOf = (values: Scores) => {
    const found = new Uint32Array(values.length);
    for (let i = 0; i < values.length; i++) found[i] = groupOf(least, values[i]!);
    return found;
  };
  const members = countedComparisons(input, rule);
  const memberGroup = groupsOf(combinedQuality(quality, rule.combine, members));
  const weighCounted = weightedGroups(sidesOf(input, members), memberGroup, groups, damping);
  const weighDiscardable =
    rule.shareOf === 'counted'
      ? undefined
      : weightedGroups(sides, groupsOf(discardable), groups, damping);
  const weighWrong = rule.repicked
    ? drawnRepicked(input, groupsOf(combinedQuality(quality, rule.combine)), groups, rule, damping)
    : drawnErrors(input, members, memberGroup, groups, rule, damping, boundaries);
  const counted = new Float64Array(groups);
  const gone = new Float64Array(groups);
  const wrong = new Float64Array(groups);
  const points = { discard: new Float64Array(groups + 1), error: new Float64Array(groups + 1) };
  points.discard[groups] = 1;
  const drawn: DrawnErc = {
    errors: Array.from(DISCARD_GRID, () => new Float64Array(boundaries.length)),
    areas: limits.map(() => new Float64Array(boundaries.length)),
  };
  // What grouping takes from or adds to each area, seen on the comparisons as they are.
  const plainly = Int8Array.from({ length: input.shared().persons }, () => 0);
  const fill = (signs: Int8Array, draw: number) => {
    counted.fill(0);
    wrong.fill(0);
    weighCounted(signs, counted);
    fromTheTop(counted);
    weighWrong(signs, draw, wrong);
    if (!rule.repicked) fromTheTop(wrong);
    if (weighDiscardable === undefined) gone.set(counted);
    else {
      gone.fill(0);
      weighDiscardable(signs, gone);
      fromTheTop(gone);
    }
    const whole = gone[0]!;
    for (let g = 0; g < groups; g++) {
      points.discard[g] = whole === 0 ? 0 : Math.min(1, 1 - gone[g]! / whole);
      points.error[g] = counted[g]! > 0 ? wrong[g]! / counted[g]! : 0;
    }
  };
  fill(plainly, -1);
  const moved = limits.map(
    (limit) => partialArea(exact, limit, rule.join) - partialArea(points, limit, rule.join),
  );
  const read = (signs: Int8Array, draw: number) => {
    fill(signs, draw);
    let g = 0;
    DISCARD_GRID.forEach((at, i) => {
      while (g + 1 < groups && points.discard[g + 1]! <= at + 1e-12) g++;
      drawn.errors[i]![draw] = counted[g]! > 0 ? points.error[g]! : NaN;
    });
    limits.forEach((limit, l) => {
      drawn.areas[l]![draw] = partialArea(points, limit, rule.join) + moved[l]!;
    });
  };
  return { drawn, read };
}

/** Gives the weights of what a draw's threshold decides wrongly, by group; draw -1 is the start's own threshold. */
function drawnErrors(
  input: VerificationInput,
  members: Uint32Array,
  group: Uint32Array,
  groups: number,
  { error, start }: ErcRule,
  damping: number,
  boundaries: Uint32Array,
): (signs: Int8Array, draw: number, sums: Float64Array) => void {
  const levels = levelsOf(input.sweep, picked(input.scores.scores, members));
  const rejected = error === 'fnmr';
  const usual = boundaryOf(input, start);
  let [least, most] = [usual, usual];
  for (const boundary of boundaries) {
    least = Math.min(least, boundary);
    most = Math.max(most, boundary);
  }
  const sure = indicesOf(members.length, (m) =>
    rejected ? levels[m]! >= most : levels[m]! < least,
  );
  const unsure = indicesOf(members.length, (m) => {
    const level = levels[m]!;
    return level >= least && level < most;
  });
  const comparisons = picked(members, sure);
  const weighSure = weightedGroups(
    sidesOf(input, comparisons),
    picked(group, sure),
    groups,
    damping,
  );
  const { left, right, of } = input.shared();
  return (signs, draw, sums) => {
    weighSure(signs, sums);
    const boundary = draw < 0 ? usual : boundaries[draw]!;
    for (const m of unsure) {
      const k = members[m]!;
      if (levels[m]! >= boundary !== rejected) continue;
      const [a, b] = [of[left[k]!]!, of[right[k]!]!];
      sums[group[m]!]! += weightOf(signs[a]!, signs[b]!, a === b, damping);
    }
  };
}

/** The level from which on the start rejects. */
function boundaryOf(input: VerificationInput, start: ErcRule['start']): number {
  return lowestAtLeast(input.sweep, startingPoint(input.sweep, start).threshold) + 1;
}

/** Quality and persons of each thing that the discarded share is a share of. */
function discardableOf(
  input: VerificationInput,
  quality: ComparedQuality,
  rule: ErcRule,
): { readonly discardable: Scores; readonly sides: Sides } {
  if (rule.shareOf === 'pictures') {
    const pictures = comparedPictures(input, quality);
    const { left, right, of } = input.shared();
    const person = new Uint32Array(quality.values.length);
    for (let k = 0; k < left.length; k++) {
      person[quality.left[k]!] = of[left[k]!]!;
      person[quality.right[k]!] = of[right[k]!]!;
    }
    const persons = picked(person, pictures);
    const discardable = Float64Array.from(pictures, (picture) => quality.values[picture]!);
    return { discardable, sides: { left: persons, right: persons } };
  }
  const members =
    rule.shareOf === 'all'
      ? indicesOf(input.scores.scores.length, input.counted)
      : countedComparisons(input, rule);
  return {
    discardable: combinedQuality(quality, rule.combine, members),
    sides: sidesOf(input, members),
  };
}

function groupsFor(things: number, persons: number): number {
  if (things <= CELLS) return MOST_GROUPS;
  return Math.min(MOST_GROUPS, Math.max(LEAST_GROUPS, Math.floor(CELLS / persons)));
}

/** The least quality of each of at most `most` groups of nearly equal size, ascending; equal qualities are never parted. */
function cutsBetween(values: Scores, most: number): Float64Array {
  const sorted = values.slice();
  for (let i = 0; i < sorted.length; i++) if (Number.isNaN(sorted[i]!)) sorted[i] = -Infinity;
  sortScores(sorted);
  const distinct = new Set<number>();
  for (let i = 0; i < most; i++) distinct.add(sorted[Math.floor((i * sorted.length) / most)]!);
  return Float64Array.from(distinct);
}

/** The last group that begins at or below `quality`; the first for an unknown one. */
function groupOf(least: Float64Array, quality: number): number {
  let from = 0;
  let to = least.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (least[middle]! <= quality) from = middle + 1;
    else to = middle;
  }
  return Math.max(0, from - 1);
}

/** Turns what each group has into what it and all better groups have. */
function fromTheTop(sums: Float64Array): void {
  for (let g = sums.length - 2; g >= 0; g--) sums[g]! += sums[g + 1]!;
}
