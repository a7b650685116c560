import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { areaUnderRoc } from '../../src/metrics/auc.js';
import { equalErrorRate } from '../../src/metrics/eer.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { detCurve, rocCurve } from '../../src/metrics/roc.js';
import { sweep } from '../../src/metrics/sweep.js';
import { F2, f2, golden, readJson, WORKED } from './peer-runs.js';
import { bothClasses, sweepOf } from './sweeping.js';

const worked = sweepOf(WORKED.genuine, WORKED.impostor);
const f2Sweep = sweep(f2().scores, f2().genuine);

/** Area under the joined points, by trapezoids. */
function areaBelow(fmr: Float64Array, tar: Float64Array): number {
  let area = 0;
  for (let i = 1; i < fmr.length; i++) {
    area += ((fmr[i]! - fmr[i - 1]!) * (tar[i]! + tar[i - 1]!)) / 2;
  }
  return area;
}

describe('the ROC', () => {
  test('runs from (0, 0) above every score to (1, 1) at the least', () => {
    const { columns } = rocCurve(sweepOf([0.75, 0.5], [0.5, 0.25]));
    expect([...columns['threshold']!]).toEqual([0.75 + 2 ** -53, 0.75, 0.5, 0.25]);
    expect([...columns['fmr']!]).toEqual([0, 0, 0.5, 1]);
    expect([...columns['tar']!]).toEqual([0, 0.5, 1, 1]);
  });

  test('keeps only corners', () => {
    const { columns } = rocCurve(sweepOf([0.9, 0.8, 0.7], [0.6, 0.5, 0.4]));
    expect([...columns['threshold']!].slice(1)).toEqual([0.7, 0.4]);
    expect([...columns['fmr']!]).toEqual([0, 0, 1]);
    expect([...columns['tar']!]).toEqual([0, 1, 1]);
  });

  test('loses no corner and no area by it', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        const swept = sweep(scores, genuine);
        const { columns } = rocCurve(swept);
        const points = new Set(
          Array.from(columns['fmr']!, (fmr, i) => `${fmr} ${columns['tar']![i]!}`),
        );
        const fmr = [0, ...Array.from(swept.impostorAccepted, (k) => k / swept.impostorTotal)];
        const tar = [0, ...Array.from(swept.genuineAccepted, (k) => k / swept.genuineTotal)];
        fmr.forEach((x, i) => {
          const flat = tar[i - 1] === tar[i] && tar[i] === tar[i + 1];
          const steep = fmr[i - 1] === x && x === fmr[i + 1];
          if (!flat && !steep) expect(points).toContain(`${x} ${tar[i]!}`);
        });
        expect(areaBelow(columns['fmr']!, columns['tar']!)).toBeCloseTo(
          areaBelow(Float64Array.from(fmr), Float64Array.from(tar)),
          12,
        );
      }),
    );
  });

  test('is cut to a limit without moving a point, both ends kept', () => {
    const { columns: all } = rocCurve(f2Sweep);
    const { columns: few } = rocCurve(f2Sweep, 50);
    const points = new Set(Array.from(all['fmr']!, (x, i) => `${x} ${all['tar']![i]!}`));
    expect(few['fmr']!.length).toBe(50);
    expect([few['fmr']![0], few['fmr']!.at(-1)]).toEqual([0, 1]);
    few['fmr']!.forEach((x, i) => {
      expect(points).toContain(`${x} ${few['tar']![i]!}`);
    });
  });

  test.each([
    { genuine: [0.5], impostor: [] },
    { genuine: [], impostor: [0.5] },
    { genuine: [], impostor: [] },
  ])('is empty where a class is: $genuine against $impostor', ({ genuine, impostor }) => {
    const { columns } = rocCurve(sweepOf(genuine, impostor));
    expect(Object.values(columns).map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('is mirrored by the DET', () => {
    const roc = rocCurve(f2Sweep).columns;
    const det = detCurve(f2Sweep).columns;
    expect(det['threshold']).toEqual(roc['threshold']);
    expect(det['fmr']).toEqual(roc['fmr']);
    det['fnmr']!.forEach((fnmr, i) => {
      expect(fnmr).toBeCloseTo(1 - roc['tar']![i]!, 12);
    });
  });
});

describe('the area under the ROC', () => {
  test('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        const of = (label: number) => [...scores].filter((_, k) => genuine[k] === label);
        let wins = 0;
        for (const g of of(1)) for (const i of of(0)) wins += g > i ? 1 : g === i ? 0.5 : 0;
        const pairs = of(1).length * of(0).length;
        expect(areaUnderRoc(sweep(scores, genuine)).area).toBeCloseTo(wins / pairs, 14);
      }),
    );
  });

  test('is that of scikit-learn and pyeer', () => {
    expect(areaUnderRoc(worked).area).toBeCloseTo(WORKED.eer['sklearn auc'], 12);
    expect(areaUnderRoc(f2Sweep).area).toBeCloseTo(F2.pyeer.auc, 12);
  });

  test("has DeLong's standard error, placement by placement", () => {
    const { genuine, impostor } = WORKED;
    const psi = (g: number, i: number) => (g > i ? 1 : g === i ? 0.5 : 0);
    const average = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    const variance = (values: readonly number[]) =>
      values.reduce((sum, v) => sum + (v - average(values)) ** 2, 0) / (values.length - 1);
    const ofGenuine = genuine.map((g) => average(impostor.map((i) => psi(g, i))));
    const ofImpostor = impostor.map((i) => average(genuine.map((g) => psi(g, i))));
    expect(areaUnderRoc(worked).standardError).toBeCloseTo(
      Math.sqrt(variance(ofGenuine) / genuine.length + variance(ofImpostor) / impostor.length),
      14,
    );
  });

  test.each([
    { genuine: [0.5], impostor: [] },
    { genuine: [], impostor: [0.5] },
  ])('is NaN where a class is empty: $genuine against $impostor', ({ genuine, impostor }) => {
    expect(areaUnderRoc(sweepOf(genuine, impostor)).area).toBeNaN();
  });
});

