import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgedQuality, ownQuality } from '../../src/metrics/judged-quality.js';
import { keptInput } from '../../src/metrics/kept-input.js';
import { levelTally } from '../../src/metrics/level-tally.js';
import { isSupported, lowestAtMost } from '../../src/metrics/operating-point.js';
import { qualityErrors } from '../../src/metrics/quality-errors.js';
import { reach, usualTargets } from '../../src/metrics/reach.js';
import { walkAtGlobal, walkAtKept } from '../../src/metrics/rejection-walk.js';
import { sweep } from '../../src/metrics/sweep.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import type { ScoreSet } from '../../src/types.js';
import { scoreSets } from './arbitraries.js';
import { f1 } from './peer-runs.js';

function reachOf(set: ScoreSet, fmr: number, targets?: readonly number[]) {
  const input = verificationInput(set);
  const quality = ownQuality(set, 'quality')!;
  const { threshold } = lowestAtMost(input.sweep, fmr);
  const errors = qualityErrors(input, quality, threshold, 'fnmr');
  return reach(input, quality, errors, { fmr, threshold, targets });
}

/** Genuine comparisons of qualities 1, 2, ..., wrong or right, and impostors of qualities 1 to 4. */
function setOf(wrong: readonly number[]): ScoreSet {
  const impostors = [0.5, 0.4, 0.3, 0.2];
  return {
    scores: Float64Array.from([...wrong.map((one) => (one === 1 ? 0.1 : 0.9)), ...impostors]),
    genuine: Uint8Array.from([...wrong.map(() => 1), ...impostors.map(() => 0)]),
    quality: Float64Array.from([...wrong.map((_, k) => k + 1), 1, 2, 3, 4]),
    fold: new Uint16Array(wrong.length + 4),
    testFolds: [],
  };
}

describe('what to reject to reach an FNMR', () => {
  test.each([
    {
      why: 'nothing, where it is there already',
      wrong: [1, 0, 0, 0],
      target: 0.25,
      expected: { cut: 1, genuine_rejected: 0, fnmr: 0.25, above_again: NaN },
    },
    {
      why: 'the least quality whose comparisons and all better ones have it',
      wrong: [1, 1, 0, 0, 0, 0, 0, 0],
      target: 0.15,
      expected: { cut: 2, genuine_rejected: 0.125, fnmr: 1 / 7, above_again: NaN },
    },
    {
      why: 'where it rises again it says so',
      wrong: [1, 0, 0, 0, 1, 0, 0, 0],
      target: 0.15,
      expected: { cut: 2, genuine_rejected: 0.125, fnmr: 1 / 7, above_again: 0.25 },
    },
    {
      why: 'no cut, where the best comparison is an error',
      wrong: [0, 0, 0, 0, 0, 0, 0, 1],
      target: 0.1,
      expected: { cut: NaN, genuine_rejected: NaN, fnmr: NaN, above_again: NaN },
    },
  ])('$why', ({ wrong, target, expected }) => {
    const { curves, rows } = reachOf(setOf(wrong), 0.25, [target]);
    const [all] = curves;
    expect(all!.labels).toEqual({ quality: 'quality', at_fmr: 0.25, chosen_on: 'all' });
    for (const [name, value] of Object.entries(expected)) {
      expect({ name, value: all!.columns[name]![0] }).toEqual({ name, value });
    }
    const [row] = rows;
    expect(row!.value).toBe(expected.genuine_rejected);
    if (Number.isNaN(expected.cut)) {
      expect(row!.note).toMatch(
        /^undefined: no cut reaches it; the least FNMR is 1.25e-1, where 0 %/,
      );
    } else {
      expect(row!.hits! / row!.count).toBe(expected.genuine_rejected);
    }
  });

  test('costs impostor comparisons and pictures too', () => {
    const set = setOf([1, 0, 0, 0]);
    const input = verificationInput(set);
    const values = Float64Array.of(1, 2, 3, 4, 9);
    // Every comparison has its own quality on the left, and a good picture on the right.
    const left = Uint32Array.of(0, 1, 2, 3, 0, 1, 2, 3);
    const quality = judgedQuality({ name: 'q', values, left, right: left.map(() => 4) });
    const errors = qualityErrors(input, quality, 0.5, 'fnmr');
    const { curves } = reach(input, quality, errors, { fmr: 0.25, threshold: 0.5, targets: [0.1] });
    expect(curves[0]!.columns).toMatchObject({
      cut: Float64Array.of(2),
      genuine_rejected: Float64Array.of(0.25),
      impostor_rejected: Float64Array.of(0.25),
      pictures_below: Float64Array.of(0.2),
    });
  });

  test('gains more where the threshold is chosen again on what is left', () => {
    // One impostor may pass: of all five that is 0.8, which stands above the genuine; of the best four it is 0.7, and so on
    // down to 0.6.
    const set: ScoreSet = {
      scores: Float64Array.of(0.6, 0.6, 0.6, 0.6, 0.8, 0.7, 0.2, 0.1, 0.1),
      genuine: Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 0),
      quality: Float64Array.of(2, 3, 4, 5, 1, 2, 3, 4, 5),
      fold: new Uint16Array(9),
      testFolds: [],
    };
    const [all, kept] = reachOf(set, 0.25, [0.1]).curves;
    expect(all!.columns['cut']![0]).toBe(NaN);
    expect(kept!.columns['cut']![0]).toBe(2);
    expect(kept!.columns['threshold']![0]).toBe(0.6);
    expect(kept!.columns['fmr']![0]).toBe(0.25);
    expect(kept!.columns['genuine_rejected']![0]).toBe(0);
    expect(kept!.columns['impostor_rejected']![0]).toBe(0.2);
  });

  test('is safe only from where the upper end of its interval is below the target', () => {
    const { scores } = f1();
    const { curves, rows } = reachOf(scores, 1e-2, [0.1, 0.05]);
    for (const { columns } of curves) {
      columns['safe_cut']!.forEach((safe, i) => {
        if (Number.isNaN(safe)) return;
        expect(safe).toBeGreaterThanOrEqual(columns['cut']![i]!);
        expect(columns['safe_fnmr_high']![i]).toBeLessThanOrEqual(columns['target']![i]!);
      });
    }
    expect(curves[0]!.columns['safe_cut']![0]).not.toBe(NaN);
    expect(rows.map(({ metric }) => metric)).toEqual([
      'quality_bands_reach@quality=quality,fnmr=1e-1,chosen_on=all',
      'quality_bands_reach@quality=quality,fnmr=5e-2,chosen_on=all',
      'quality_bands_reach@quality=quality,fnmr=1e-1,chosen_on=kept',
      'quality_bands_reach@quality=quality,fnmr=5e-2,chosen_on=kept',
    ]);
  });

  test('says where the FMR asks for less than one of the impostors', () => {
    const { rows } = reachOf(setOf([1, 0, 0, 0]), 0.2, [0.1]);
    expect(rows[1]).toMatchObject({
      value: NaN,
      note: 'undefined: the FMR asks for less than one impostor; unsupported: 0.8 of an impostor, in 4',
    });
  });

  test.each([
    { fnmr: 0.0143, targets: [0.01, 0.005, 0.002] },
    { fnmr: 0.153, targets: [0.1, 0.05, 0.02] },
    { fnmr: 0.05, targets: [0.02, 0.01, 0.005] },
    { fnmr: 1, targets: [0.5, 0.2, 0.1] },
    { fnmr: 0, targets: [] },
    { fnmr: NaN, targets: [] },
  ])('sets itself $targets below an FNMR of $fnmr', ({ fnmr, targets }) => {
    expect(usualTargets(fnmr)).toEqual(targets);
  });
});

