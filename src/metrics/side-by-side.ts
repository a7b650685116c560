import type { Answer, MetricRow, SideBySide } from '../types.js';
import { ACCURACY } from './accuracy.js';
import { AUC } from './auc.js';
import type { Convention } from './conventions/convention.js';
import { CONVENTIONS } from './conventions/index.js';
import { insightfaceAccuracy } from './conventions/insightface.js';
import { EER, equalErrorRate } from './eer.js';
import type { FoldAccuracy } from './fold-accuracy.js';
import { lowestAtMost } from './operating-point.js';
import { TAR } from './tar.js';
import type { VerificationInput } from './verification-input.js';

/** One convention's number, before those that agree are put together. */
interface Counted {
  readonly row: MetricRow;
  readonly spread?: NonNullable<Answer['spread']>;
  /** Two conventions with equal numbers, but for rounding, are told in one line. */
  readonly numbers: readonly (number | undefined)[];
  /** Why it is another number than the default's; asked for only where it is. */
  readonly why: () => readonly string[];
}

/**
 * Accuracy, TAR at each FAR of the input, EER and AUC as each of `conventions` counts them, and what makes a number
 * another than the default's on these comparisons.
 *
 * The first of `conventions` is the default, or what it falls back to where it has no rule of its own. Conventions that
 * give the same number by the same decisions stand together: the same value and, for an accuracy the same spread, for a
 * TAR the same accepted comparisons, for an EER the same two rates.
 */
export function sideBySide(
  input: VerificationInput,
  conventions: readonly Convention[] = CONVENTIONS,
): readonly SideBySide[] {
  const usual = conventions[0]!;
  const counting = (rule: 'accuracy' | 'tarAtFar' | 'eer' | 'auc') => [
    usual,
    ...conventions.slice(1).filter((one) => one[rule] !== undefined),
  ];
  const names = conventions.map(({ name }) => name);
  let found: FoldAccuracy | undefined;
  const usualAccuracy = () => (found ??= insightfaceAccuracy(input));
  const tars = counting('tarAtFar').map((one) => tarsOf(input, one));
  return [
    compared(
      counting('accuracy').map((one) => accuracyOf(input, one, usualAccuracy)),
      names,
    ),
    ...input.fars.map((_, i) =>
      compared(
        tars.map((perFar) => perFar[i]!),
        names,
      ),
    ),
    compared(
      counting('eer').map((one) => eerOf(input, one)),
      names,
    ),
    compared(
      counting('auc').map((one) => aucOf(input, one)),
      names,
    ),
  ];
}

/** The numbers of one metric, the default's first; `names` are those of all conventions. */
function compared(all: readonly Counted[], names: readonly string[]): SideBySide {
  const groups: Counted[][] = [];
  for (const one of all) {
    const group = groups.find(([other]) => agree(other!, one));
    if (group === undefined) groups.push([one]);
    else if (!group.some(({ row }) => row.convention === one.row.convention)) group.push(one);
  }
  const [usual, ...others] = groups.map((group, i) => answerOf(group, i === 0));
  // Undefined values stand below every other.
  const height = ({ row }: Answer) => (Number.isNaN(row.value) ? -Infinity : row.value);
  others.sort((a, b) => height(b) - height(a) || 0);
  const counting = new Set(all.map(({ row }) => row.convention));
  return {
    metric: usual!.row.metric,
    answers: [usual!, ...others],
    without: names.filter((name) => !counting.has(name)),
  };
}

function agree(a: Counted, b: Counted): boolean {
  return a.numbers.every((x = NaN, i) => {
    const y = b.numbers[i] ?? NaN;
    return Number.isNaN(x) || Number.isNaN(y)
      ? Number.isNaN(x) && Number.isNaN(y)
      : Math.abs(x - y) < 1e-12;
  });
}

function answerOf(group: readonly Counted[], usual: boolean): Answer {
  const [{ row, spread }] = group as [Counted];
  const reasons = new Map<string, string[]>();
  for (const { row: own, why } of usual ? [] : group) {
    for (const text of why()) reasons.set(text, [...(reasons.get(text) ?? []), own.convention]);
  }
  return {
    conventions: group.map(({ row: own }) => own.convention),
    usual,
    row,
    ...(spread === undefined ? {} : { spread }),
    reasons: [...reasons].map(([text, conventions]) => ({ text, conventions })),
  };
}

function accuracyOf(
  input: VerificationInput,
  convention: Convention,
  usual: () => FoldAccuracy,
): Counted {
  const rows = ACCURACY.compute(input, convention);
  const row = rows[0]!;
  const error = rows.find(({ metric }) => metric === 'accuracy_se');
  const shown = error ?? rows.find(({ metric }) => metric === 'accuracy_std');
  return {
    row,
    ...(shown === undefined ? {} : { spread: { value: shown.value, error: error !== undefined } }),
    numbers: [row.value, shown?.value, row.hits],
    why: () => {
      const { accuracy, why } = convention;
      if (Number.isNaN(row.value) || accuracy === undefined) return noteOf(row);
      return why?.accuracy?.(input, accuracy(input), usual()) ?? [];
    },
  };
}

/** The TAR at each FAR of the input. */
function tarsOf(input: VerificationInput, convention: Convention): readonly Counted[] {
  const { tarAtFar, why } = convention;
  return TAR.compute(input, convention).map((row, i) => ({
    row,
    numbers: [row.value, row.achieved, row.hits],
    why: () => {
      if (tarAtFar === undefined) return noteOf(row);
      const far = input.fars[i]!;
      const own = tarAtFar(input, far);
      if (Number.isNaN(own.tar)) return own.notes ?? noteOf(row);
      return why?.tarAtFar?.(input, own, lowestAtMost(input.sweep, far)) ?? [];
    },
  }));
}

function eerOf(input: VerificationInput, convention: Convention): Counted {
  const row = EER.compute(input, convention)[0]!;
  const { eer, why } = convention;
  return {
    row,
    numbers: [row.value, row.low, row.high],
    why: () => {
      if (Number.isNaN(row.value) || eer === undefined) return noteOf(row);
      return why?.eer?.(input, eer(input), equalErrorRate(input.sweep)) ?? [];
    },
  };
}

function aucOf(input: VerificationInput, convention: Convention): Counted {
  const row = AUC.compute(input, convention)[0]!;
  const { auc } = convention;
  return { row, numbers: [row.value], why: () => auc?.(input).notes ?? noteOf(row) };
}

function noteOf({ note }: MetricRow): readonly string[] {
  return note === undefined ? [] : [note];
}
