import type { Baseline, Check, CheckStatus, Difference, MetricRow } from '../types.js';
import { findRow, nameOf, readingOf } from './rows.js';
import { sameValue } from './same-value.js';

/**
 * One check for each row of the baseline whose metric has a margin: the run may be worse, but by less than the margin.
 *
 * By the interval of the paired difference, turned so that more is better: pass where all of it lies above -margin, fail
 * where all of it lies below, inconclusive where it holds -margin. This is the test of non-inferiority by a confidence
 * interval. A value that is missing or undefined in the run fails; a difference that does not belong to the two reports is
 * an error.
 *
 * Source: Piaggio et al., Reporting of noninferiority and equivalence randomized trials, JAMA 308 (2012).
 */
export function marginChecks(
  { rows, margins }: Pick<Baseline, 'rows' | 'margins'>,
  run: readonly MetricRow[],
  differences: readonly Difference[],
): Check[] {
  return rows.flatMap((before): Check[] => {
    const margin = margins.get(before.metric);
    if (margin === undefined) return [];
    const head = {
      name: nameOf(before),
      kind: 'margin',
      expected: readingOf(before),
      margin,
    } as const;
    const now = findRow(run, before);
    if (now === undefined) {
      return [{ ...head, status: 'fail', found: 'missing', why: 'the run has no such row' }];
    }
    const found = readingOf(now);
    if (Number.isNaN(now.value)) {
      return [{ ...head, status: 'fail', found, why: 'undefined in the run' }];
    }
    const paired = findRow(differences, before);
    const obstacle = obstacleTo(paired, before.value, now.value);
    if (paired === undefined || obstacle !== undefined) {
      return [{ ...head, status: 'error', found, why: obstacle ?? '' }];
    }
    const { difference, low, high, interval } = paired;
    return [{ ...head, found, difference, low, high, interval, ...judged(paired, margin) }];
  });
}

/** Why nothing can be read from the difference; undefined where something can. */
function obstacleTo(paired: Difference | undefined, before: number, now: number) {
  if (paired === undefined) return 'no paired difference is made of this metric';
  if (Number.isNaN(before)) return 'undefined in the baseline';
  if (!sameValue(paired.first, before)) {
    return `the scores beside the baseline give ${paired.first}: they are not those of its rows`;
  }
  if (!sameValue(paired.second, now)) {
    return `the scores of the run give ${paired.second}: they are not those of its report`;
  }
  return undefined;
}

function judged(
  { better, low, high, note }: Difference,
  margin: number,
): { readonly status: CheckStatus; readonly why: string } {
  const [least, most] = better === 'higher' ? [low, high] : [-high, -low];
  if (least > -margin) return { status: 'pass', why: 'not worse by the margin' };
  if (most < -margin) return { status: 'fail', why: 'worse by more than the margin' };
  const why = Number.isNaN(least + most)
    ? (note ?? 'the interval is undefined')
    : 'the interval holds the margin: too few persons to tell';
  return { status: 'inconclusive', why };
}
