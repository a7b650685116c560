import type { PublishedCounts } from '../datasets/dataset.js';
import type { ComparisonFaults } from '../protocols/index.js';
import type { LoadedDataset } from '../types.js';
import type { Findings } from './findings.js';

/** Adds what is wrong or odd with the comparisons of a dataset, each with the line that states it. */
export function addComparisonFindings(
  { protocol, place }: LoadedDataset,
  faults: ComparisonFaults,
  published: Partial<PublishedCounts>,
  found: Findings,
): void {
  const { images, left, right, genuine, identities } = protocol;
  const at = (k: number) => {
    const what = `${images[left[k]!]!} ${images[right[k]!]!}`;
    return { place: place?.(k), what };
  };
  const twice = ([k, before]: readonly [number, number]) => {
    const first = place?.(before);
    const line = first?.line === undefined ? '' : `, as line ${first.line}`;
    return { place: place?.(k), what: `${at(k).what}${line}` };
  };
  const label = (k: number) => (genuine[k] === 1 ? 'genuine' : 'impostor');
  const { folds, person, inferred } = faults;
  addCounts(faults, published, found);
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
    ? 'of pictures that genuine comparisons say show one person'
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
    ['comparison of a picture with itself', 'comparisons of a picture with itself'],
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
      what: identities[one] ?? `whoever is on ${images[firstOf.get(one)!]!}`,
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

function addCounts(
  { folds }: ComparisonFaults,
  published: Partial<PublishedCounts>,
  found: Findings,
): void {
  const wrong: string[] = [];
  for (const kind of ['genuine', 'impostor'] as const) {
    const count = folds.reduce((sum, fold) => sum + fold[kind], 0);
    const expected = published[kind];
    if (expected !== undefined && count !== expected) {
      wrong.push(`${count} ${kind} comparisons, ${expected} are published`);
    }
  }
  if (published.folds !== undefined) {
    if (folds.length !== published.folds.length) {
      wrong.push(`${folds.length} folds, ${published.folds.length} are published`);
    }
    for (const [f, [genuine, impostor]] of published.folds.entries()) {
      const fold = folds[f];
      if (fold === undefined || (fold.genuine === genuine && fold.impostor === impostor)) continue;
      wrong.push(
        `fold ${f}: ${fold.genuine} genuine and ${fold.impostor} impostor comparisons, ${genuine} and ${impostor} are published`,
      );
    }
  }
  found.add(
    'count',
    'breaks',
    ['count is not the published one', 'counts are not the published ones'],
    wrong,
    (what) => ({ what }),
  );
}