describe('the equal error rate', () => {
  test.each([
    {
      why: 'classes apart: 0, at the lowest threshold that parts them',
      genuine: [0.75, 0.5],
      impostor: [0.25, 0],
      expected: { rate: 0, low: 0, high: 0, threshold: 0.5 },
    },
    {
      why: 'classes the wrong way round: 1',
      genuine: [0, 0.25],
      impostor: [0.5, 0.75],
      expected: { rate: 1, low: 1, high: 1, threshold: 0.5 },
    },
    {
      why: 'all scores equal: either everybody or nobody, so 0.5 between 0 and 1',
      genuine: [0.5],
      impostor: [0.5],
      expected: { rate: 0.5, low: 0, high: 1, threshold: 0.5 },
    },
    {
      why: 'exactly equal rates are taken alone',
      genuine: [0.75, 0.25],
      impostor: [0.5, 0],
      expected: { rate: 0.5, low: 0.5, high: 0.5, threshold: 0.5 },
    },
  ])('$why', ({ genuine, impostor, expected }) => {
    expect(equalErrorRate(sweepOf(genuine, impostor))).toEqual(expected);
  });

  test('is that of pyeer on the worked example', () => {
    expect(equalErrorRate(worked)).toMatchObject({
      rate: WORKED.eer['pyeer eer'],
      low: WORKED.eer['pyeer eer_low'],
      high: WORKED.eer['pyeer eer_high'],
    });
  });

  test('is that of pyeer on F2', () => {
    const { rate, low, high, threshold } = equalErrorRate(f2Sweep);
    const { eer, eer_low, eer_high, eer_th } = F2.pyeer;
    expect(rate).toBeCloseTo(eer, 12);
    expect(low).toBeCloseTo(eer_low, 12);
    expect(high).toBeCloseTo(eer_high, 12);
    expect(threshold).toBe(eer_th);
  });

  test('is what walking up the thresholds one by one finds', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        expect(equalErrorRate(sweep(scores, genuine)).rate).toBeCloseTo(
          slowEqualErrorRate(scores, genuine),
          12,
        );
      }),
    );
  });

  test('is NaN without a class', () => {
    expect(equalErrorRate(sweepOf([0.5], [])).rate).toBeNaN();
    expect(equalErrorRate(sweepOf([], [0.5])).rate).toBeNaN();
  });
});

function slowEqualErrorRate(scores: Float64Array, genuine: Uint8Array): number {
  const of = (label: number) => [...scores].filter((_, k) => genuine[k] === label);
  const [genuines, impostors] = [of(1), of(0)];
  const points = [...new Set(scores), 2]
    .sort((a, b) => a - b)
    .map((t) => ({
      fmr: impostors.filter((s) => s >= t).length / impostors.length,
      fnmr: genuines.filter((s) => s < t).length / genuines.length,
    }));
  const crossed = points.findIndex(({ fmr, fnmr }) => fmr - fnmr <= 1e-12);
  const after = points[crossed]!;
  const before = points[crossed - 1]!;
  if (Math.abs(after.fmr - after.fnmr) < 1e-12) return after.fmr;
  const sum = (p: { fmr: number; fnmr: number }) => p.fmr + p.fnmr;
  return Math.min(sum(before), sum(after)) / 2;
}

describe("pyeer's own example scores", () => {
  const expected = golden('pyeer/expected.json');
  (expected.there ? test : test.skip).each(['exp1', 'exp2', 'exp3'])(
    '%s give its EER, its AUC and its FNMR at FMR 0',
    (run) => {
      const answers = (readJson(expected.path) as Record<string, Record<string, number>>)[run]!;
      const read = (kind: string) =>
        readFileSync(golden(`pyeer/nonhist_${run}_${kind}.txt`).path, 'utf8')
          .split(/\s+/)
          .filter((word) => word !== '')
          .map(Number);
      const swept = sweepOf(read('true'), read('false'));
      const { rate, low, high, threshold } = equalErrorRate(swept);
      const found = {
        eer: rate,
        eer_low: low,
        eer_high: high,
        eer_th: threshold,
        auc: areaUnderRoc(swept).area,
        fmr0: 1 - lowestAtMost(swept, 0).tar,
      };
      for (const [name, value] of Object.entries(found)) {
        expect({ [name]: value }).toEqual({ [name]: expect.closeTo(answers[name]!, 12) });
      }
    },
  );
});
