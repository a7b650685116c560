import { personColumns } from '../person-columns.js';
import type { Difference } from '../types.js';
import { probit } from '../probit.js';
import type { Convention } from './conventions/convention.js';
import { mcnemar } from './mcnemar.js';
import type { Metric } from './metric.js';
import { dampingOf, DRAWS, personDraws, reweighed } from './person-draws.js';
import { central } from './quantile.js';
import { type MeasuredRow, pairInfluence, type Sampling, statisticUnder } from './sampling.js';
import { deviation } from './spread.js';
import type { VerificationInput } from './verification-input.js';

/** Standard normal quantiles of 0.975 and 0.8: a two-sided test at 5 % that finds a difference four times out of five. */
const POWER = 1.959963984540054 + 0.8416212335729143;

/** Dampings are rounded to this, so that most metrics read the same reweighed sweep. */
const DAMPING_STEP = 1 / 64;

/** A metric that both systems have, with what its draws are made from. */
interface Paired {
  readonly metric: Metric;
  readonly first: MeasuredRow & { readonly sampling: Sampling };
  readonly second: MeasuredRow & { readonly sampling: Sampling };
  readonly damping: number;
  readonly drawn: Float64Array;
}

/**
 * How every metric of the second system differs from that of the first, both on the same comparisons.
 *
 * Intervals are the central `level` of a seeded bootstrap over persons, in which both systems get the same draws, so that
 * what makes a benchmark easy or hard for both cancels out. A metric that no draw can be made of has a NaN
 * interval with a note and the verdict `cannot tell`. Metrics that are undefined for either, and rows that only describe
 * another (such as `accuracy_std`), are left out.
 *
 * @throws RangeError where the comparisons are not the same: other labels, folds or persons
 */
export function pairedDifferences(
  first: VerificationInput,
  second: VerificationInput,
  {
    metrics,
    conventions,
    draws = DRAWS,
    level = 0.95,
  }: {
    readonly metrics: readonly Metric[];
    readonly conventions: readonly Convention[];
    readonly draws?: number | undefined;
    /** Share of the draws that an interval holds. */
    readonly level?: number | undefined;
  },
): Difference[] {
  requireSame(first, second);
  const pairs = pairUp(first, second, metrics, conventions, draws);
  draw(first, second, pairs, draws);
  const personal = first.scores.persons !== undefined && first.interval.personal;
  const kind = personal ? 'bootstrap over persons' : 'bootstrap';
  const interval = `${kind} ${Number((100 * level).toPrecision(4))}%`;
  const comparisons = first.sweep.genuineTotal + first.sweep.impostorTotal;
  return pairs.map((pair) => differenceOf(pair, { level, interval, comparisons }));
}

function requireSame(first: VerificationInput, second: VerificationInput): void {
  const columns = ({ scores }: VerificationInput) => [
    scores.genuine,
    scores.fold,
    scores.testFolds,
    ...(scores.persons === undefined ? [[], []] : Object.values(personColumns(scores.persons))),
  ];
  const others = columns(second);
  const same = columns(first).every((column, i) => {
    const other = others[i]!;
    return column.length === other.length && column.every((value, k) => value === other[k]);
  });
  if (!same) throw new RangeError('the two systems were not scored on the same comparisons');
}

function pairUp(
  first: VerificationInput,
  second: VerificationInput,
  metrics: readonly Metric[],
  conventions: readonly Convention[],
  draws: number,
): Paired[] {
  const found = new Map<string, Paired>();
  for (const metric of metrics) {
    for (const convention of conventions) {
      const others = metric.compute(second, convention);
      for (const row of metric.compute(first, convention)) {
        const other = others.find(
          (one) => one.metric === row.metric && one.convention === row.convention,
        );
        const key = `${row.metric} ${row.convention}`;
        if (!hasSampling(row) || other === undefined || !hasSampling(other) || found.has(key)) {
          continue;
        }
        const [a, b] = [pairInfluence(first, row.sampling), pairInfluence(second, other.sampling)];
        const damping = dampingOf(first, { of: (k) => b.of(k) - a.of(k) });
        found.set(key, {
          metric,
          first: row,
          second: other,
          damping: Math.round(damping / DAMPING_STEP) * DAMPING_STEP,
          drawn: new Float64Array(
            canBeDrawn(row.sampling) && canBeDrawn(other.sampling) ? draws : 0,
          ),
        });
      }
    }
  }
  return [...found.values()];
}

