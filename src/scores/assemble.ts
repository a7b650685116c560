import type { Scores, ScoreSet } from '../types.js';
import type { NamedScores } from './score-file.js';

/** Columns as a file states them, before they are known to agree; entry `k` of each is comparison `k`. */
export interface ScoreColumns {
  readonly scores: Scores;
  readonly genuine: Uint8Array;
  readonly fold?: Uint16Array | undefined;
  /** 1 where the comparison is one of those that results are tested on. */
  readonly test?: Uint8Array | undefined;
  readonly quality?: Scores | undefined;
  readonly pictures?: NamedColumns | undefined;
  readonly persons?: NamedColumns | undefined;
}

export interface NamedColumns {
  readonly names: readonly string[];
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/** Makes the error for what is wrong with comparison `row`, from 0. */
export type Refuse = (
  code: `E_SCORES_${string}`,
  row: number,
  what: string,
  remedy: string,
) => Error;

/**
 * The score set that the columns state.
 *
 * Test folds are those whose comparisons have `test` 1; all, where there is no such column. Where there is no `fold`, the
 * comparisons of `test` 0 are one fold to choose on and the others one to test on. A single fold is none.
 *
 * @throws what `refuse` makes: E_SCORES_EMPTY without comparisons; E_SCORES_TEST for a fold of which only some comparisons
 *   are to be tested, and where none is; E_SCORES_PERSON where label and persons contradict each other
 */
export function assemble(columns: ScoreColumns, refuse: Refuse): NamedScores {
  const { scores, genuine, quality, pictures, persons } = columns;
  if (scores.length === 0) {
    throw refuse('E_SCORES_EMPTY', 0, 'the file holds no comparison', 'check that it is whole');
  }
  if (persons !== undefined) requireAgreement(genuine, persons, refuse);
  const set: ScoreSet = {
    scores,
    genuine,
    ...(quality === undefined ? {} : { quality }),
    ...foldsOf(columns, refuse),
    ...(persons === undefined
      ? {}
      : {
          persons: {
            left: persons.left,
            right: persons.right,
            count: persons.names.length,
            inferred: false,
          },
        }),
  };
  return {
    scores: set,
    ...(pictures === undefined
      ? {}
      : { pictures: { ids: pictures.names, left: pictures.left, right: pictures.right } }),
    ...(persons === undefined ? {} : { personNames: persons.names }),
  };
}

function requireAgreement(genuine: Uint8Array, persons: NamedColumns, refuse: Refuse): void {
  const { names, left, right } = persons;
  for (let k = 0; k < genuine.length; k++) {
    if ((left[k] === right[k]) === (genuine[k] === 1)) continue;
    const [a, b] = [JSON.stringify(names[left[k]!]), JSON.stringify(names[right[k]!])];
    throw refuse(
      'E_SCORES_PERSON',
      k,
      genuine[k] === 1
        ? `a genuine comparison of ${a} with ${b}`
        : `an impostor comparison of ${a} with themselves`,
      'correct the label or the persons',
    );
  }
}

function foldsOf(
  { scores, fold, test }: ScoreColumns,
  refuse: Refuse,
): Pick<ScoreSet, 'fold' | 'testFolds'> {
  const none = { fold: new Uint16Array(scores.length), testFolds: [] };
  const stated = fold ?? (test === undefined ? undefined : Uint16Array.from(test));
  if (stated === undefined) return none;
  /** For each fold: 0 where it was not seen, 1 where it is to choose on, 2 where it is to test on. */
  const seen = new Uint8Array(0x10000);
  for (let k = 0; k < stated.length; k++) {
    const role = test?.[k] === 0 ? 1 : 2;
    const before = seen[stated[k]!]!;
    if (before !== 0 && before !== role) {
      throw refuse(
        'E_SCORES_TEST',
        k,
        `of fold ${stated[k]!} some comparisons have test 1, others 0`,
        'give all comparisons of a fold the same',
      );
    }
    seen[stated[k]!] = role;
  }
  const folds = [...seen.keys()].filter((number) => seen[number] !== 0);
  const testFolds = folds.filter((number) => seen[number] === 2);
  if (testFolds.length === 0) {
    throw refuse('E_SCORES_TEST', 0, 'no comparison has test 1', 'mark those to be tested');
  }
  return folds.length === 1 ? none : { fold: stated, testFolds };
}
