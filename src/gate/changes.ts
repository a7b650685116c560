import type { Baseline, Reading } from '../types.js';
import { findRow, nameOf, readingOf } from './rows.js';

/** A row that an update of a baseline adds, changes or takes away. */
export interface BaselineChange {
  readonly name: string;
  /** Absent where the row is new. */
  readonly before?: Reading;
  /** Absent where the row goes. */
  readonly after?: Reading;
}

/** What becomes of the rows of a baseline when `after` takes its place, in the order of the rows; none for an equal one. */
export function baselineChanges(before: Baseline | undefined, after: Baseline): BaselineChange[] {
  const old = before?.rows ?? [];
  const kept = after.rows.flatMap((row): BaselineChange[] => {
    const was = findRow(old, row);
    const name = nameOf(row);
    if (was === undefined) return [{ name, after: readingOf(row) }];
    const same =
      was.hits === row.hits &&
      was.count === row.count &&
      Object.is(was.value, row.value) &&
      Object.is(was.threshold, row.threshold);
    return same ? [] : [{ name, before: readingOf(was), after: readingOf(row) }];
  });
  const gone = old
    .filter((row) => findRow(after.rows, row) === undefined)
    .map((row) => ({ name: nameOf(row), before: readingOf(row) }));
  return [...kept, ...gone];
}
