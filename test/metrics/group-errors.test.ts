import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cellOf, groupCells } from '../../src/metrics/group-cells.js';
import { differenceByChance, personErrors } from '../../src/metrics/group-chance.js';
import { groupErrors } from '../../src/metrics/group-errors.js';
import { groupCurves } from '../../src/metrics/group-curves.js';
import { groupRows } from '../../src/metrics/group-rows.js';
import { verificationInput } from '../../src/metrics/index.js';
import type { ComparedGroups, ScoreSet } from '../../src/types.js';

interface Comparison {
  readonly left: number;
  readonly right: number;
  readonly score: number;
}

/** Comparisons of pictures: picture p shows person p >> 1. */
function setOf(comparisons: readonly Comparison[], persons: number): ScoreSet {
  const person = (side: 'left' | 'right') => Uint32Array.from(comparisons, (one) => one[side] >> 1);
  return {
    scores: Float64Array.from(comparisons, ({ score }) => score),
    genuine: Uint8Array.from(comparisons, ({ left, right }) => Number(left >> 1 === right >> 1)),
    fold: new Uint16Array(comparisons.length),
    testFolds: [],
    persons: { left: person('left'), right: person('right'), count: persons, inferred: false },
  };
}

function groupsOf(
  comparisons: readonly Comparison[],
  groups: readonly string[],
  of: readonly number[],
): ComparedGroups {
  const side = (name: 'left' | 'right') => Uint32Array.from(comparisons, (one) => one[name]);
  return {
    attribute: 'g',
    groups,
    of: Int16Array.from(of),
    left: side('left'),
    right: side('right'),
  };
}

const PERSONS = 8;
const comparison = fc.record({
  left: fc.nat(2 * PERSONS - 1),
  right: fc.nat(2 * PERSONS - 1),
  score: fc.integer({ min: -8, max: 8 }).map((eighths) => eighths / 8),
});
const comparisons = fc.array(comparison, { minLength: 1, maxLength: 60 });
const grouping = fc.array(fc.integer({ min: -1, max: 2 }), {
  minLength: 2 * PERSONS,
  maxLength: 2 * PERSONS,
});
const NAMES = ['a', 'b', 'c'];

