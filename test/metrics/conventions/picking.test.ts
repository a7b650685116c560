/** How crfiqa, gui, linear, pfe and the whole ROC pick the point for a FAR: the traps of each by hand, and what must hold. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CRFIQA } from '../../../src/metrics/conventions/crfiqa.js';
import { GUI, guiKey } from '../../../src/metrics/conventions/gui.js';
import { INSIGHTFACE_FULL_ROC } from '../../../src/metrics/conventions/insightface-full-roc.js';
import { LINEAR } from '../../../src/metrics/conventions/linear.js';
import { PFE } from '../../../src/metrics/conventions/pfe.js';
import { CONVENTIONS, type Convention, verificationInput } from '../../../src/metrics/index.js';
import { lowestAtMost } from '../../../src/metrics/operating-point.js';
import { scoreSets } from '../arbitraries.js';
import { scoreSet } from '../peer-runs.js';

const pointOf = (
  { tarAtFar }: Convention,
  genuine: readonly number[],
  impostor: readonly number[],
  far: number,
  fars: readonly number[] = [far],
) => tarAtFar!(verificationInput(scoreSet(genuine, impostor), { fars }), far);

const FARS = fc.constantFrom(0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 1);

describe('crfiqa', () => {
  test('rejects the comparison that gave the threshold, so its rates are not those it chose', () => {
    const found = pointOf(CRFIQA, [0.9, 0.6], [0.6, 0.5, 0.4, 0.3], 0.25);
    expect(found).toMatchObject({ threshold: 0.6, strict: true, tar: 0.5, fmr: 0 });
  });

  test('accepts nobody where the greatest score gives the threshold', () => {
    expect(pointOf(CRFIQA, [0.9], [0.5], 0.01)).toMatchObject({ threshold: 0.9, tar: 0, fmr: 0 });
  });
});

describe('gui', () => {
  test.each([
    {
      why: 'rounds the budget down, and skips a FAR that has none',
      impostor: [0.6, 0.5, 0.4],
      far: 0.3,
      expected: {
        threshold: NaN,
        tar: NaN,
        notes: ['insufficient data: the budget of false accepts is 0'],
      },
    },
    {
      why: 'takes the lowest threshold within the budget',
      impostor: [0.6, 0.5, 0.4],
      far: 0.4,
      expected: { threshold: 0.55, tar: 1, fmr: 1 / 3 },
    },
    {
      why: 'goes to the next float above the greatest impostors where their tie exceeds the budget',
      impostor: [0.5, 0.5, 0.1],
      far: 0.4,
      expected: { threshold: 0.5 + 2 ** -53, tar: 1, fmr: 0 },
    },
  ])('$why', ({ impostor, far, expected }) => {
    expect(pointOf(GUI, [0.9, 0.55], impostor, far)).toMatchObject(expected);
  });

  test.each([
    [1e-3, '1e-3'],
    [2.5e-3, '3e-3'],
    [3.3e-4, '3e-4'],
    [2.51e-2, '3e-2'],
    [0.25, '2e-1'],
    [0.75, '8e-1'],
    [0.95, '9e-1'],
    [0.096, '1e-1'],
    [1, '1e0'],
  ])('prints %p under the key %p', (rate, key) => {
    // 0.25 and 0.75 are exact halves, which go to the even digit; 2.5e-3 as a double lies above its half, 0.95 below.
    expect(guiKey(rate)).toBe(key);
  });

  test('says which FARs collide', () => {
    const { notes } = pointOf(GUI, [0.9], [0.1, 0.2, 0.3, 0.4, 0.5], 0.25, [0.25, 0.2]);
    expect(notes).toEqual(['the GUI prints 2e-1 under the same key, 2e-1']);
  });
});

describe('linear', () => {
  test('draws the line between the two points around the FAR', () => {
    expect(pointOf(LINEAR, [0.9, 0.5], [0.6, 0.4], 0.25)).toMatchObject({
      threshold: NaN,
      genuineAccepted: NaN,
      tar: 0.5,
      fmr: 0.25,
      notes: ['drawn between FMR 0 and 5e-1'],
    });
    // Genuine and impostor share a score, so the line rises.
    expect(pointOf(LINEAR, [0.9, 0.5], [0.5, 0.5], 0.25).tar).toBe(0.625);
  });

  test('takes the upper end where the ROC rises at the FAR itself', () => {
    const found = pointOf(LINEAR, [0.9, 0.5], [0.6, 0.4], 0.5);
    expect(found).toMatchObject({ tar: 1, fmr: 0.5 });
    expect(found.notes).toBeUndefined();
  });

  test('lies between the attainable points on either side', () => {
    fc.assert(
      fc.property(scoreSets(), FARS, (set, far) => {
        const input = verificationInput(set);
        const { tar } = LINEAR.tarAtFar!(input, far);
        const lower = lowestAtMost(input.sweep, far).tar;
        const above = [...input.sweep.impostorAccepted].findIndex(
          (count) => count / input.sweep.impostorTotal > far,
        );
        const upper =
          above < 0 ? 1 : input.sweep.genuineAccepted[above]! / input.sweep.genuineTotal;
        expect(tar).toBeGreaterThanOrEqual(lower - 1e-12);
        expect(tar).toBeLessThanOrEqual(upper + 1e-12);
      }),
    );
  });
});

describe('pfe', () => {
  const impostor = [0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01];
  test.each([
    { why: 'half an impostor rounds to none', far: 0.05, threshold: 0.8 + 1e-5, fmr: 0 },
    { why: 'one and a half round to two', far: 0.15, threshold: 0.7, fmr: 0.2 },
    { why: 'two and a half round to two as well', far: 0.25, threshold: 0.7, fmr: 0.2 },
    { why: 'more than a half rounds up, beyond the FAR', far: 0.36, threshold: 0.5, fmr: 0.4 },
  ])('$why', ({ far, threshold, fmr }) => {
    expect(pointOf(PFE, [0.9], impostor, far)).toMatchObject({ threshold, fmr });
  });

  test('lets all pass that tie with the chosen impostor', () => {
    expect(pointOf(PFE, [0.9], [0.5, 0.5, 0.5, 0.1], 0.25)).toMatchObject({
      threshold: 0.5,
      fmr: 0.75,
    });
  });

  test('rejects a genuine score within 1e-5 of the greatest impostor where none may pass', () => {
    expect(pointOf(PFE, [0.500001, 0.6], [0.5], 0.1)).toMatchObject({ tar: 0.5, fmr: 0 });
  });
});

describe('every rule that picks a point', () => {
  test('takes the whole ROC to be at least as near to the FAR as any other rule that counts', () => {
    fc.assert(
      fc.property(scoreSets(), FARS, (set, far) => {
        const input = verificationInput(set, { fars: [far] });
        const nearest = Math.abs(INSIGHTFACE_FULL_ROC.tarAtFar!(input, far).fmr - far);
        for (const { name, tarAtFar } of CONVENTIONS) {
          // The first counts means over folds, the second no point at all.
          if (tarAtFar === undefined || name === 'qmagface' || name === 'linear') continue;
          const { fmr } = tarAtFar(input, far);
          if (!Number.isNaN(fmr)) expect(Math.abs(fmr - far)).toBeGreaterThanOrEqual(nearest);
        }
      }),
    );
  });

  test('gives the counts that its threshold gives', () => {
    fc.assert(
      fc.property(scoreSets(), FARS, (set, far) => {
        const input = verificationInput(set, { fars: [far] });
        for (const { tarAtFar } of CONVENTIONS) {
          if (tarAtFar === undefined) continue;
          const { threshold, strict = false, ...point } = tarAtFar(input, far);
          if (Number.isNaN(threshold)) continue;
          const passes = (label: number) =>
            set.scores.filter(
              (s, k) => set.genuine[k] === label && (strict ? s > threshold : s >= threshold),
            ).length;
          expect([point.genuineAccepted, point.impostorAccepted]).toEqual([passes(1), passes(0)]);
        }
      }),
    );
  });
});
