import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pairBuilder } from '../../src/datasets/pair-builder.js';

interface Stated {
  readonly a: string;
  readonly b: string;
  readonly genuine: boolean;
  readonly fold?: number;
  readonly file?: string;
}

/** The protocol of `pairs`, each on a line of its own from 1. */
function build(pairs: readonly Stated[], people = false) {
  const builder = pairBuilder();
  pairs.forEach(({ a, b, genuine, fold = 0, file = 'p.txt' }, index) => {
    const image = (id: string) => builder.image(id, people ? id.split('/')[0]! : undefined);
    builder.add({ left: image(a), right: image(b), genuine, fold, file, line: index + 1 });
  });
  return builder.build({
    name: 'mine',
    digest: 'd',
    testFolds: (folds) => [...Array(folds).keys()],
  });
}

describe('a protocol', () => {
  test('holds the pictures in the order of their first mention and the comparisons in theirs', () => {
    const { protocol, warnings } = build(
      [
        { a: 'x/2', b: 'x/1', genuine: true },
        { a: 'y/1', b: 'x/2', genuine: false },
      ],
      true,
    );
    expect(protocol).toEqual({
      kind: 'pairs',
      name: 'mine',
      images: ['x/2', 'x/1', 'y/1'],
      left: Uint32Array.of(0, 2),
      right: Uint32Array.of(1, 0),
      genuine: Uint8Array.of(1, 0),
      fold: Uint16Array.of(0, 0),
      testFolds: [0],
      identity: Int32Array.of(0, 0, 1),
      identities: ['x', 'y'],
      digest: 'd',
    });
    expect(warnings).toEqual([]);
  });

  test('knows nobody where nobody is named', () => {
    const { protocol } = build([{ a: 'x/1', b: 'x/2', genuine: true }]);
    expect(protocol.identity).toEqual(Int32Array.of(-1, -1));
    expect(protocol.identities).toEqual([]);
  });

  test('takes __proto__, constructor and the like for people as any other', () => {
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const { protocol } = build(
      odd.map((name) => ({ a: `${name}/1`, b: `${name}/2`, genuine: true })),
      true,
    );
    expect(protocol.identities).toEqual(odd);
    expect(protocol.identity).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3));
  });

  test('numbers folds from 0 in the order of their numbers, not of their mention', () => {
    const folds = [10, 1, 5, 10, 999_999_999];
    const { protocol } = build(
      folds.map((fold, i) => ({ a: `${i}`, b: `${i}b`, genuine: true, fold })),
    );
    expect(protocol.fold).toEqual(Uint16Array.of(2, 0, 1, 2, 3));
    expect(protocol.testFolds).toEqual([0, 1, 2, 3]);
  });

  test('has at most 65,536 folds', () => {
    const many = Array.from({ length: 65_537 }, (_, fold) => ({
      a: 'a',
      b: `${fold}`,
      genuine: true,
      fold,
    }));
    expect(build(many.slice(1)).protocol.fold.at(-1)).toBe(65_535);
    expect(() => build(many)).toThrow(
      'E_FOLDS p.txt: 65537 folds, at most 65536 are possible; number fewer folds',
    );
  });

  test('grows past its first size without a change', () => {
    const pairs = Array.from({ length: 5000 }, (_, i) => ({
      a: `${i % 97}`,
      b: `${100 + (i % 101)}`,
      genuine: i % 3 === 0,
      fold: i % 10,
    }));
    const { protocol } = build(pairs);
    pairs.forEach(({ a, b, genuine, fold }, k) => {
      expect(protocol.images[protocol.left[k]!]).toBe(a);
      expect(protocol.images[protocol.right[k]!]).toBe(b);
      expect(protocol.genuine[k]).toBe(genuine ? 1 : 0);
      expect(protocol.fold[k]).toBe(fold);
    });
  });
});

describe('a remark', () => {
  const ab = { a: 'a', b: 'b', genuine: true };
  const ba = { a: 'b', b: 'a', genuine: true };
  test.each([
    ['nothing is odd', [ab, { a: 'a', b: 'c', genuine: false }], []],
    [
      'one comparison stands twice',
      [ab, ab],
      ['a comparison that stood before: p.txt:2 (as line 1)'],
    ],
    ['or the other way round', [ab, ba], ['a comparison that stood before: p.txt:2 (as line 1)']],
    [
      'in two files',
      [ab, { ...ba, file: 'q.txt' }],
      ['a comparison that stood before: q.txt:2 (as p.txt:1)'],
    ],
    [
      'with two labels, which cannot both be right',
      [ab, { ...ba, genuine: false }],
      ['a comparison that stood before with the other label: p.txt:2 (as line 1)'],
    ],
    [
      'a picture is compared with itself',
      [ab, { a: 'a', b: 'a', genuine: true }],
      ['a comparison of a picture with itself: p.txt:2'],
    ],
    [
      'more than three places are odd',
      [ab, ab, ba, ab, ab, ba],
      [
        '5 comparisons that stood before: p.txt:2 (as line 1), p.txt:3 (as line 1), p.txt:4 (as line 1), and 2 more',
      ],
    ],
  ] as const)('where %s', (_, pairs, expected) => {
    const { protocol, warnings } = build(pairs);
    expect(warnings).toEqual(expected);
    expect(protocol.left).toHaveLength(pairs.length);
  });

  test('counts what a plain search finds', () => {
    const id = fc.integer({ min: 0, max: 5 }).map(String);
    const pair = fc.record({ a: id, b: id, genuine: fc.boolean() });
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const counts = { own: 0, repeated: 0, contradicted: 0 };
        pairs.forEach(({ a, b, genuine }, k) => {
          if (a === b) {
            counts.own++;
            return;
          }
          const before = pairs
            .slice(0, k)
            .find((other) => (other.a === a && other.b === b) || (other.a === b && other.b === a));
          if (before === undefined) return;
          counts[before.genuine === genuine ? 'repeated' : 'contradicted']++;
        });
        const found = build(pairs).warnings;
        const count = (ending: string) => {
          const line = found.find((warning) => warning.split(': ')[0]!.endsWith(ending));
          return line === undefined ? 0 : Number(/^\d+/.exec(line)?.[0] ?? 1);
        };
        expect(count(' before')).toBe(counts.repeated);
        expect(count(' label')).toBe(counts.contradicted);
        expect(count(' itself')).toBe(counts.own);
      }),
    );
  });
});
