import type { Lists, ListSteps } from './list-steps.js';

/** Answers the first `count` of what the lists ask. */
export type DecideScores = (count: number) => void;

/** Places of a list that keeps `keep`: lists are cut to what may still be wanted, when they are full. */
export function placesFor(keep: number): number {
  return 4 * keep + 48;
}

/**
 * The best keys of many lists, from values that are known only to within an error.
 *
 * Whatever might still be among the best `keep` of its list is held; the rest is dropped as soon as the list is full. The
 * `keep`-th greatest of what keys score at least proves that no key is wanted that scores less at most. Where too many are that
 * close, true scores decide: of the best by their values first, of all in the end, so the memory is bounded whatever is offered.
 */
export class Shortlists {
  private errors: Float32Array;

  /**
   * @param floor of each list: below it a value need not be offered; starts at -Infinity, and rises as long as errors are the same
   * @param lists are emptied
   * @param keep how many of each list are wanted, at least 1; there are places for twice as many
   */
  constructor(
    private readonly floor: Float32Array,
    private readonly lists: Lists,
    private readonly steps: ListSteps,
    private readonly keep: number,
    private readonly decideScores: DecideScores,
  ) {
    floor.fill(-Infinity);
    lists.held.fill(0);
    lists.decided.fill(0);
    lists.proven.fill(-Infinity);
    lists.errors.fill(0);
    this.errors = lists.errors;
  }

  /** From here on a value of each list lies within `errors` of its true score, one rounding of the floor included. */
  expect(errors: Float32Array): void {
    const { floor, lists } = this;
    this.errors = errors;
    for (let list = 0; list < floor.length; list++) {
      if (errors[list]! > lists.errors[list]!) lists.errors[list] = errors[list]!;
      floor[list] = lists.proven[list]! - errors[list]!;
    }
  }

  /** Takes it that as many keys of each list as are kept have values from `values` on, now or when they are offered. */
  rise(values: Float32Array): void {
    const { floor, lists, errors } = this;
    for (let list = 0; list < floor.length; list++) {
      const least = values[list]! - errors[list]!;
      if (least > lists.proven[list]!) lists.proven[list] = least;
      floor[list] = lists.proven[list]! - errors[list]!;
    }
  }

  /** Takes `key`, once, with a value. */
  offer(list: number, key: number, value: number): void {
    const { floor } = this;
    const { held, room, keys, values } = this.lists;
    if (value < floor[list]!) return;
    if (held[list] === room) {
      this.prune(list);
      if (value < floor[list]!) return;
    }
    const at = list * room + held[list]!++;
    keys[at] = key;
    values[at] = value;
  }

  /** Makes room: at least half of the list is free then. */
  prune(list: number): void {
    const { floor, lists, steps, keep } = this;
    const half = lists.room / 2;
    const end = list + 1;
    steps.drop(list, end, keep);
    if (lists.held[list]! > half) this.decide(list, end, false);
    if (lists.held[list]! > half) {
      this.decide(list, end, true);
      steps.rank(list, end, keep);
    }
    floor[list] = lists.proven[list]! - this.errors[list]!;
  }

  /**
   * Leaves of every list the best, as many as are kept, or all: they stand at its beginning, with their true scores, the greatest
   * first and equal ones by key.
   */
  finish(): void {
    const { steps, keep } = this;
    const end = this.floor.length;
    steps.drop(0, end, keep);
    this.decide(0, end, false);
    this.decide(0, end, true);
    steps.rank(0, end, keep);
  }

  /** Has true scores for the values of some lists, the best of them or all, and drops what they prove to be unwanted. */
  private decide(first: number, end: number, all: boolean): void {
    const { steps, keep } = this;
    const count = steps.ask(first, end, all);
    if (count > 0) this.decideScores(count);
    steps.answer(first, end, keep);
  }
}
