import type { IndexColumn } from '../types.js';
/** Comparisons of pictures or of templates, both called items here: comparison `k` is item `left[k]` against item `right[k]`. */
export interface ComparedItems {
  readonly items: number;
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  /** 1 where both items show one person, else 0. */
  readonly genuine: Uint8Array;
  /** Absent where the protocol has no folds. */
  readonly fold?: Uint16Array;
  /** Person of each item as an index into `identities`, or -1 where the protocol does not say. */
  readonly identity: Int32Array;
  readonly identities: readonly string[];
}

/** What is wrong or odd with the comparisons of a protocol: numbers of comparisons, ascending. */
export interface ComparisonFaults {
  /** An item with itself. */
  readonly self: Uint32Array;
  /** The same two items before, in either order, with the same label: each with the first such comparison. */
  readonly repeated: readonly (readonly [number, number])[];
  /** The same with the other label. */
  readonly contradicted: readonly (readonly [number, number])[];
  /** Genuine, of two persons that are named. */
  readonly genuineOfTwo: Uint32Array;
  /** Impostor, of one person: by name, or because genuine comparisons say that both items show the same one. */
  readonly impostorOfOne: Uint32Array;
  /** Genuine and impostor comparisons of each fold. */
  readonly folds: readonly { readonly genuine: number; readonly impostor: number }[];
  /** Persons that stand in more than one fold, as numbers in `person`, ascending. */
  readonly straddling: Uint32Array;
  /** Person of each item: as named, or else as genuine comparisons tell. */
  readonly person: Uint32Array;
  readonly persons: number;
  /** Whether the protocol names no person of any item. */
  readonly inferred: boolean;
}

/** See {@link ComparisonFaults}. Of 15 million comparisons too: in columns, with one sort. */
export function comparisonFaults(compared: ComparedItems): ComparisonFaults {
  const { left, right, genuine, fold, identity } = compared;
  const named = identity.some((person) => person >= 0);
  const { person, persons } = personsOf(compared, named);
  const count = left.length;
  const self: number[] = [];
  const genuineOfTwo: number[] = [];
  const impostorOfOne: number[] = [];
  const folds: { genuine: number; impostor: number }[] = [];
  const foldOf = new Int32Array(persons).fill(-1);
  const straddles = new Uint8Array(persons);
  for (let k = 0; k < count; k++) {
    const [a, b, f] = [left[k]!, right[k]!, fold?.[k] ?? 0];
    const mated = genuine[k] === 1;
    if (a === b) self.push(k);
    const same = person[a] === person[b];
    if (mated && !same) genuineOfTwo.push(k);
    if (!mated && same && a !== b) impostorOfOne.push(k);
    while (folds.length <= f) folds.push({ genuine: 0, impostor: 0 });
    folds[f]![mated ? 'genuine' : 'impostor']++;
    for (const item of [a, b]) {
      const one = person[item]!;
      if (foldOf[one]! < 0) foldOf[one] = f;
      else if (foldOf[one] !== f) straddles[one] = 1;
    }
  }
  const straddling = Uint32Array.from(straddles.keys()).filter((one) => straddles[one] === 1);
  return {
    self: Uint32Array.from(self),
    ...twice(compared),
    genuineOfTwo: Uint32Array.from(genuineOfTwo),
    impostorOfOne: Uint32Array.from(impostorOfOne),
    folds,
    straddling,
    person,
    persons,
    inferred: !named,
  };
}

/** Named persons, each other item a person of its own; without any name those that genuine comparisons join. */
function personsOf(
  { items, left, right, genuine, identity, identities }: ComparedItems,
  named: boolean,
): { person: Uint32Array; persons: number } {
  if (named) {
    let persons = identities.length;
    return { person: Uint32Array.from(identity, (one) => (one < 0 ? persons++ : one)), persons };
  }
  const parent = new Uint32Array(items).map((_, item) => item);
  const rootOf = (item: number) => {
    let root = item;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let k = 0; k < genuine.length; k++) {
    if (genuine[k] !== 1) continue;
    const [a, b] = [rootOf(left[k]!), rootOf(right[k]!)];
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const number = new Int32Array(items).fill(-1);
  let persons = 0;
  const person = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    const root = rootOf(item);
    if (number[root]! < 0) number[root] = persons++;
    person[item] = number[root]!;
  }
  return { person, persons };
}

function twice({
  items,
  left,
  right,
  genuine,
}: ComparedItems): Pick<ComparisonFaults, 'repeated' | 'contradicted'> {
  const keys = new Float64Array(left.length);
  for (let k = 0; k < keys.length; k++) {
    const [a, b] = [left[k]!, right[k]!];
    keys[k] = Math.min(a, b) * items + Math.max(a, b);
  }
  const sorted = keys.toSorted();
  const several = new Set<number>();
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) several.add(sorted[i]!);
  }
  const repeated: [number, number][] = [];
  const contradicted: [number, number][] = [];
  if (several.size === 0) return { repeated, contradicted };
  const first = new Map<number, number>();
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k]!;
    if (!several.has(key)) continue;
    const before = first.get(key);
    if (before === undefined) first.set(key, k);
    else (genuine[k] === genuine[before] ? repeated : contradicted).push([k, before]);
  }
  return { repeated, contradicted };
}
