import { describe, expect, test } from '@jest/globals';
import {
  LEAST_TRAINING,
  qmagfaceParameters,
  trainedParameters,
  type Training,
} from '../../src/metrics/aware-training.js';
import { crossFitted, trainingOf } from '../../src/metrics/cross-fitting.js';
import { verificationInput } from '../../src/metrics/index.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { onReferenceScale, qualityAwareScores } from '../../src/metrics/quality-aware.js';
import { F1, f1 } from './peer-runs.js';

const answers = (F1 as unknown as { qmagface: { trained_on_this_fixture: object } }).qmagface;

function f1Training(): Training {
  const { scores } = f1();
  return trainingOf(scores, scores.quality!);
}

/** The mean TAR over the FMRs that are looked at, read from a sweep. */
function meanTar(scores: Float64Array, { genuine }: Training): number {
  const impostors = genuine.filter((label) => label === 0).length;
  const { sweep } = verificationInput({
    scores,
    genuine,
    fold: new Uint16Array(genuine.length),
    testFolds: [],
  });
  const low = Math.min(0.1, 10 / impostors);
  const rates = Array.from({ length: 20 }, (_, i) => low * (0.1 / low) ** (i / 19));
  return rates.reduce((sum, fmr) => sum + lowestAtMost(sweep, fmr * (1 + 1e-12)).tar, 0) / 20;
}

describe('parameters by the rule of QMagFace', () => {
  test('are those that its own script finds on F1', () => {
    const { alpha, beta } = qmagfaceParameters(f1Training());
    expect({ alpha, beta }).toEqual({
      alpha: expect.closeTo((answers.trained_on_this_fixture as { alpha: number }).alpha, 12),
      beta: expect.closeTo((answers.trained_on_this_fixture as { beta: number }).beta, 12),
    });
  });

  test('are undefined where an impostor scores highest, so that a threshold is infinite', () => {
    const training = f1Training();
    const scores = Float64Array.from(training.scores);
    scores[training.genuine.indexOf(0)] = 5;
    expect(qmagfaceParameters({ ...training, scores }).beta).toBeNaN();
  });
});

describe('parameters by our rule', () => {
  test('are worth what they say, by a sweep of the scores they give, and more than nothing on F1', () => {
    const training = f1Training();
    const found = trainedParameters(training);
    const aware = qualityAwareScores(training.scores, training.quality, found);
    expect(found.aware).toBeCloseTo(meanTar(aware, training), 12);
    expect(found.plain).toBeCloseTo(meanTar(Float64Array.from(training.scores), training), 12);
    expect(found.aware).toBeGreaterThan(found.plain);
    expect(found.beta).toBeGreaterThanOrEqual(0);
  });

  test('change nothing where quality says nothing', () => {
    const training = f1Training();
    const quality = new Float64Array(training.quality.length).fill(20);
    expect(trainedParameters({ ...training, quality })).toMatchObject({ alpha: 0, beta: 0 });
  });

  test('do the same to scores of another scale', () => {
    const training = f1Training();
    const plain = trainedParameters(training);
    const scaled = trainedParameters({
      ...training,
      scores: Float64Array.from(training.scores, (score) => 4 * score),
      quality: Float64Array.from(training.quality, (value) => 2 * value),
    });
    expect(scaled.aware).toBe(plain.aware);
    expect(scaled.beta).toBeCloseTo(plain.beta / 2, 12);
    expect(scaled.alpha).toBeCloseTo(2 * plain.alpha, 12);
  });

  test('do not depend on the order of the comparisons', () => {
    const training = f1Training();
    const reversed = {
      scores: training.scores.slice().reverse(),
      quality: training.quality.slice().reverse(),
      genuine: training.genuine.slice().reverse(),
    };
    expect(trainedParameters(reversed)).toEqual(trainedParameters(training));
  });

  test('need a hundred comparisons of each class, and qualities above 0', () => {
    const training = f1Training();
    const few = trainingOf(
      { scores: training.scores, genuine: training.genuine },
      training.quality,
      (k) => training.genuine[k] === 1 || k % 20 === 0,
    );
    expect(few.genuine.filter((label) => label === 0).length).toBeLessThan(LEAST_TRAINING);
    expect(trainedParameters(few).alpha).toBeNaN();
    const none = { ...training, quality: new Float64Array(training.quality.length) };
    expect(trainedParameters(none).alpha).toBeNaN();
  });
});

describe('cross-fitting', () => {
  const set = { ...f1().scores, testFolds: [0, 1] };
  const fold = Uint16Array.from(set.genuine, (_, k) => k % 3);
  const protocol = { ...set, fold };
  const { quality } = set;

  test('shows no rule the fold that it scores', () => {
    const seen: number[] = [];
    const { parameters } = crossFitted(protocol, quality!, (training, test) => {
      seen.push(test);
      for (const [k, score] of protocol.scores.entries()) {
        const own = test === -1 ? fold[k] !== 2 : fold[k] === test;
        if (own) expect(training.scores).not.toContain(score);
      }
      return { alpha: 0.1, beta: 0.2 };
    });
    // Fold 2 is tested by nobody: its comparisons are scored with what was found on them alone.
    expect(seen).toEqual([0, 1, -1]);
    expect(parameters.map((part) => [part.fold, part.genuine, part.impostor])).toEqual([
      [0, 400, 400],
      [1, 400, 400],
    ]);
  });

  test('scores each fold with its parameters, on one scale', () => {
    const of = (test: number) => ({ alpha: 0.1 + 0.1 * test, beta: 0.2 });
    const { scores } = crossFitted(protocol, quality!, (_, test) => of(Math.max(0, test)));
    const sorted = Float64Array.from(quality!).sort();
    const middle = (sorted[599]! + sorted[600]!) / 2;
    for (const test of [0, 1]) {
      const aware = qualityAwareScores(protocol.scores, quality!, of(test));
      const plain = onReferenceScale(aware, of(test), middle);
      for (let k = 0; k < 60; k++) if (fold[k] === test) expect(scores[k]).toBe(plain[k]);
    }
  });

  test('leaves comparisons of unknown quality without a score, and trains on none', () => {
    const unknown = quality!.map((value, k) => (k < 30 ? NaN : value));
    const { scores, parameters } = crossFitted(protocol, unknown, () => ({ alpha: 0, beta: 0 }));
    expect([...scores.subarray(0, 30)].every(Number.isNaN)).toBe(true);
    expect([...scores.subarray(30)].some(Number.isNaN)).toBe(false);
    expect(parameters[0]!.genuine + parameters[0]!.impostor).toBe(800 - 20);
  });
});
