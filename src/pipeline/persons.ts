import type { ComparedPersons, PairProtocol } from '../types.js';

/**
 * Who is compared in every comparison of `protocol`.
 *
 * Where the protocol does not name the person of every picture, persons are inferred: pictures joined by a chain of
 * genuine comparisons show one person, all others are taken to show different ones. A person whose pictures are never
 * compared with each other then counts as several, and intervals can come out too narrow.
 */
export function personsOf(protocol: PairProtocol): ComparedPersons {
  const { left, right, identity, identities } = protocol;
  const named = identity.every((person) => person >= 0);
  const person = named ? identity : joinedByGenuine(protocol);
  return {
    left: Uint32Array.from(left, (image) => person[image]!),
    right: Uint32Array.from(right, (image) => person[image]!),
    count: named ? identities.length : person.reduce((most, one) => Math.max(most, one + 1), 0),
    inferred: !named,
  };
}

/** The set of each picture among the sets that genuine comparisons join, numbered by first picture. */
function joinedByGenuine({ images, left, right, genuine }: PairProtocol): Int32Array {
  const parent = Int32Array.from({ length: images.length }, (_, image) => image);
  const rootOf = (image: number) => {
    let root = image;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let k = 0; k < genuine.length; k++) {
    if (genuine[k] !== 1) continue;
    const [a, b] = [rootOf(left[k]!), rootOf(right[k]!)];
    // The least picture is the root, so that numbers do not depend on the order of the comparisons.
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const number = new Map<number, number>();
  return parent.map((_, image) => {
    const root = rootOf(image);
    const known = number.get(root) ?? number.size;
    number.set(root, known);
    return known;
  });
}
