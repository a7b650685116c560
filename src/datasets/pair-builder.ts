import { createHash } from 'node:crypto';
import type { Position } from '../errors.js';
import type { PairProtocol } from '../types.js';

const NAMED = 3;

/** Collects comparisons in the order of a protocol's file and gives them back in columns. */
export interface PairBuilder {
  /** Adds one comparison; pictures are known by their id, persons by name where the protocol says them. */
  add(pair: {
    readonly left: string;
    readonly right: string;
    readonly genuine: boolean;
    readonly fold: number;
    readonly leftPerson?: string | undefined;
    readonly rightPerson?: string | undefined;
    readonly position: Position;
  }): void;
  /** The protocol, and remarks on comparisons that stand twice or compare a picture with itself. */
  build(
    about: Pick<PairProtocol, 'name' | 'testFolds'> & { readonly digests: readonly string[] },
  ): { readonly protocol: PairProtocol; readonly warnings: readonly string[] };
}

export function pairBuilder(): PairBuilder {
  // Maps, not objects: a person may be called __proto__.
  const images = new Map<string, number>();
  const persons = new Map<string, number>();
  const identity: number[] = [];
  const [left, right, genuine, fold]: [number[], number[], number[], number[]] = [[], [], [], []];
  const seen = new Map<string, Position>();
  const repeated: string[] = [];
  const own: string[] = [];
  const imageOf = (id: string, person: string | undefined): number => {
    let index = images.get(id);
    if (index === undefined) {
      index = images.size;
      images.set(id, index);
      identity.push(-1);
    }
    if (person !== undefined) {
      if (!persons.has(person)) persons.set(person, persons.size);
      identity[index] = persons.get(person)!;
    }
    return index;
  };
  return {
    add: (pair) => {
      const a = imageOf(pair.left, pair.leftPerson);
      const b = imageOf(pair.right, pair.rightPerson);
      const place = `${pair.position.file}:${pair.position.line}`;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const before = seen.get(key);
      if (a === b) own.push(place);
      else if (before !== undefined) repeated.push(`${place} (as line ${before.line})`);
      else seen.set(key, pair.position);
      left.push(a);
      right.push(b);
      genuine.push(pair.genuine ? 1 : 0);
      fold.push(pair.fold);
    },
    build: ({ name, testFolds, digests }) => ({
      protocol: {
        kind: 'pairs',
        name,
        images: [...images.keys()],
        left: Uint32Array.from(left),
        right: Uint32Array.from(right),
        genuine: Uint8Array.from(genuine),
        fold: Uint16Array.from(fold),
        testFolds,
        identity: Int32Array.from(identity),
        identities: [...persons.keys()],
        digest:
          digests.length === 1
            ? digests[0]!
            : createHash('sha256').update(digests.join('\n')).digest('hex'),
      },
      warnings: [
        ...remark(repeated, 'stand twice in the protocol'),
        ...remark(own, 'compare a picture with itself'),
      ],
    }),
  };
}

function remark(places: readonly string[], what: string): string[] {
  if (places.length === 0) return [];
  const more = places.length > NAMED ? `, and ${places.length - NAMED} more` : '';
  return [`${places.length} comparisons ${what}: ${places.slice(0, NAMED).join(', ')}${more}`];
}
