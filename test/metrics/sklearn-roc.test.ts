import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { areaUnderRoc } from '../../src/metrics/auc.js';
import { sklearnRoc } from '../../src/metrics/sklearn-roc.js';
import { sweep } from '../../src/metrics/sweep.js';
import { PROJECT } from '../support/run-cli.js';
import { f2 } from './peer-runs.js';

const { roc_curve: ANSWERS } = JSON.parse(
  readFileSync(join(PROJECT, 'fixtures', 'peer_runs', 'sklearn_roc_curve.json'), 'utf8'),
) as {
  roc_curve: {
    y: number[];
    score: number[];
    drop_intermediate: boolean;
    fpr: number[];
    tpr: number[];
    thresholds: (number | 'inf')[];
    auc: number;
  }[];
};

describe("scikit-learn's ROC", () => {
  test.each(ANSWERS)('of $score, thinned: $drop_intermediate', (answer) => {
    const swept = sweep(Float64Array.from(answer.score), Uint8Array.from(answer.y));
    const { fpr, tpr, thresholds } = sklearnRoc(swept, {
      dropIntermediate: answer.drop_intermediate,
    });
    expect([...fpr]).toEqual(answer.fpr);
    expect([...tpr]).toEqual(answer.tpr);
    expect([...thresholds]).toEqual(
      answer.thresholds.map((threshold) => (threshold === 'inf' ? Infinity : threshold)),
    );
    expect(areaUnderRoc(swept).area).toBeCloseTo(answer.auc, 12);
  });

  test('of F2 has 1602 points thinned and 2209 of all', () => {
    const { scores, genuine } = f2();
    const swept = sweep(scores, genuine);
    expect(sklearnRoc(swept).fpr).toHaveLength(1602);
    expect(sklearnRoc(swept, { dropIntermediate: false }).fpr).toHaveLength(2209);
  });
});
