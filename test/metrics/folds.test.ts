import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distanceGrid } from '../../src/metrics/distance-grid.js';
import { foldAccuracy } from '../../src/metrics/fold-accuracy.js';
import { splitFolds } from '../../src/metrics/fold-splits.js';
import { contiguousFolds } from '../../src/contiguous-folds.js';
import { inTestFolds } from '../../src/metrics/folds.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { scoreSet } from './peer-runs.js';

/** One comparison a letter: G genuine, i impostor; folds as digits below it. */
function folded(labels: string, folds: string, testFolds: readonly number[]) {
  return {
    scores: Float64Array.from(labels, (label) => (label === 'G' ? 1 : 0)),
    genuine: Uint8Array.from(labels, (label) => (label === 'G' ? 1 : 0)),
    fold: Uint16Array.from(folds, Number),
    testFolds,
  };
}

describe('contiguous folds', () => {
  test.each([
    { count: 6, parts: 3, folds: '001122', why: 'even' },
    { count: 7, parts: 3, folds: '0001122', why: 'the first holds one more' },
    { count: 8, parts: 3, folds: '00011122', why: 'the first two hold one more' },
    { count: 3, parts: 3, folds: '012', why: 'one each' },
  ])('of $count in $parts are $folds ($why)', ({ count, parts, folds }) => {
    expect([...contiguousFolds(count, parts)].join('')).toBe(folds);
  });

  test('differ in size by at most one, larger ones first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 500 }), (count) => {
        const sizes = Array.from({ length: 10 }, () => 0);
        for (const fold of contiguousFolds(count, 10)) sizes[fold]!++;
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        expect(sizes[0]! - sizes[9]!).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the split of a protocol into test folds', () => {
  test.each([
    { why: 'even folds of both classes', labels: 'GiGi', folds: '0011', tests: [0, 1], notes: [] },
    {
      why: 'a development fold is trained on but not tested',
      labels: 'GiGi',
      folds: '0011',
      tests: [1],
      notes: [],
    },
    {
      why: 'one class in a fold',
      labels: 'GGii',
      folds: '0011',
      tests: [0, 1],
      notes: ['folds 0, 1 of one class only', 'folds 0, 1 chosen on one class only'],
    },
    {
      why: 'a test fold that is not there',
      labels: 'GiGi',
      folds: '0011',
      tests: [0, 1, 2],
      notes: ['fold 2 without comparisons, left out'],
    },
    {
      why: 'nothing to choose a threshold on',
      labels: 'GiGi',
      folds: '1111',
      tests: [1],
      notes: ['fold 1 without others to choose a threshold on, left out'],
    },
  ])('notes $notes: $why', ({ labels, folds, tests, notes }) => {
    expect(splitFolds(folded(labels, folds, tests)).notes).toEqual(notes);
  });

  test('leaves comparisons without a score on neither side, and says how many', () => {
    const set = folded('GiGiiGGi', '00001111', [0, 1]);
    set.scores[1] = NaN;
    const { splits, notes } = splitFolds(set);
    expect(splits.map(({ count }) => count)).toEqual([3, 4]);
    expect(splits.map(({ tests, trains }) => [tests(1), trains(1)])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(notes).toEqual(['comparisons left out for lack of a score: 1']);
  });

  test('has no test folds where fewer than ten comparisons come without folds', () => {
    const { splits, notes } = splitFolds(scoreSet([1, 1], [0, 0]));
    expect(splits).toEqual([]);
    expect(notes).toEqual(['the protocol has no folds and 4 comparisons cannot be cut into 10']);
  });

  test('an unshuffled list with all genuine first gives one-class folds, and that is said', () => {
    const set = scoreSet(Array<number>(10).fill(1), Array<number>(10).fill(0));
    expect(splitFolds(set).notes).toContain('folds 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 of one class only');
  });
});

describe('accuracy over folds', () => {
  test('weighs every fold the same and pools the decisions beside it', () => {
    // Everybody is accepted: fold 0 is right once in two, fold 1 three times in four.
    const set = folded('GiGGGi', '001111', [0, 1]);
    const found = foldAccuracy(set, () => ({ threshold: 0.5, accepts: () => true }));
    expect([...found.accuracy]).toEqual([0.5, 0.75]);
    expect(found).toMatchObject({ mean: 0.625, std: 0.125, correct: 4, count: 6 });
  });

  test('never lets the choice of a fold see its own comparisons', () => {
    const set = folded('GiGiGi', '001122', [0, 1, 2]);
    const seen: string[] = [];
    foldAccuracy(set, ({ trains, fold }) => {
      const used = [...set.fold].filter((_, k) => trains(k));
      seen.push(`${fold}: ${used.join('')}`);
      return { threshold: 0, accepts: () => true };
    });
    expect(seen).toEqual(['0: 1122', '1: 0022', '2: 0011']);
  });
});

describe('rates over the benchmark', () => {
  test('read the test folds only', () => {
    const set = folded('GiGiGi', '000111', [1]);
    expect([...set.fold.keys()].filter(inTestFolds(set))).toEqual([3, 4, 5]);
    expect(verificationInput(set).sweep).toMatchObject({ genuineTotal: 1, impostorTotal: 2 });
  });

  test('read everything where there are no folds', () => {
    expect(verificationInput(folded('GiGi', '0000', [])).sweep).toMatchObject({
      genuineTotal: 2,
      impostorTotal: 2,
    });
  });
});

describe('the grid of distances', () => {
  test('has the floats of numpy.arange(0, 4, 0.01)', () => {
    const grid = distanceGrid(4, 0.01);
    expect(grid.length).toBe(400);
    expect(grid[138]).toBe(1.3800000000000001);
    expect(grid[399]).toBe(3.99);
  });
});
