import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findIdentificationConventions } from '../../../src/metrics/identification/conventions.js';
import { identification } from '../../../src/metrics/identification/identification.js';
import { openSetSweep } from '../../../src/metrics/identification/open-set.js';
import {
  shareErrors,
  shareOverSubjects,
  widenedByThreshold,
} from '../../../src/metrics/identification/probe-intervals.js';
import {
  keptAt,
  rejectCurve,
  tellsApart,
} from '../../../src/metrics/identification/reject-probes.js';
import { wilson } from '../../../src/metrics/intervals.js';
import { searchOf } from './searches.js';

describe('shareOverSubjects', () => {
  const interval = (subject: number[], outcomes: number[]) =>
    shareOverSubjects(Int32Array.from(subject), [
      { counted: (p) => p < outcomes.length, succeeded: (p) => outcomes[p] === 1 },
    ]);

  test("is Wilson's where every probe is of another subject, or of one that is not known", () => {
    const outcomes = [1, 1, 1, 0, 1, 0, 1, 1, 1, 1];
    const { low, high } = wilson(8, 10);
    for (const subject of [outcomes.map((_, p) => p), outcomes.map(() => -1)]) {
      const own = interval(subject, outcomes);
      expect(own.low).toBeCloseTo(low, 12);
      expect(own.high).toBeCloseTo(high, 12);
    }
  });

  test('is as wide as that of as many probes as there are subjects where those of each succeed or fail together', () => {
    const subject = Array.from({ length: 40 }, (_, p) => p >> 2);
    const own = interval(
      subject,
      subject.map((person) => (person < 8 ? 1 : 0)),
    );
    const { low, high } = wilson(8, 10);
    expect(own.low).toBeCloseTo(low, 12);
    expect(own.high).toBeCloseTo(high, 12);
  });

  test('of all that succeed counts subjects and not probes', () => {
    expect(interval([0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1])).toEqual(wilson(2, 2));
  });

  test('always holds the share, and is never narrower than that of independent probes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1, max: 6 }), fc.constantFrom(0, 1)), {
          minLength: 1,
          maxLength: 30,
        }),
        (probes) => {
          const outcomes = probes.map(([, one]) => one);
          const hits = outcomes.filter((one) => one === 1).length;
          const { low, high } = interval(
            probes.map(([person]) => person),
            outcomes,
          );
          const free = wilson(hits, probes.length);
          expect(low).toBeLessThanOrEqual(free.low + 1e-12);
          expect(high).toBeGreaterThanOrEqual(free.high - 1e-12);
        },
      ),
    );
  });
});

describe('widenedByThreshold', () => {
  // Mates and strangers alike score 0.01 to 1, so a TPIR is its FPIR.
  const steps = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  const open = openSetSweep(
    searchOf([
      ...steps.map((score) => ({ own: [score], others: [0] })),
      ...steps.map((score) => ({ own: [], others: [score] })),
    ]),
    1,
  );
  /** The errors of an FPIR of 0.5 where the strangers are so many persons, numbered from `first`. */
  const alarms = (persons: number, first = 0) =>
    shareErrors(
      Int32Array.from(steps, (_, p) => first + (p % persons)),
      { counted: () => true, succeeded: (p) => p % persons < persons / 2 },
      0.5,
    );
  const width = (...errors: ReturnType<typeof alarms>[]) => {
    const galleries = errors.map((alarms) => ({ open, alarms }));
    const { low, high } = widenedByThreshold(0.5, { low: 0.5, high: 0.5 }, 0.5, galleries);
    expect(high - 0.5).toBeCloseTo(0.5 - low, 1);
    return high - low;
  };

  test.each([
    { persons: 100, deviation: 0.05, why: 'one probe each: the square root of pq / n' },
    { persons: 4, deviation: 0.25, why: 'those of a person raise alarms together' },
  ])('of $persons strangers is 1.96 deviations to either side: $why', ({ persons, deviation }) => {
    const errors = alarms(persons);
    expect(errors.deviation).toBeCloseTo(deviation, 12);
    expect(width(errors)).toBeCloseTo(2 * 1.96 * deviation, 1);
  });

  test('of two galleries is that of one where their strangers are the same, and root 2 narrower where they are others', () => {
    const one = width(alarms(20));
    expect(width(alarms(20), alarms(20))).toBeCloseTo(one, 12);
    expect(width(alarms(20), alarms(20, 1000))).toBeCloseTo(one / Math.SQRT2, 12);
  });

  test('counts one probe more or less where nobody is expected', () => {
    const counted = { counted: () => true, succeeded: () => false };
    expect(shareErrors(Int32Array.of(0, 1, 2, 3), counted, 0).deviation).toBe(1 / 4);
  });
});