describe('cells of two groups', () => {
  test('are numbered line by line, whichever side is which', () => {
    expect([cellOf(0, 0, 3), cellOf(0, 1, 3), cellOf(0, 2, 3)]).toEqual([0, 1, 2]);
    expect([cellOf(1, 1, 3), cellOf(2, 1, 3), cellOf(2, 2, 3)]).toEqual([3, 4, 5]);
    const { cells } = groupCells(groupsOf([], NAMES, []), () => true);
    expect(cells.map(({ first, second }) => cellOf(first, second, 3))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('hold every counted comparison of known groups once', () => {
    fc.assert(
      fc.property(comparisons, grouping, fc.nat(3), (list, of, out) => {
        const counted = (k: number) => k % 4 !== out;
        const { cells, members, unknown } = groupCells(groupsOf(list, NAMES, of), counted);
        const known = list.flatMap(({ left, right }, k) =>
          counted(k) && of[left]! >= 0 && of[right]! >= 0 ? [k] : [],
        );
        expect(members.flatMap((some) => [...some]).sort((a, b) => a - b)).toEqual(known);
        expect(unknown).toBe(list.filter((_, k) => counted(k)).length - known.length);
        members.forEach((some, i) => {
          for (const k of some) {
            const sides = [of[list[k]!.left]!, of[list[k]!.right]!].sort();
            expect(sides).toEqual([cells[i]!.first, cells[i]!.second]);
          }
        });
      }),
    );
  });
});

describe('errors of groups', () => {
  /** Ada and Ben of group a, Cyd and Dan of group b, two pictures each. */
  const list: Comparison[] = [
    { left: 0, right: 1, score: 0.9 },
    { left: 2, right: 3, score: 0.2 },
    { left: 4, right: 5, score: 0.8 },
    { left: 6, right: 7, score: 0.7 },
    { left: 0, right: 2, score: 0.6 },
    { left: 1, right: 3, score: 0.1 },
    { left: 4, right: 6, score: 0.3 },
    { left: 0, right: 4, score: 0.0 },
  ];
  const input = verificationInput(setOf(list, 4));
  const groups = groupsOf(list, ['a', 'b'], [0, 0, 0, 0, 1, 1, 1, 1]);

  test('are counted at the one threshold of all comparisons', () => {
    const { judged } = groupErrors(input, groups, [0.25]);
    const [{ point, within, cells }] = judged as [(typeof judged)[number]];
    // One of four impostors may pass: the lowest score that lets no second one through is 0.6.
    expect([point.threshold, point.fmr]).toEqual([0.6, 0.25]);
    const counts = within.map(({ persons, rates }) => [
      persons,
      rates.falseNonMatches,
      rates.genuine,
      rates.falseMatches,
      rates.impostor,
    ]);
    expect(counts).toEqual([
      [2, 1, 2, 1, 2],
      [2, 0, 2, 0, 1],
    ]);
    expect(cells[1]!.rates).toMatchObject({
      genuine: 0,
      impostor: 1,
      falseMatches: 0,
      fmr: { value: 0 },
    });
    expect(cells[1]!.rates.fnmr.value).toBeNaN();
  });

  test('are rows with their counts, and a reason where there is nothing', () => {
    const rows = groupRows(groupErrors(input, groups, [0.25]), 0.25);
    expect(rows.map(({ metric, value, hits, count }) => [metric, value, hits, count])).toEqual([
      ['group_fnmr@fmr=2.5e-1:g=a', 0.5, 1, 2],
      ['group_fmr@fmr=2.5e-1:g=a', 0.5, 1, 2],
      ['group_fnmr@fmr=2.5e-1:g=b', 0, 0, 2],
      ['group_fmr@fmr=2.5e-1:g=b', 0, 0, 1],
      ['group_fdr@fmr=2.5e-1:g', 0.5, undefined, 2],
      ['group_ir@fmr=2.5e-1:g', NaN, undefined, 0],
      ['group_garbe@fmr=2.5e-1:g', 1, undefined, 2],
      // Of six ways to choose two persons of four, each has the erring one in some group.
      ['group_fnmr_p@fmr=2.5e-1:g', 1, undefined, 4],
    ]);
    expect(rows[0]!.note).toBe('fewer than 30 errors; decided by 1 of 4 impostors');
    expect(rows[0]!).toMatchObject({ threshold: 0.6, achieved: 0.25 });
    expect(rows[5]!.note).toContain('undefined: the least FMR and FNMR is 0');
  });

  test('are undefined without impostors, and without comparisons of a class', () => {
    const genuine = list.slice(0, 4);
    const alone = groupErrors(
      verificationInput(setOf(genuine, 4)),
      groupsOf(genuine, ['a', 'b'], [0, 0, 0, 0, 1, 1, 1, 1]),
      [0.25],
    );
    for (const { value, note } of groupRows(alone, 0.25)) {
      expect(value).toBeNaN();
      expect(note).toMatch(/^undefined: /);
    }
    for (const { columns } of groupCurves(alone, [0.25])) {
      for (const name of ['fnmr', 'fmr', 'fdr', 'fnmr_p']) {
        if (columns[name] !== undefined) expect(columns[name][0]).toBeNaN();
      }
    }
  });

  test('leave a group out of the spread that lacks a class, and say so', () => {
    const of = [0, 0, 0, 0, 1, 1, 2, 2];
    const rows = groupRows(groupErrors(input, groupsOf(list, ['a', 'b', 'c'], of), [0.25]), 0.25);
    const find = (name: string) => rows.find(({ metric }) => metric === name)!;
    expect(find('group_fmr@fmr=2.5e-1:g=c').note).toContain(
      'no impostor comparisons within the group',
    );
    expect(find('group_fdr@fmr=2.5e-1:g').note).toContain(
      'fewer than two groups with comparisons of both classes',
    );
  });

  test('add up to those of all comparisons', () => {
    fc.assert(
      fc.property(comparisons, grouping, (drawn, of) => {
        const everywhere = of.map((group) => Math.max(0, group));
        const all = verificationInput(setOf(drawn, PERSONS));
        const { judged } = groupErrors(all, groupsOf(drawn, NAMES, everywhere), [0.2]);
        const [{ point, cells }] = judged as [(typeof judged)[number]];
        if (Number.isNaN(point.threshold)) return;
        const total = (name: 'genuine' | 'impostor' | 'falseNonMatches' | 'falseMatches') =>
          cells.reduce((sum, { rates }) => sum + rates[name], 0);
        expect(total('genuine')).toBe(point.genuineTotal);
        expect(total('impostor')).toBe(point.impostorTotal);
        expect(total('falseNonMatches')).toBe(point.genuineTotal - point.genuineAccepted);
        expect(total('falseMatches')).toBe(point.impostorAccepted);
      }),
      { numRuns: 50 },
    );
  });

  test('of one group of everybody are those of a report without groups', () => {
    const one = groupErrors(input, groupsOf(list, ['all'], new Array<number>(8).fill(0)), [0.25]);
    const [{ point, within }] = one.judged as [(typeof one.judged)[number]];
    expect(within[0]!.rates.fnmr.value).toBe(1 - point.tar);
    expect(within[0]!.rates.fmr.value).toBe(point.fmr);
  });
});

describe('the p of a difference between groups', () => {
  const persons = (group: readonly number[], errors: readonly number[], count = 4) => ({
    group: Uint16Array.from(group),
    count: new Float64Array(group.length).fill(count),
    errors: Float64Array.from(errors),
  });

  test('is the share of all ways to draw the groups, as far as draws can tell', () => {
    // Five and five persons, all errors in the first group: of 252 ways 2 are as far apart.
    const { p } = differenceByChance(
      persons([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [4, 4, 4, 4, 4, 0, 0, 0, 0, 0]),
      2,
      1,
    );
    expect(p).toBeGreaterThan(0.0005);
    expect(p).toBeLessThan(0.02);
  });

  test('does not depend on how the groups are numbered', () => {
    const group = [0, 0, 0, 1, 1, 1, 1, 0];
    const errors = [1, 2, 0, 0, 4, 3, 0, 1];
    const turned = group.map((one) => 1 - one);
    const [a, b] = [group, turned].map((one) => differenceByChance(persons(one, errors), 2, 7).p);
    expect(a).toBe(b);
  });

  test('is seldom small where groups are drawn at random', () => {
    let small = 0;
    for (let round = 0; round < 100; round++) {
      const random = (i: number) => (Math.imul(round * 40 + i + 1, 2654435761) >>> 16) % 100;
      const group = Array.from({ length: 40 }, (_, i) => i % 2);
      const errors = Array.from({ length: 40 }, (_, i) => (random(i) < 15 ? 2 : 0));
      if (differenceByChance(persons(group, errors), 2, round).p <= 0.05) small++;
    }
    expect(small).toBeLessThanOrEqual(12);
  });

  test.each([
    { why: 'fewer than two groups of persons', given: persons([0, 0], [1, 0]) },
    { why: 'no errors', given: persons([0, 1], [0, 0]) },
    { why: 'nothing but errors', given: persons([0, 1], [4, 4]) },
    { why: 'no persons are known', given: 'no persons are known' },
  ])('cannot be told with $why', ({ why, given }) => {
    expect(differenceByChance(given, 2, 1)).toEqual({ p: NaN, why });
  });

  test('needs every person in one group', () => {
    const about = { person: Uint32Array.from([0, 0]), persons: 1, isError: () => true };
    const members = [Uint32Array.from([0]), Uint32Array.from([1])];
    expect(personErrors(members, about)).toBe('persons have comparisons in several groups');
  });
});
