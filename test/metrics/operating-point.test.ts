import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearestOnThinnedRoc } from '../../src/metrics/nearest-fmr.js';
import { lowestAtMost, supportNotes } from '../../src/metrics/operating-point.js';
import { sweep } from '../../src/metrics/sweep.js';
import { scoredComparisons } from './arbitraries.js';
import { F2, f2, WORKED } from './peer-runs.js';
import { sweepOf } from './sweeping.js';

const f2Sweep = sweep(f2().scores, f2().genuine);

describe('the lowest threshold with at most the target FMR', () => {
  test.each([
    {
      why: 'is the lowest score above the first impostor when none may pass',
      genuine: [0.9, 0.7, 0.3],
      impostor: [0.5, 0.2],
      target: 0.1,
      expected: { threshold: 0.7, genuineAccepted: 2, impostorAccepted: 0 },
    },
    {
      why: 'keeps tied impostors together: both pass or none',
      genuine: [0.9, 0.5, 0.3],
      impostor: [0.5, 0.5, 0.2, 0.1],
      target: 0.25,
      expected: { threshold: 0.9, genuineAccepted: 1, impostorAccepted: 0 },
    },
    {
      why: 'reaches the target itself',
      genuine: [0.9, 0.5, 0.3],
      impostor: [0.5, 0.5, 0.2, 0.1],
      target: 0.5,
      expected: { threshold: 0.3, genuineAccepted: 3, impostorAccepted: 2 },
    },
    {
      why: 'goes above every score when the greatest is an impostor',
      genuine: [0.5],
      impostor: [1],
      target: 0.5,
      expected: { threshold: 1 + 2 ** -52, genuineAccepted: 0, impostorAccepted: 0 },
    },
    {
      why: 'is the least score when all impostors may pass',
      genuine: [0.5],
      impostor: [1, 0.25],
      target: 1,
      expected: { threshold: 0.25, genuineAccepted: 1, impostorAccepted: 2 },
    },
  ])('$why', ({ genuine, impostor, target, expected }) => {
    expect(lowestAtMost(sweepOf(genuine, impostor), target)).toMatchObject(expected);
  });

  test('steps above the greatest float32 score by a float32', () => {
    const found = lowestAtMost(sweep(Float32Array.from([1, 0]), Uint8Array.from([0, 1])), 0.1);
    expect(found.threshold).toBe(1 + 2 ** -23);
  });

  test('is undefined without impostors', () => {
    const found = lowestAtMost(sweepOf([0.5], []), 0.1);
    expect([found.threshold, found.tar, found.fmr]).toEqual([NaN, NaN, NaN]);
  });

  test('has a threshold but no TAR without genuine comparisons', () => {
    const found = lowestAtMost(sweepOf([], [0.5, 0.25]), 0.5);
    expect(found).toMatchObject({ threshold: 0.5, fmr: 0.5, tar: NaN });
  });

  test('takes 3 of 3000 for a rate of exactly 1e-3', () => {
    const impostor = Array.from({ length: 3000 }, (_, i) => i / 3000);
    expect(lowestAtMost(sweepOf([0.5], impostor), 1e-3).impostorAccepted).toBe(3);
  });

  test('never lets more impostors through than asked, and never could go lower', () => {
    fc.assert(
      fc.property(
        scoredComparisons(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (set, target) => {
          const { scores, genuine } = set;
          const impostors = [...scores].filter((_, k) => genuine[k] === 0);
          const point = lowestAtMost(sweep(scores, genuine), target);
          if (impostors.length === 0) {
            expect(point.threshold).toBeNaN();
            return;
          }
          const rate = (t: number) => impostors.filter((s) => s >= t).length / impostors.length;
          expect(rate(point.threshold)).toBeLessThanOrEqual(target);
          for (const lower of scores) {
            if (lower < point.threshold) expect(rate(lower)).toBeGreaterThan(target);
          }
        },
      ),
    );
  });

  test.each(WORKED.targets.map((target, i) => ({ target, row: WORKED.rows.iso[i]! })))(
    'is that of the worked example at FAR $target',
    ({ target, row: [tar, fmr, threshold] }) => {
      const found = lowestAtMost(sweepOf(WORKED.genuine, WORKED.impostor), target);
      expect(found).toMatchObject({ tar, fmr, threshold });
    },
  );

  test.each(F2.tar_at_far.iso)('is that of numpy on F2 at FAR $target', (row) => {
    const found = lowestAtMost(f2Sweep, row.target);
    expect(found.tar).toBeCloseTo(row.tar, 12);
    expect(found.fmr).toBeCloseTo(row.far, 12);
    expect(found.threshold).toBe(row.threshold);
  });
});

describe('the point of the thinned ROC nearest to the FAR', () => {
  test.each(
    WORKED.targets.map((target, i) => ({ target, row: WORKED.rows['insightface-ijb'][i]! })),
  )(
    'is that of the IJB scripts on the worked example at FAR $target',
    ({ target, row: [tar, fmr, threshold] }) => {
      const found = nearestOnThinnedRoc(sweepOf(WORKED.genuine, WORKED.impostor), target);
      expect(found).toMatchObject({ tar, fmr, threshold });
    },
  );

  test.each(WORKED.case_B.rows)('doubles the TAR of case B at FAR $target as they do', (row) => {
    const { tar, far, threshold } = row['drop_intermediate=True'];
    const found = nearestOnThinnedRoc(
      sweepOf(WORKED.case_B.genuine, WORKED.case_B.impostor),
      row.target,
    );
    expect(found).toMatchObject({ tar, fmr: far, threshold });
  });

  test.each(F2.tar_at_far.insightface_magface_ijb)('is theirs on F2 at FAR $target', (row) => {
    const found = nearestOnThinnedRoc(f2Sweep, row.target);
    expect(found.tar).toBeCloseTo(row.tar, 12);
    expect(found.fmr).toBeCloseTo(row.far, 12);
    expect(found.threshold).toBe(row.threshold);
  });

  test.each([
    {
      why: 'of two rates equally far the greater, and there the point with most genuine',
      genuine: [0.6, 0.4, 0.25],
      impostor: [0.5, 0.3, 0.2, 0.1],
      target: 0.375,
      expected: { fmr: 0.5, tar: 1 },
    },
    {
      why: 'the origin, above every score, when the least rate is far too great',
      genuine: [0.1],
      impostor: [0.5, 0.5],
      target: 0.25,
      expected: { fmr: 0, tar: 0, threshold: 0.5 + 2 ** -53 },
    },
    {
      why: 'nothing without impostors',
      genuine: [0.5],
      impostor: [],
      target: 0.1,
      expected: { fmr: NaN, tar: NaN, threshold: NaN },
    },
  ])('is $why', ({ genuine, impostor, target, expected }) => {
    expect(nearestOnThinnedRoc(sweepOf(genuine, impostor), target)).toMatchObject(expected);
  });
});

describe('what supports a rate', () => {
  test.each([
    { target: 1e-4, impostors: 3000, notes: ['unsupported: 0.3 of an impostor, in 3000'] },
    { target: 1e-3, impostors: 3000, notes: ['decided by 3 of 3000 impostors'] },
    { target: 1e-2, impostors: 3000, notes: [] },
    { target: 1e-4, impostors: 10_000, notes: ['decided by 1 of 10000 impostors'] },
    { target: 1e-1, impostors: 100, notes: [] },
    { target: 1e-1, impostors: 0, notes: [] },
  ])('at $target of $impostors impostors: $notes', ({ target, impostors, notes }) => {
    expect(supportNotes(target, impostors)).toEqual(notes);
  });
});
