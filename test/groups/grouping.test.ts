import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.js';
import { groupEntries, parseAttributes, readGroups } from '../../src/groups/index.js';

const table = (column: string, values: readonly (string | number)[]) =>
  readGroups(
    [Buffer.from(['person,' + column, ...values.map((value, i) => `p${i},${value}`)].join('\n'))],
    'g.csv',
  );

/** The groups, and the name of the group of each entry. */
function grouped(
  from: ReturnType<typeof table>,
  texts: readonly string[],
  wanted: (entry: number) => boolean = () => true,
) {
  const remarks: string[] = [];
  const all = groupEntries(from, parseAttributes(texts), wanted, (text) => remarks.push(text));
  return {
    remarks,
    attributes: all.map(({ attribute, groups, of }) => ({
      attribute,
      groups,
      of: Array.from(of, (group) => groups[group] ?? null),
    })),
  };
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('nothing was thrown');
}

describe('groups of a column', () => {
  test.each([
    {
      why: 'by code unit',
      column: 'sex',
      values: ['m', 'F', 'm'],
      wish: 'sex',
      groups: ['F', 'm'],
      of: ['m', 'F', 'm'],
    },
    {
      why: 'empty is unknown',
      column: 'sex',
      values: ['m', '', 'f'],
      wish: 'sex',
      groups: ['f', 'm'],
      of: ['m', null, 'f'],
    },
    {
      why: 'numbers by size',
      column: 'level',
      values: [10, 9, 10],
      wish: 'level',
      groups: ['9', '10'],
      of: ['10', '9', '10'],
    },
    {
      why: 'an edge begins a group',
      column: 'age',
      values: [17, 18, 34, 35, 70],
      wish: 'age:18,35',
      groups: ['<18', '18-35', '>=35'],
      of: ['<18', '18-35', '18-35', '>=35', '>=35'],
    },
    {
      why: 'groups without an entry are left out',
      column: 'age',
      values: [1, 99],
      wish: 'age:18,35',
      groups: ['<18', '>=35'],
      of: ['<18', '>=35'],
    },
    {
      why: 'edges need not be whole',
      column: 'yaw',
      values: [-0.5, 0.25, ''],
      wish: 'yaw:-0.25',
      groups: ['<-0.25', '>=-0.25'],
      of: ['<-0.25', '>=-0.25', null],
    },
    {
      why: 'halves',
      column: 'age',
      values: [40, 10, 30, 20],
      wish: 'age:/2',
      groups: ['10..20', '30..40'],
      of: ['30..40', '10..20', '30..40', '10..20'],
    },
    {
      why: 'equal numbers stay together',
      column: 'age',
      values: [1, 1, 1, 2, 2, 3],
      wish: 'age:/2',
      groups: ['1', '2..3'],
      of: ['1', '1', '1', '2..3', '2..3', '2..3'],
    },
  ])('$wish: $why', ({ column, values, wish, groups, of }) => {
    expect(grouped(table(column, values), [wish]).attributes).toEqual([
      { attribute: column, groups, of },
    ]);
  });

  test('are crossed in the order of the parts, only where both are known', () => {
    const text = ['person,sex,age', 'a,F,20', 'b,M,50', 'c,F,50', 'd,,50'].join('\n');
    const both = readGroups([Buffer.from(text)], 'g.csv');
    expect(grouped(both, ['sex+age:40']).attributes).toEqual([
      {
        attribute: 'sex+age',
        groups: ['F+<40', 'F+>=40', 'M+>=40'],
        of: ['F+<40', 'M+>=40', 'F+>=40', null],
      },
    ]);
  });

  test('are those of the entries that are wanted: shares count no others', () => {
    const { attributes } = grouped(table('age', [10, 20, 30, 40, 1000]), ['age:/2'], (k) => k < 4);
    expect(attributes[0]).toMatchObject({
      groups: ['10..20', '30..40'],
      of: ['10..20', '10..20', '30..40', '30..40', null],
    });
  });

  test('of equal shares differ by no more than equal numbers force them to', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (values, shares) => {
          const { groups, of } = grouped(table('age', values), [`age:/${shares}`]).attributes[0]!;
          const sizes = groups.map((group) => of.filter((one) => one === group).length);
          expect(sizes).toHaveLength(shares);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('without a wish', () => {
  test('every column that can be groups is, and the others are passed over aloud', () => {
    const lines = Array.from({ length: 21 }, (_, i) => `p${i},${i},n${i},${i % 2},x`);
    const all = readGroups(
      [Buffer.from(['person,age,note,sex,same', ...lines].join('\n'))],
      'g.csv',
    );
    const { attributes, remarks } = grouped(all, []);
    expect(attributes.map(({ attribute }) => attribute)).toEqual(['sex']);
    expect(remarks).toEqual([
      'g.csv: "age" has 21 groups, more than 20: passed over; cut numbers with age:18,35,60 or age:/4, or name other attributes behind the file',
      'g.csv: "note" has 21 groups, more than 20: passed over; name other attributes behind the file',
      'g.csv: "same" has one group alone among what is compared: passed over; name other attributes behind the file',
    ]);
  });

  test('nothing is left where no column can be groups', () => {
    const message = messageOf(() => grouped(table('sex', ['F', 'F']), []));
    expect(message).toBe(
      'E_GROUPS_ATTRIBUTE g.csv: "sex" has one group alone among what is compared; name other attributes behind the file',
    );
  });
});

describe('a wish', () => {
  test.each([
    { wish: 'race', says: 'E_GROUPS_ATTRIBUTE g.csv has no column "race"; choose from "age"' },
    {
      wish: 'age:18',
      values: ['20', 'old'],
      says: 'E_GROUPS_ATTRIBUTE g.csv: "age" is to be cut and holds "old", no number',
    },
    { wish: 'age:18', values: ['20', '1e999'], says: 'holds "1e999", no number' },
    {
      wish: 'age',
      values: Array.from({ length: 21 }, (_, i) => i),
      says: '"age" has 21 groups, more than 20; cut numbers with age:18,35,60 or age:/4',
    },
    {
      wish: 'age:18',
      values: ['20', '30'],
      says: '"age" has one group alone among what is compared',
    },
    { wish: 'age', values: ['', ''], says: '"age" has no group among what is compared' },
  ])('$wish is refused: $says', ({ wish, values = ['1', '2'], says }) => {
    expect(messageOf(() => grouped(table('age', values), [wish]))).toContain(says);
  });

  test.each([
    [['age:'], '"age:": expected numbers in ascending order behind the colon'],
    [['age:35,18'], 'expected numbers in ascending order'],
    [['age:18,18'], 'expected numbers in ascending order'],
    [['age:1e999'], 'expected numbers in ascending order'],
    [['age:/1'], '"age:/1": expected 2 to 20 shares'],
    [['age:/21'], 'expected 2 to 20 shares'],
    [['age:/x'], 'expected numbers in ascending order'],
    [['+age'], '"" names no column'],
    [[':18'], '":18" names no column'],
    [['age', 'age:18'], '"age" is asked for twice'],
    [['age+age'], '"age+age" crosses a column with itself'],
  ])('%j is a slip of the command line', (texts, says) => {
    const message = messageOf(() => parseAttributes(texts));
    expect(message).toContain('E_GROUPS_WISH');
    expect(message).toContain(says);
  });
});