describe('rejecting cut by cut', () => {
  test('leaves at every cut what counting the rest anew gives, at both thresholds', () => {
    fc.assert(
      fc.property(scoreSets(), fc.constantFrom(0.1, 0.25, 0.5), (set, fmr) => {
        const input = verificationInput(set);
        const quality = ownQuality(set, 'quality')!;
        const { threshold } = lowestAtMost(input.sweep, fmr);
        const errors = qualityErrors(input, quality, threshold, 'fnmr');
        const global = walkAtGlobal(input, quality, errors);
        const kept = walkAtKept(input, quality, errors, fmr);
        expect(kept.cut).toEqual(global.cut);
        expect(kept.genuine).toEqual(global.genuine);
        expect(global.discard[0]).toBe(0);
        const mated = [...set.scores.keys()].filter((k) => set.genuine[k] === 1);
        global.cut.forEach((cut, j) => {
          const left = sweep(set.scores, set.genuine, (k) => set.quality![k]! >= cut);
          const genuine = mated.filter((k) => set.quality![k]! >= cut);
          expect(global.genuine[j]).toBe(genuine.length);
          expect(global.errors[j]).toBe(genuine.filter((k) => set.scores[k]! < threshold).length);
          const anew = lowestAtMost(left, fmr);
          expect(kept.fnmr[j]).toEqual(
            isSupported(fmr, left.impostorTotal)
              ? (anew.genuineTotal - anew.genuineAccepted) / anew.genuineTotal
              : NaN,
          );
        });
        expect(new Set(global.cut).size).toBe(global.cut.length);
      }),
    );
  });

  test('an input of what is left is the input of those comparisons alone', () => {
    fc.assert(
      fc.property(scoreSets(), fc.integer({ min: 0, max: 5 }), (set, cut) => {
        const kept = keptInput(verificationInput(set), (k) => set.quality![k]! >= cut);
        const alone = sweep(set.scores, set.genuine, (k) => set.quality![k]! >= cut);
        expect({ ...kept.sweep, genuineFailures: 0, impostorFailures: 0 }).toEqual(alone);
        const { ofPerson } = kept.shared();
        const sum = (column: Uint32Array) => column.reduce((a, b) => a + b, 0);
        expect(sum(ofPerson[1])).toBe(alone.genuineTotal);
      }),
    );
  });

  test('a tally of levels finds what counting level by level finds', () => {
    const depth = 10_000;
    const tally = levelTally(depth);
    const counts = new Uint32Array(depth);
    for (let i = 0; i < 600; i++) {
      const level = (i * 7919) % depth;
      tally.add(level, 1);
      counts[level]! += 1;
      if (i % 3 !== 0) continue;
      tally.add(level, -1);
      counts[level]! -= 1;
    }
    for (const most of [0, 1, 57, 399, 400, 10_000]) {
      let [sum, level] = [0, 0];
      while (level < depth && sum + counts[level]! <= most) sum += counts[level++]!;
      expect(tally.firstBeyond((count) => count <= most)).toBe(level);
      expect(tally.below(level)).toBe(sum);
    }
    expect(tally.total()).toBe(400);
  });
});
