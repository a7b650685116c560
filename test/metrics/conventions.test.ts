import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { lfwOfficialAccuracy } from '../../src/metrics/conventions/lfw-official.js';
import { CONVENTIONS, findConvention } from '../../src/metrics/conventions/index.js';
import { insightfaceAccuracy } from '../../src/metrics/conventions/insightface.js';
import { magfaceAccuracy } from '../../src/metrics/conventions/magface.js';
import { wholeQuality } from '../../src/metrics/combined-quality.js';
import { magfaceErc } from '../../src/metrics/erc/magface.js';
import { validationRate } from '../../src/metrics/val.js';
import { deviation, mean } from '../../src/metrics/spread.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { CONVENTIONS_FOLDER, F1, f1, F2, f2, scoreSet } from './peer-runs.js';

const DIGITS = 12;

function expectClose(found: ArrayLike<number>, expected: readonly number[], digits = DIGITS) {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
}

describe('accuracy over folds equals the peer on the same comparisons', () => {
  test('insightface verification.py on F1', () => {
    const peer = F1.insightface_verification;
    const found = insightfaceAccuracy(verificationInput(f1().scores));
    expectClose(found.accuracy, peer.accuracy_per_fold);
    expect(found.mean).toBeCloseTo(peer.acc, DIGITS);
    expect(found.std).toBeCloseTo(peer.std_ddof0, DIGITS);
    expect(found.notes).toEqual(['the protocol has no folds: cut into 10 in file order']);
  });

  test('insightface verification.py on F2', () => {
    const peer = F2.insightface_verification;
    const found = insightfaceAccuracy(verificationInput(f2()));
    expectClose(found.accuracy, peer.accuracy_per_fold);
    expectClose(
      found.thresholds,
      peer.best_threshold_per_fold.map((t) => 1 - t / 2),
    );
    expect(found.mean).toBeCloseTo(peer.acc, DIGITS);
    expect(found.std).toBeCloseTo(peer.std_ddof0, DIGITS);
    expect(found.notes).toEqual([]);
  });

  test('MagFace eval_1v1.py on F1, mean subtracted', () => {
    const peer = F1.magface_eval_1v1;
    const { scores, compared } = f1();
    const found = magfaceAccuracy(verificationInput(scores, { compared }));
    expectClose(found.accuracy, peer.accuracy_per_fold);
    expectClose(
      found.thresholds,
      peer.best_threshold_per_fold.map((t) => Math.cos(Math.PI * t)),
    );
    expect(found.mean).toBeCloseTo(peer.mean, DIGITS);
    expect(found.std).toBeCloseTo(peer.std_ddof0, DIGITS);
  });

  test('MagFace eval_1v1.py on F1 without its mean, which is said', () => {
    const peer = F1.magface_eval_1v1_subtract_mean_false;
    const found = magfaceAccuracy(verificationInput(f1().scores));
    expectClose(found.accuracy, peer.accuracy_per_fold);
    expect(found.std).toBeCloseTo(peer.std_ddof0, DIGITS);
    expect(found.notes).toContain(
      'without the vectors the mean of the training folds is not subtracted',
    );
  });

  test('MagFace eval_1v1.py on F2 without its mean', () => {
    const peer = F2.magface_eval_1v1_no_mean;
    const found = magfaceAccuracy(verificationInput(f2()));
    expectClose(found.accuracy, peer.accuracy_per_fold);
    expect(found.std).toBeCloseTo(peer.std_ddof0, DIGITS);
  });
});

describe('VAL at FAR 1e-3 equals insightface', () => {
  test('on F1', () => {
    const peer = F1.insightface_verification;
    const found = validationRate(verificationInput(f1().scores));
    expectClose(found.distances, peer.val_thresholds, 9);
    expect(mean(found.rates)).toBeCloseTo(peer.val, DIGITS);
    expect(deviation(found.rates, 0)).toBeCloseTo(peer.val_std, DIGITS);
    expect(mean(found.falseRates)).toBeCloseTo(peer.far, DIGITS);
  });

  test('on F2', () => {
    const peer = F2.insightface_verification;
    const found = validationRate(verificationInput(f2()));
    expectClose(found.distances, peer.val_threshold_per_fold, 9);
    expect(mean(found.rates)).toBeCloseTo(peer['val@1e-3'], DIGITS);
    expect(deviation(found.rates, 0)).toBeCloseTo(peer.val_std, DIGITS);
    expect(mean(found.falseRates)).toBeCloseTo(peer.far, DIGITS);
  });

  test('accepts nobody where no grid distance lets that many impostors in', () => {
    // The impostors lie at distance 4, which no grid point exceeds.
    const scores = { ...scoreSet([1, 1, 1, 1, 1], [-1, -1, -1, -1, -1]), testFolds: [0, 1] };
    const fold = Uint16Array.from([0, 0, 1, 1, 1, 0, 0, 1, 1, 1]);
    const found = validationRate(verificationInput({ ...scores, fold }));
    expect([...found.distances]).toEqual([0, 0]);
    expect([...found.rates]).toEqual([0, 0]);
  });
});