function hasSampling(row: MeasuredRow): row is MeasuredRow & { readonly sampling: Sampling } {
  return row.sampling !== undefined;
}

function canBeDrawn({ statistic, decisions }: Sampling): boolean {
  return statistic !== undefined || decisions !== undefined;
}

/** Fills `drawn` of every pair. */
function draw(
  first: VerificationInput,
  second: VerificationInput,
  pairs: readonly Paired[],
  draws: number,
): void {
  const drawable = pairs.filter(({ drawn }) => drawn.length > 0);
  const [a, b] = [reweighed(first), reweighed(second)];
  const next = personDraws(first.shared().persons, first.seed);
  // Metrics of one damping stand together, so that each sweep is made once.
  const dampings = [...new Set(drawable.map(({ damping }) => damping))];
  const groups = dampings.map((damping) => drawable.filter((pair) => pair.damping === damping));
  for (let i = 0; i < draws; i++) {
    const signs = next();
    a.draw(signs);
    b.draw(signs);
    for (const group of groups) {
      const { damping } = group[0]!;
      const [sweepA, sweepB] = [a.sweep(damping), b.sweep(damping)];
      for (const pair of group) {
        pair.drawn[i] =
          statisticUnder({ ...b, sweep: () => sweepB }, pair.second.sampling, damping) -
          statisticUnder({ ...a, sweep: () => sweepA }, pair.first.sampling, damping);
      }
    }
  }
}

function differenceOf(
  { metric, first, second, drawn }: Paired,
  {
    level,
    interval,
    comparisons,
  }: { readonly level: number; readonly interval: string; readonly comparisons: number },
): Difference {
  const difference = second.value - first.value;
  const ends = drawn.length === 0 ? { low: NaN, high: NaN } : central(drawn, level);
  const missed = missedVariance(first, second);
  const reach = probit((1 + level) / 2) * Math.sqrt(missed);
  const low = difference - Math.hypot(difference - ends.low, reach);
  const high = difference + Math.hypot(ends.high - difference, reach);
  const [a, b] = [first.sampling.decisions?.(), second.sampling.decisions?.()];
  const told = low > 0 || high < 0;
  const spread = Math.hypot(deviation(drawn.filter(Number.isFinite), 1), Math.sqrt(missed));
  const needed = comparisons * ((POWER * spread) / difference) ** 2;
  const notes = [
    ...(drawn.length === 0
      ? ['no interval: too few impostors for this FAR, or a rule that cannot be drawn anew']
      : []),
    ...[first.note, second.note].filter(
      (note, i, all) => note !== undefined && all.indexOf(note) === i,
    ),
  ];
  return {
    metric: first.metric,
    convention: first.convention,
    better: metric.better,
    first: first.value,
    second: second.value,
    difference,
    low,
    high,
    interval,
    verdict: !told ? 'cannot tell' : low > 0 === (metric.better === 'higher') ? 'better' : 'worse',
    ...(a === undefined || b === undefined || metric.name !== 'accuracy'
      ? {}
      : { mcnemar: mcnemar(a, b) }),
    ...(told || !Number.isFinite(needed) ? {} : { needed: roundUp(needed) }),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

/**
 * The variance of a difference of accuracies that draws do not tell of, since they keep the decisions: of what the thresholds
 * chosen on other folds may have missed, as far as the two systems err on different comparisons. 0 for other metrics, and for
 * a system and itself.
 */
function missedVariance(first: Paired['first'], second: Paired['second']): number {
  const [a, b] = [first.sampling, second.sampling];
  const [right, others] = [a.decisions?.(), b.decisions?.()];
  if (right === undefined || others === undefined) return 0;
  let [errors, apart] = [0, 0];
  for (let k = 0; k < right.length; k++) {
    const [one, other] = [right[k]!, others[k]!];
    errors += Number(one === 0) + Number(other === 0);
    apart += Number(one + other === 1);
  }
  return errors === 0 ? 0 : (((a.further ?? 0) + (b.further ?? 0)) * apart) / errors;
}

/** The number rounded up to two digits, since it is an estimate from one sample. */
function roundUp(number: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return Math.ceil(number / unit) * unit;
}
