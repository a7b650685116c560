import type { PublishedCounts } from '../datasets/dataset.js';
import type { Position } from '../errors.js';
import type { ComparedItems, ComparisonFaults } from '../protocols/index.js';
import type { Findings } from './findings.js';

/** Comparisons, with what they and their sides are called. */
export interface ShownComparisons extends ComparedItems {
  readonly noun: 'picture' | 'template';
  readonly nameOf: (item: number) => string;
  readonly place: ((comparison: number) => Position) | undefined;
}

/** Adds what is wrong or odd with the comparisons of a dataset, each with the line that states it. */
export function addComparisonFindings(
  { noun, nameOf, place, left, right, genuine, identities }: ShownComparisons,
  faults: ComparisonFaults,
  published: Partial<PublishedCounts>,
  found: Findings,
): void {
  const at = (k: number) => {
    const what = `${nameOf(left[k]!)} ${nameOf(right[k]!)}`;
    return { place: place?.(k), what };
  };
  const twice = ([k, before]: readonly [number, number]) => {
    const first = place?.(before);
    const line = first?.line === undefined ? '' : `, as line ${first.line}`;
    return { place: place?.(k), what: `${at(k).what}${line}` };
  };
  const label = (k: number) => (genuine[k] === 1 ? 'genuine' : 'impostor');
  const { folds, person, inferred } = faults;
  found.add(
    'other_label',
    'breaks',
    [
      'comparison stood before with the other label',
      'comparisons stood before with the other label',
    ],
    faults.contradicted,
    ([k, before]) => ({ ...twice([k, before]), what: `${label(k)}: ${twice([k, before]).what}` }),
  );
  found.add(
    'genuine_of_two',
    'breaks',
    ['genuine comparison of two persons', 'genuine comparisons of two persons'],
    faults.genuineOfTwo,
    at,
  );
  const ofOne = inferred
    ? `of ${noun}s that genuine comparisons say show one person`
    : 'of one person';
  found.add(
    'impostor_of_one',
    'breaks',
    [`impostor comparison ${ofOne}`, `impostor comparisons ${ofOne}`],
    faults.impostorOfOne,
    at,
  );
  found.add(
    'self_pair',
    'breaks',
    [`comparison of a ${noun} with itself`, `comparisons of a ${noun} with itself`],
    faults.self,
    at,
  );
  const firstOf = new Map<number, number>();
  for (let picture = person.length - 1; picture >= 0; picture--) {
    firstOf.set(person[picture]!, picture);
  }
  found.add(
    'straddling_person',
    published.disjoint === true ? 'breaks' : 'remark',
    ['person stands in several folds', 'persons stand in several folds'],
    faults.straddling,
    (one) => ({
      what: identities[one] ?? `whoever is on ${nameOf(firstOf.get(one)!)}`,
    }),
  );
  found.add(
    'repeated_pair',
    'remark',
    ['comparison stood before', 'comparisons stood before'],
    faults.repeated,
    twice,
  );
  if (published.folds !== undefined) return;
  const sizes = folds.map((fold) => fold.genuine + fold.impostor);
  const uneven = Math.max(...sizes) - Math.min(...sizes) > 1;
  found.add(
    'uneven_folds',
    'remark',
    ['fold', 'folds of unequal size'],
    uneven ? folds : [],
    (fold) => ({
      what: `fold ${folds.indexOf(fold)}: ${fold.genuine} genuine, ${fold.impostor} impostor`,
    }),
  );
}

/** Folds that do not hold as many comparisons as is published, in words. */
export function wrongFolds(
  { folds }: ComparisonFaults,
  published: Partial<PublishedCounts>,
): string[] {
  return (published.folds ?? []).flatMap(([genuine, impostor], f) => {
    const fold = folds[f];
    if (fold === undefined || (fold.genuine === genuine && fold.impostor === impostor)) return [];
    return [
      `fold ${f}: ${fold.genuine} genuine and ${fold.impostor} impostor comparisons, ${genuine} and ${impostor} are published`,
    ];
  });
}