describe('lfw-official', () => {
  const twoFolds = (genuine: readonly number[], impostor: readonly number[]) => ({
    ...scoreSet(genuine, impostor),
    fold: Uint16Array.from([...genuine.keys(), ...impostor.keys()], (i) => i % 2),
    testFolds: [0, 1],
  });

  test.each([
    {
      why: 'halfway between the lowest genuine and the greatest impostor of the other fold',
      genuine: [0.75, 0.5],
      impostor: [0.25, 0.125],
      thresholds: [(0.5 + 0.125) / 2, (0.75 + 0.25) / 2],
      accuracy: [1, 1],
    },
    {
      why: 'the lowest of equally good thresholds, which is the lowest score itself when all are accepted',
      genuine: [0.5, 0.25],
      impostor: [0.5, 0.5],
      thresholds: [0.25, 0.5],
      accuracy: [0.5, 0],
    },
  ])('chooses $why', ({ genuine, impostor, thresholds, accuracy }) => {
    const found = lfwOfficialAccuracy(verificationInput(twoFolds(genuine, impostor)));
    expect([...found.thresholds]).toEqual(thresholds);
    expect([...found.accuracy]).toEqual(accuracy);
  });

  test('gives the standard error sigma / sqrt(10), sigma with 9 in its denominator', () => {
    const found = lfwOfficialAccuracy(verificationInput(f2()));
    const squares = [...found.accuracy].map((a) => (a - found.mean) ** 2);
    const sigma = Math.sqrt(squares.reduce((a, b) => a + b) / 9);
    expect(found.std).toBeCloseTo(sigma, 14);
    expect(found.standardError).toBeCloseTo(sigma / Math.sqrt(10), 14);
  });

  test('never decides fewer training comparisons rightly than any threshold on a fine grid', () => {
    const scores = f2();
    const found = lfwOfficialAccuracy(verificationInput(scores));
    const right = (threshold: number, test: number) => {
      let count = 0;
      scores.scores.forEach((score, k) => {
        if (scores.fold[k] === test) return;
        if (score >= threshold === (scores.genuine[k] === 1)) count++;
      });
      return count;
    };
    found.folds.forEach((test, i) => {
      const best = right(found.thresholds[i]!, test);
      for (let t = 0; t <= 1; t += 0.02) expect(right(t, test)).toBeLessThanOrEqual(best);
    });
  });
});

describe("MagFace's error-versus-reject curve equals eval_quality.py on F1", () => {
  const { scores } = f1();
  const quality = wholeQuality('magnitude', scores.quality!);
  const { columns, name, labels } = magfaceErc(verificationInput(scores), quality);
  const steps = F1.magface_eval_quality.steps.filter(({ FNMR }) => FNMR !== null);

  test('error by error, ending where the script ends', () => {
    expect(name).toBe('erc');
    expect(labels).toEqual({
      quality: 'magnitude',
      fmr: 1e-3,
      rate: 'fnmr',
      convention: 'magface',
    });
    expectClose(columns['error']!, F1.magface_eval_quality.fnmrs_list_as_printed);
  });

  test('with the FMR it truly stands at and the comparisons it kept', () => {
    expectClose(
      columns['discard']!,
      steps.map(({ u }) => u),
    );
    expectClose(
      columns['attained_fmr']!,
      steps.map((step) => step.true_FMR_at_threshold!),
    );
    expectClose(
      columns['kept']!,
      steps.map((step) => step.n_genuine),
    );
  });
});

describe('conventions by name', () => {
  test('every file of the folder that holds one is in the list', () => {
    const files = readdirSync(CONVENTIONS_FOLDER)
      .filter((file) => !['convention.ts', 'index.ts'].includes(file))
      .map((file) => file.replace('.ts', ''));
    expect(CONVENTIONS.map(({ name }) => name).sort()).toEqual(files.sort());
  });

  test.each(CONVENTIONS)('$name is found', (convention) => {
    expect(findConvention(convention.name)).toBe(convention);
  });

  test.each(CONVENTIONS)(
    '$name says its rules, where they come from and what is wrong',
    (record) => {
      for (const text of [record.summary, record.reference, ...record.defects]) {
        expect(text).toMatch(/^\S.{10,}\S$/);
      }
      // The default is the one we answer for.
      expect(record.defects.length > 0).toBe(record.name !== 'iso');
      if (record.name === 'lfw-official' || record.name === 'iso') return;
      // A rule without a commit could not be looked up again.
      expect(record.reference).toMatch(/@[0-9a-f]{7}\b/);
    },
  );

  test('an unknown one names all there are', () => {
    expect(() => findConvention('openbr')).toThrow(
      `E_CONVENTION_UNKNOWN there is no convention "openbr"; choose from ${CONVENTIONS.map(({ name }) => name).join(', ')}`,
    );
  });

  test('a misspelt one names what was meant', () => {
    expect(() => findConvention('magfce')).toThrow('did you mean magface or qmagface?');
  });
});
