import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaUnderRoc } from '../../src/metrics/auc.js';
import { separation } from '../../src/metrics/d-prime.js';
import { equalErrorRate } from '../../src/metrics/eer.js';
import { matthews } from '../../src/metrics/mcc.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { pyeerPointAtFmr } from '../../src/metrics/pyeer-rates.js';
import { type Sweep, sweep } from '../../src/metrics/sweep.js';
import { youden } from '../../src/metrics/youden.js';
import { zeroFnmrPoint } from '../../src/metrics/zero-fnmr.js';
import { F2, f2, golden, readJson, WORKED } from './peer-runs.js';
import { bothClasses, sweepOf } from './sweeping.js';

/** Everything pyeer reports of two lists of scores. */
function reported(swept: Sweep): Record<string, number> {
  const found: Record<string, number> = {};
  const names = { fmr0: 0, fmr1000: 1e-3, fmr100: 0.01, fmr20: 0.05, fmr10: 0.1 };
  for (const [name, fmr] of Object.entries(names)) {
    const { tar, threshold } = pyeerPointAtFmr(swept, fmr);
    found[name] = 1 - tar;
    found[`${name}_th`] = threshold;
  }
  const zeroFnmr = zeroFnmrPoint(swept);
  const rise = youden(swept);
  const correlation = matthews(swept);
  const classes = separation(swept);
  const eer = equalErrorRate(swept);
  return {
    ...found,
    fnmr0: zeroFnmr.fmr,
    fnmr0_th: zeroFnmr.threshold,
    j_index: rise.j,
    j_index_th: rise.threshold,
    mccoef: correlation.mcc,
    mccoef_th: correlation.threshold,
    gmean: classes.genuineMean,
    gstd: classes.genuineDeviation,
    imean: classes.impostorMean,
    istd: classes.impostorDeviation,
    decidability: classes.dPrime,
    eer: eer.rate,
    eer_low: eer.low,
    eer_high: eer.high,
    eer_th: eer.threshold,
    auc: areaUnderRoc(swept).area,
  };
}

function expectReported(swept: Sweep, answers: Readonly<Record<string, number>>) {
  const found = reported(swept);
  const known = Object.entries(answers).filter(([name]) => name in found);
  expect(known.length).toBeGreaterThan(10);
  for (const [name, value] of known) {
    // Means and deviations of exp3 are in the hundreds.
    const digits = value > 100 ? 9 : 12;
    expect({ [name]: found[name] }).toEqual({ [name]: expect.closeTo(value, digits) });
  }
}

describe("pyeer's own example scores", () => {
  const expected = golden('pyeer/expected.json');
  const only = expected.there ? test : test.skip;
  const answers = (run: string) =>
    (readJson(expected.path) as Record<string, Record<string, number>>)[run]!;
  const numbers = (file: string) =>
    readFileSync(golden(`pyeer/${file}.txt`).path, 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);

  only.each(['exp1', 'exp2', 'exp3'])('%s give all it reports', (run) => {
    const swept = sweepOf(numbers(`nonhist_${run}_true`), numbers(`nonhist_${run}_false`));
    expectReported(swept, answers(run));
  });

  only(
    'hist_exp1 gives it too: impostors as a histogram, how many have the score of the line',
    () => {
      const impostor = numbers('hist_exp1_false').flatMap((count, score) =>
        Array.from({ length: count }, () => score),
      );
      expectReported(sweepOf(numbers('hist_exp1_true'), impostor), answers('hist_exp1'));
    },
  );
});

describe('pyeer on F2 and on the worked example', () => {
  test('gives what the rules give', () => {
    const { scores, genuine } = f2();
    expectReported(sweep(scores, genuine), F2.pyeer);
    const { tar } = pyeerPointAtFmr(sweepOf(WORKED.genuine, WORKED.impostor), 0);
    expect(1 - tar).toBeCloseTo(WORKED.eer['pyeer fmr0'], 12);
  });
});

describe('the FMR nearest to a rate', () => {
  test.each([
    {
      why: 'may lie above it',
      genuine: [0.45],
      impostor: [0.5, 0.4, 0.3],
      fmr: 0.3,
      expected: { fmr: 1 / 3, threshold: 0.45 },
    },
    {
      why: 'is the greater of two equally near ones, at its lowest threshold',
      genuine: [0.45],
      impostor: [0.5, 0.4, 0.3, 0.2],
      fmr: 0.375,
      expected: { fmr: 0.5, threshold: 0.4 },
    },
    {
      why: 'is no 0 when an impostor has the greatest score: its ZeroFMR is then wrong',
      genuine: [0.7, 0.3],
      impostor: [0.9, 0.5, 0.2, 0.1],
      fmr: 0,
      expected: { fmr: 0.25, tar: 0.5, threshold: 0.7 },
    },
    {
      why: 'is the lowest threshold of those with one FMR',
      genuine: [0.9, 0.8, 0.7],
      impostor: [0.5],
      fmr: 0,
      expected: { fmr: 0, tar: 1, threshold: 0.7 },
    },
    {
      why: 'is 1 for a rate of 1',
      genuine: [0.5],
      impostor: [0.9, 0.1],
      fmr: 1,
      expected: { fmr: 1, threshold: 0.1 },
    },
    {
      why: 'is undefined without impostors',
      genuine: [0.5],
      impostor: [],
      fmr: 0.1,
      expected: { fmr: NaN, threshold: NaN },
    },
  ])('$why', ({ genuine, impostor, fmr, expected }) => {
    expect(pyeerPointAtFmr(sweepOf(genuine, impostor), fmr)).toMatchObject(expected);
  });

  test('where pyeer has no FMR of 0, ours has', () => {
    const swept = sweepOf([0.7, 0.3], [0.9, 0.5, 0.2, 0.1]);
    expect(lowestAtMost(swept, 0)).toMatchObject({ fmr: 0, tar: 0 });
  });

  test('is that of all distances compared, the first of them by ascending threshold', () => {
    fc.assert(
      fc.property(
        bothClasses(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ scores, genuine }, fmr) => {
          const swept = sweep(scores, genuine);
          const rates = [...swept.impostorAccepted].map((k) => k / swept.impostorTotal).reverse();
          const distances = rates.map((rate) => Math.abs(rate - fmr));
          const at = distances.indexOf(Math.min(...distances));
          const found = pyeerPointAtFmr(swept, fmr);
          expect(found.threshold).toBe([...swept.thresholds].reverse()[at]);
        },
      ),
    );
  });
});