describe('keptAt', () => {
  test.each([
    { share: 0, kept: [0, 1, 2, 3], why: 'nothing is rejected' },
    { share: 0.25, kept: [1, 2, 3], why: 'the lowest goes' },
    { share: 0.5, kept: [1, 2, 3], why: 'half would part equal qualities, which stay' },
    { share: 0.75, kept: [3], why: 'they leave together' },
  ])('of 10 20 20 30 at $share: $why', ({ share, kept }) => {
    const { has, rejected } = keptAt(Float32Array.of(10, 20, 20, 30), share);
    expect([0, 1, 2, 3].filter(has)).toEqual(kept);
    expect(rejected).toBe(1 - kept.length / 4);
  });

  test('rejects what has no quality first', () => {
    expect([0, 1].filter(keptAt(Float32Array.of(NaN, 1), 0.5).has)).toEqual([1]);
    expect([0, 1].filter(keptAt(Float32Array.of(NaN, 1), 0).has)).toEqual([0, 1]);
  });
});

describe('rejection by quality', () => {
  // Two mated probes of quality 1 and 2 are missed or found by chance of the threshold; the non-mated ones score .3 to .6.
  const set = searchOf([
    { own: [0.4], others: [0.1] },
    { own: [0.9], others: [0.1] },
    { own: [0.8], others: [0.95] },
    { own: [0.7], others: [0.2] },
    { own: [], others: [0.6] },
    { own: [], others: [0.5] },
    { own: [], others: [0.4] },
    { own: [], others: [0.3] },
  ]);
  const quality = Float32Array.of(1, 5, 2, 6, 3, 7, 8, 9);

  test('follows the threshold of all probes, and tells the one picked again', () => {
    const columns = rejectCurve(set, quality, 0.25);
    const at = (share: number) =>
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [
          name,
          values[Array.from(columns['rejected']!).indexOf(share)],
        ]),
      );
    expect(at(0)).toMatchObject({ mated: 4, non_mated: 4, rank_1: 0.75, fpir: 0.25, tpir: 0.5 });
    expect(at(0.125)).toMatchObject({ mated: 3, rank_1: 2 / 3, tpir: 2 / 3, fpir: 0.25 });
    expect(at(0.25)).toMatchObject({ mated: 2, rank_1: 1, tpir: 1, tpir_repicked: 1 });
    expect(at(0.375)).toMatchObject({ non_mated: 3, fpir: 0 });
  });

  test('gives rows for the shares asked for, and the curve unasked', () => {
    const wishes = {
      ranks: [1],
      fpirs: [0.25],
      conventions: findIdentificationConventions(['iso']),
      reject: [0.25],
    };
    const subject = Int32Array.from({ length: 8 }, (_, p) => p);
    const { rows, curves } = identification([{ name: 'G', set }], { subject, quality }, wishes);
    expect(rows.find(({ metric }) => metric === 'rank-1,reject=0.25')).toMatchObject({
      value: 1,
      hits: 2,
      count: 2,
      note: '25.0 % of all probes rejected, those of magnitude below 3.00',
    });
    expect(rows.find(({ metric }) => metric === 'tpir@fpir=2.5e-1,reject=0.25')).toMatchObject({
      value: 1,
      achieved: 0.25,
    });
    expect(curves.filter(({ name }) => name === 'reject')).toHaveLength(1);
    const even = { subject, quality: new Float32Array(8).fill(1) };
    const without = identification([{ name: 'G', set }], even, wishes);
    expect(without.curves.some(({ name }) => name === 'reject')).toBe(false);
    expect(without.rows.at(-1)).toMatchObject({ value: NaN, count: 0 });
  });

  test('of a TPIR is as unsure of its threshold as that of all probes', () => {
    const wishes = {
      ranks: [],
      fpirs: [0.5],
      conventions: findIdentificationConventions(['iso']),
      reject: [0],
    };
    const subject = Int32Array.from({ length: 8 }, (_, p) => p);
    const { rows } = identification([{ name: 'G', set }], { subject, quality }, wishes);
    const [all, kept] = ['tpir@fpir=5e-1', 'tpir@fpir=5e-1,reject=0'].map((name) =>
      rows.find(({ metric }) => metric === name),
    );
    expect(kept).toMatchObject({ value: all!.value, low: all!.low, high: all!.high });
    // With one alarm more the mate that scores 0.4 is found too.
    expect(kept!.high).toBeGreaterThan(wilson(all!.hits!, all!.count).high);
  });

  test('means nothing where vectors were of unit length', () => {
    expect(tellsApart(Float32Array.of(1, 1 + 2 ** -22, 1 - 2 ** -23))).toBe(false);
    expect(tellsApart(Float32Array.of(1, 1.01))).toBe(true);
  });
});
