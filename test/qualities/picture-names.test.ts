import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { qualitiesOf, readQualities } from '../../src/qualities/index.js';

/** The quality of each picture, where the k-th entry, from 1, has quality k. */
function join(ids: readonly string[], entries: readonly string[], wanted?: readonly string[]) {
  const text = ['path,quality', ...entries.map((entry, i) => `"${entry}",${i + 1}`)].join('\n');
  const table = readQualities([Buffer.from(text)], 'q.csv');
  return [...qualitiesOf(ids, table, (i) => wanted === undefined || wanted.includes(ids[i]!))];
}

describe('pictures are found', () => {
  test.each([
    {
      why: 'by their names',
      ids: ['a/1.jpg', 'b/1.jpg'],
      entries: ['b/1.jpg', 'a/1.jpg'],
      found: [2, 1],
    },
    {
      why: 'below a folder of another machine',
      ids: ['a/1.jpg', 'b/1.jpg'],
      entries: ['/data/lfw/b/1.jpg', '/data/lfw/a/1.jpg'],
      found: [2, 1],
    },
    {
      why: 'behind backslashes and a drive',
      ids: ['a/1.jpg'],
      entries: ['C:\\lfw\\a\\1.jpg', 'C:\\lfw\\a\\2.jpg'],
      found: [1],
    },
    {
      why: 'behind ./ and ../',
      ids: ['a/1.jpg', 'a/2.jpg'],
      entries: ['./a/1.jpg', '../../a/2.jpg'],
      found: [1, 2],
    },
    {
      why: 'by bare file names',
      ids: ['Ada/Ada_1.jpg', 'Ben/Ben_1.jpg'],
      entries: ['Ben_1.jpg', 'Ada_1.jpg'],
      found: [2, 1],
    },
    {
      why: 'where all lie in one folder there and in many here, as in the lists of CR-FIQA',
      ids: ['Ada/Ada_1.jpg', 'Ben/Ben_1.jpg'],
      entries: ['XQLFW/images/Ben_1.jpg', 'XQLFW/images/Ada_1.jpg'],
      found: [2, 1],
    },
    {
      why: 'where all lie below another folder here',
      ids: ['pics/a/1.jpg', 'pics/b/1.jpg'],
      entries: ['/x/faces/b/1.jpg', '/x/faces/a/1.jpg'],
      found: [2, 1],
    },
    {
      why: 'without extensions',
      ids: ['a/1.png', 'a/2.png'],
      entries: ['a/2', '/x/a/1'],
      found: [2, 1],
    },
    {
      why: 'with other extensions',
      ids: ['a/1.png', 'a/2.png'],
      entries: ['a/2.JPG', 'a/1.jpeg'],
      found: [2, 1],
    },
    {
      why: 'where a dot belongs to the name',
      ids: ['J._F._K/J._F._K_1'],
      entries: ['J._F._K_1.jpg', 'J._F.jpg'],
      found: [1],
    },
    {
      why: 'by the longest name',
      ids: ['a/1.jpg', '1.jpg'],
      entries: ['/x/a/1.jpg', '/x/1.jpg'],
      found: [1, 2],
    },
    {
      why: 'by the longest entry',
      ids: ['x/a/1.jpg', 'y/b/1.jpg'],
      entries: ['a/1.jpg', 'b/1.jpg'],
      found: [1, 2],
    },
    { why: 'exactly before all', ids: ['a/1.jpg'], entries: ['/x/a/1.jpg', 'a/1.jpg'], found: [2] },
    {
      why: 'only at slashes',
      ids: ['a/1.jpg', 'c/2.jpg'],
      entries: ['ba/1.jpg', 'c/22.jpg', 'c/2.jpg'],
      found: [NaN, 3],
    },
    {
      why: 'not where they are not',
      ids: ['a/1.jpg', 'b/1.jpg'],
      entries: ['q/c/1.jpg', 'q/d/1.jpg'],
      found: [NaN, NaN],
    },
    {
      why: 'in no letters but their own',
      ids: ['a/1.jpg', 'a/2.jpg'],
      entries: ['A/1.jpg', 'a/2.jpg'],
      found: [NaN, 2],
    },
    {
      why: 'whatever their names do to objects',
      ids: ['__proto__', 'constructor'],
      entries: ['constructor', '__proto__'],
      found: [2, 1],
    },
  ])('$why', ({ ids, entries, found }) => {
    expect(join(ids, entries)).toEqual(found);
  });
});

describe('what fits several is refused', () => {
  test.each([
    {
      why: 'one bare name for two pictures',
      ids: ['a/1.jpg', 'b/1.jpg'],
      entries: ['1.jpg'],
      says: 'q.csv:2:1: "1.jpg" may be "a/1.jpg" and other pictures as well',
    },
    {
      why: 'two entries that end in the name',
      ids: ['a/1.jpg'],
      entries: ['x/a/1.jpg', 'y/a/1.jpg'],
      says: 'q.csv:3:1: "y/a/1.jpg" may be "a/1.jpg", and so may "x/a/1.jpg" in line 2',
    },
    {
      why: 'one stem with two extensions',
      ids: ['a/1'],
      entries: ['a/1.jpg', 'a/1.png'],
      says: 'q.csv:3:1: "a/1.png" may be "a/1", and so may "a/1.jpg" in line 2',
    },
  ])('$why', ({ ids, entries, says }) => {
    expect(() => join(ids, entries)).toThrow(`E_QUALITY_AMBIGUOUS ${says}`);
  });

  test('but not for pictures that are not compared', () => {
    expect(join(['a/1.jpg', 'b/1.jpg', 'c/2.jpg'], ['1.jpg', '2.jpg'], ['c/2.jpg'])).toEqual([
      NaN,
      NaN,
      2,
    ]);
  });

  test('nor where both say the same', () => {
    const table = readQualities([Buffer.from('x/a/1.jpg 7\ny/a/1.jpg 7\n')], 'q.txt');
    expect([...qualitiesOf(['a/1.jpg'], table, () => true)]).toEqual([7]);
  });
});

const part = fc.constantFrom('a', 'b', 'c');
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

test('a quality that is given is that of the name itself, or of names of which one ends in the other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(path, { minLength: 2 }),
      fc.uniqueArray(path, { minLength: 2 }),
      (ids, entries) => {
        let found: number[];
        try {
          found = join(ids, entries);
        } catch (error) {
          expect(String(error)).toContain('E_QUALITY_AMBIGUOUS q.csv:');
          return;
        }
        const [ownFolder, itsFolder] = [commonFolder(ids), commonFolder(entries)];
        found.forEach((value, i) => {
          const id = ids[i]!;
          if (entries.includes(id)) expect(value).toBe(entries.indexOf(id) + 1);
          if (Number.isNaN(value)) return;
          const entry = entries[value - 1]!;
          expect(fits(id, entry) || fits(id.slice(ownFolder), entry.slice(itsFolder))).toBe(true);
        });
      },
    ),
    { numRuns: 1000 },
  );
});

function fits(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** Length of the folders that all paths have in common, by trying them all. */
function commonFolder(paths: readonly string[]): number {
  const [first] = paths as [string];
  for (let length = first.length; length > 0; length--) {
    if (first[length - 1] !== '/') continue;
    if (paths.every((one) => one.startsWith(first.slice(0, length)))) return length;
  }
  return 0;
}
