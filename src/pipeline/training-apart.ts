import { EXIT, UserError } from '../errors.js';
import { personColumns } from '../person-columns.js';
import type { NamedScores } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { ScoreSet } from '../types.js';

/**
 * Makes sure that no comparison to be scored is among those to train on, and says where the two share persons.
 *
 * Comparisons are told by their two pictures where both name them, in whatever order; else the two are taken for the same
 * where all their labels and scores are.
 * @throws UserError E_AWARE_TRAINING (65)
 */
export function requireOtherComparisons(
  training: NamedScores & { readonly name: string },
  { named }: { readonly named: NamedScores },
  talk: Talk,
): void {
  const shared = sharedComparisons(training, named);
  if (shared > 0) {
    throw new UserError(
      'E_AWARE_TRAINING',
      `${shared} of the comparisons to be scored are also in ${training.name}, and parameters look better on what they were found on than they are`,
      'train on others',
      EXIT.badData,
    );
  }
  const known = new Set(training.personNames);
  const persons = (named.personNames ?? []).filter((name) => known.has(name)).length;
  if (persons > 0) {
    talk.remark(
      `${persons} of the persons compared are also in ${training.name}: what was trained there may know them`,
    );
  }
}

function sharedComparisons(training: NamedScores, { scores, pictures }: NamedScores): number {
  if (training.pictures === undefined || pictures === undefined) {
    const other = training.scores;
    const same =
      other.scores.length === scores.scores.length &&
      scores.scores.every((score, k) => Object.is(score, other.scores[k])) &&
      scores.genuine.every((label, k) => label === other.genuine[k]);
    return same ? scores.scores.length : 0;
  }
  // Pictures are told by their names, and a pair of them by one number.
  const number = new Map<string, number>();
  for (const id of pictures.ids) number.set(id, number.size);
  const count = number.size;
  const keyOf = ({ ids, left, right }: typeof pictures, k: number) => {
    const [a = -1, b = -1] = [number.get(ids[left[k]!]!), number.get(ids[right[k]!]!)];
    return Math.min(a, b) < 0 ? -1 : Math.min(a, b) * count + Math.max(a, b);
  };
  const known = new Set<number>();
  for (let k = 0; k < training.scores.genuine.length; k++) known.add(keyOf(training.pictures, k));
  known.delete(-1);
  let shared = 0;
  for (let k = 0; k < scores.genuine.length; k++) if (known.has(keyOf(pictures, k))) shared++;
  return shared;
}

/** Says where persons are compared in several folds, since parameters found on the others may then know them. */
export function remarkOnSharedPersons({ persons, fold }: ScoreSet, talk: Talk): void {
  if (persons === undefined) return;
  const { left, right } = personColumns(persons);
  const home = new Int32Array(persons.count).fill(-1);
  const several = new Uint8Array(persons.count);
  for (let k = 0; k < fold.length; k++) {
    for (const person of [left[k]!, right[k]!]) {
      if (home[person] === -1) home[person] = fold[k]!;
      else if (home[person] !== fold[k]) several[person] = 1;
    }
  }
  const count = several.reduce((sum, one) => sum + one, 0);
  if (count === 0) return;
  talk.remark(
    `${count} of ${persons.count} persons are compared in several folds: what is trained on the others may know them`,
  );
}
