import type { BaselineRow, Check, MetricRow } from '../types.js';
import { short } from './figures.js';
import { findRow, nameOf, readingOf } from './rows.js';
import { sameValue } from './same-value.js';

/**
 * How far a threshold may move, since it is a score and scores may move that far; and a value that no count stands behind,
 * such as an area, since two scores within it may change places.
 */
const TOLERANCE = 1e-6;

/**
 * One check for each row of the baseline: it must be there in the run with equal hits and count, and a threshold within
 * 1e-6; values that no hits stand behind may differ by 1e-6 as well. A value that is undefined in both is equal.
 */
export function exactRowChecks(
  baseline: readonly BaselineRow[],
  run: readonly MetricRow[],
): Check[] {
  return baseline.map((before) => {
    const head = { name: nameOf(before), kind: 'row', expected: readingOf(before) } as const;
    const now = findRow(run, before);
    if (now === undefined) {
      return { ...head, status: 'fail', found: 'missing', why: 'the run has no such row' };
    }
    const found = readingOf(now);
    const difference = now.value - before.value;
    const compared = {
      ...head,
      found,
      ...(Number.isNaN(difference) ? {} : { difference }),
    };
    const moved = deviations(before, now);
    if (moved.length > 0) return { ...compared, status: 'fail', why: moved.join('; ') };
    const why = Number.isNaN(before.value) ? 'undefined in both' : 'equal';
    return { ...compared, status: 'pass', why };
  });
}

/** Everything in which the row is not the baseline's, in words. */
function deviations(before: BaselineRow, now: MetricRow): string[] {
  const told: string[] = [];
  if (now.hits !== before.hits) {
    told.push(`${now.hits ?? 'no number of'} hits, not ${before.hits ?? 'a value without hits'}`);
  }
  if (now.count !== before.count) told.push(`${now.count} trials, not ${before.count}`);
  const apart = Math.abs(now.value - before.value);
  const near = now.hits === undefined && before.hits === undefined && apart <= TOLERANCE;
  if (!near && !sameValue(now.value, before.value)) {
    if (Number.isNaN(now.value)) told.push('the value is undefined');
    else if (Number.isNaN(before.value)) told.push('the value was undefined');
    // Where hits moved, the value moved with them.
    else if (told.length === 0) told.push(`the value moved by ${short(now.value - before.value)}`);
  }
  const [from = NaN, to = NaN] = [before.threshold, now.threshold];
  if (!Object.is(from, to) && !(from === to || Math.abs(to - from) <= TOLERANCE)) {
    if (Number.isNaN(to)) told.push('there is no threshold');
    else if (Number.isNaN(from)) told.push('there was no threshold');
    else told.push(`the threshold moved by ${short(to - from)}`);
  }
  return told;
}
