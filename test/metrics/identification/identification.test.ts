import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cumulativeMatches, withinRank } from '../../../src/metrics/identification/cmc.js';
import {
  findIdentificationConventions,
  IDENTIFICATION_CONVENTIONS,
} from '../../../src/metrics/identification/conventions.js';
import { identification } from '../../../src/metrics/identification/identification.js';
import { matedOf, openSetSweep } from '../../../src/metrics/identification/open-set.js';
import { lowestAtLeast } from '../../../src/metrics/sweep.js';
import { golden, readJson } from '../peer-runs.js';
import { type ProbeScores, searchOf } from './searches.js';

const mated = (mate: number, ...others: number[]): ProbeScores => ({ own: [mate], others });
const nonMated = (...others: number[]): ProbeScores => ({ own: [], others });

/** Ten non-mated probes with best scores .1 to 1, and mates around them. */
const OPEN = searchOf(
  [
    ...[1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((score) => nonMated(score, 0)),
    mated(0.95, 0.2),
    mated(0.85, 0.9), // Above, but second.
    mated(0.85, 0.1),
    mated(0.75, 0.75), // Tied.
    mated(0.1, 0),
  ],
  10,
);

describe('rank-k', () => {
  test.each([
    [mated(0.5, 0.4, 0.3), 1, 'nobody is better'],
    [mated(0.5, 0.6, 0.3), 2, 'one is better'],
    [mated(0.5, 0.5, 0.3), 2, 'a tie stands against the mate'],
    [mated(0.5, 0.5, 0.6), 3, 'one better and one tied'],
  ])('of %j first holds at %d: %s', (probe, rank) => {
    const set = searchOf([probe]);
    expect(withinRank(set, rank - 1)).toEqual({ hits: 0, count: 1 });
    expect(withinRank(set, rank)).toEqual({ hits: 1, count: 1 });
  });

  test('counts mated probes only', () => {
    expect(withinRank(searchOf([mated(1, 0), nonMated(1, 1)]), 1)).toEqual({ hits: 1, count: 1 });
  });

  test('is a point of the CMC, at every rank', () => {
    const score = fc.integer({ min: 0, max: 4 });
    const probe = fc.record({
      own: fc.array(score, { maxLength: 1 }),
      others: fc.array(score, { minLength: 4, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(probe, { minLength: 1, maxLength: 9 }), (probes) => {
        const set = searchOf(probes);
        const within = cumulativeMatches(set, 10);
        expect(Array.from(within)).toEqual(
          Array.from(within, (_, r) => withinRank(set, r + 1).hits),
        );
      }),
    );
  });
});

describe('tpir@fpir by convention', () => {
  const at = (name: string, fpir: number, rank = 1) =>
    findIdentificationConventions([name])[0]!.tpirAtFpir(OPEN, fpir, rank);

  test.each([
    [
      'iso',
      0.2,
      { hits: 2, achieved: 0.2, threshold: 0.85 },
      '.85 still keeps the alarms at 1 and .9',
    ],
    ['iso', 0.29, { hits: 2, achieved: 0.2, threshold: 0.85 }, 'never more than asked for'],
    [
      'iso',
      0.01,
      { hits: 0, achieved: 0, threshold: 1 },
      'no alarm at all: just above the greatest',
    ],
    [
      'ijb_evals',
      0.2,
      { hits: 1, achieved: 0.1, threshold: 0.9 },
      'above .9, which is itself an alarm',
    ],
    ['cvlface', 0.27, { hits: 2, achieved: 0.3, threshold: 0.8 }, '2.7 rounded to 3'],
    [
      'bob',
      0.2,
      { hits: 1, achieved: 0.2, threshold: 0.9 },
      'the alarm itself, above the mate at .85',
    ],
  ])('%s at %d: %j, %s', (name, fpir, { hits, achieved, threshold }) => {
    const point = at(name, fpir);
    expect(point).toMatchObject({ hits, count: 5, tpir: hits / 5 });
    expect(point.achieved).toBeCloseTo(achieved, 12);
    expect(point.threshold).toBeCloseTo(threshold, 6);
  });

  test('iso at a greater rank takes the second as well', () => {
    expect(at('iso', 0.2, 2).hits).toBe(3);
  });

  test('fare draws a straight line between two alarms', () => {
    // At .9 one mate is identified, at .8 two are: halfway between them 1.5 of 5.
    expect(at('fare', 0.25).tpir).toBeCloseTo(0.3, 12);
    expect(at('fare', 0.2)).toMatchObject({ tpir: 0.2, achieved: 0.2 });
  });

  test('ijb1n-legacy counts a mate above the threshold at any rank, and needs a mate for every probe', () => {
    const [legacy] = findIdentificationConventions(['ijb1n-legacy']);
    expect(at('ijb1n-legacy', 0.1)).toMatchObject({ tpir: NaN, count: 0 });
    const closed = searchOf([mated(0.7, 0.9, 0.1), mated(0.8, 0.6, 0.2)], 2);
    expect(legacy!.tpirAtFpir(closed, 1, 1)).toMatchObject({ hits: 2, count: 2 });
    expect(legacy!.tpirAtFpir(closed, 0.5, 1)).toMatchObject({ hits: 0, count: 2 });
  });

  test('is undefined, with the reason, without probes of a kind', () => {
    for (const { tpirAtFpir } of IDENTIFICATION_CONVENTIONS) {
      for (const set of [searchOf([nonMated(1, 0)]), searchOf([nonMated(0), nonMated(1)])]) {
        const { tpir, undefined: why } = tpirAtFpir(set, 0.5, 1);
        expect(tpir).toBeNaN();
        expect(why).toMatch(/^no (non-)?mated probes$|^it needs a mate/);
      }
    }
  });

  test('iso never exceeds the FPIR, and no lower score keeps to it', () => {
    const score = fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10);
    const probe = fc.record({
      own: fc.array(score, { maxLength: 1 }),
      others: fc.array(score, { minLength: 2, maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(probe, { minLength: 2, maxLength: 12 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (probes, fpir) => {
          const set = searchOf(probes);
          const alarms = set.other.filter((_, p) => Number.isNaN(set.mate[p]!));
          const point = findIdentificationConventions(['iso'])[0]!.tpirAtFpir(set, fpir, 1);
          fc.pre(point.undefined === undefined);
          const fpirAt = (t: number) => alarms.filter((one) => one >= t).length / alarms.length;
          expect(fpirAt(point.threshold!)).toBe(point.achieved);
          expect(point.achieved).toBeLessThanOrEqual(fpir);
          const better = set.mate.filter(
            (mate, p) =>
              mate < point.threshold! &&
              set.above[p] === 0 &&
              set.tied[p] === 0 &&
              fpirAt(mate) <= fpir,
          );
          expect(better).toHaveLength(0);
        },
      ),
    );
  });
});

describe('identification', () => {
  const wishes = {
    ranks: [1, 2],
    fpirs: [0.2, 0.01],
    conventions: findIdentificationConventions(['iso']),
  };

  const facts = (probes: number) => ({
    subject: new Int32Array(probes).fill(-1),
    quality: new Float32Array(probes).fill(1),
  });

  test('of one gallery names rows plainly, with hits, interval, threshold and what the probes cannot support', () => {
    const { rows, curves } = identification([{ name: 'G', set: OPEN }], facts(15), wishes);
    expect(rows.map(({ metric }) => metric)).toEqual([
      'rank-1',
      'rank-2',
      'tpir@fpir=2e-1',
      'tpir@fpir=1e-2',
      'dir@fpir=2e-1,rank=2',
      'dir@fpir=1e-2,rank=2',
    ]);
    expect(rows[0]).toMatchObject({ value: 0.6, hits: 3, count: 5, interval: 'over persons 95%' });
    expect(rows[2]!.note).toBeUndefined();
    expect(rows[3]!.note).toBe('unsupported: FPIR 1e-2 is less than one of 10 non-mated probes');
    expect(curves.map(({ name }) => name)).toEqual(['cmc', 'fnir', 'fnir']);
    const { fpir, fnir } = curves[1]!.columns;
    expect(fpir![Array.from(fpir!).indexOf(0.2)]).toBe(0.2);
    expect(fnir![Array.from(fpir!).indexOf(0.2)]).toBeCloseTo(1 - rows[2]!.value, 12);
  });

  test('of several galleries gives each and their mean', () => {
    const two = searchOf([mated(1, 0), mated(1, 0), nonMated(0, 0)]);
    const other = searchOf([mated(1, 0), mated(1, 2), nonMated(0, 0)]);
    const { rows } = identification(
      [
        { name: 'G1', set: two },
        { name: 'G2', set: other },
      ],
      facts(3),
      wishes,
    );
    const valueOf = (metric: string) => rows.find((row) => row.metric === metric);
    expect(valueOf('rank-1:G1')!.value).toBe(1);
    expect(valueOf('rank-1:G2')!.value).toBe(0.5);
    expect(valueOf('rank-1:mean')).toMatchObject({ value: 0.75, count: 4 });
  });
});

describe("bob.measure's own data", () => {
  const cmc = golden('bob/test-cmc.json');
  const expected = golden('bob/expected.json');

  (cmc.there ? test : test.skip)('gives its recognition rate and CMC', () => {
    const data = readJson(cmc.path) as { 'data-neg': number[][]; 'data-pos': number[][] };
    const set = searchOf(
      data['data-neg'].map((others, p) => ({ own: data['data-pos'][p]!, others })),
    );
    const within = cumulativeMatches(set, 5);
    expect(Array.from(within, (hits) => hits / 100)).toEqual([0.76, 0.89, 0.96, 0.98, 1]);
  });

  (expected.there ? test : test.skip).each([0, 1, 2])(
    'open set %d gives its DIR and FAR at .5',
    (number) => {
      const probes = readJson(golden(`bob/test${number}-open-set.json`).path) as {
        neg: number[];
        pos: number[] | null;
      }[];
      const answers = readJson(expected.path) as Record<string, Record<string, number>>;
      const set = searchOf(probes.map(({ neg, pos }) => ({ own: pos ?? [], others: neg })));
      const open = openSetSweep(set, 1);
      const at = lowestAtLeast(open, 0.5);
      const answer = answers[`open_set_${number}`]!;
      expect((open.genuineAccepted[at] ?? 0) / matedOf(open)).toBe(answer['DIR@0.5']);
      expect((open.impostorAccepted[at] ?? 0) / open.impostorTotal).toBe(answer['FAR@0.5']);
    },
  );
});
