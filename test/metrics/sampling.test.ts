import { describe, expect, test } from '@jest/globals';
import {
  findConvention,
  findInterval,
  measure,
  verificationInput,
} from '../../src/metrics/index.js';
import type { ComparedPersons, ScoreSet } from '../../src/types.js';
import { f2 } from './peer-runs.js';

/** F2 with persons whose comparisons are alike: by rank of score, an impostor's other person is the next one. */
function withPersons(persons: number): ScoreSet {
  const { scores } = f2();
  const left = new Uint32Array(scores.length);
  [...scores.keys()]
    .sort((a, b) => scores[a]! - scores[b]! || a - b)
    .forEach((k, rank) => (left[k] = Math.floor((rank * persons) / scores.length)));
  return comparing(left, persons);
}

/** F2 with persons whose comparisons are not. */
function withAnyPersons(persons: number): ScoreSet {
  return comparing(
    Uint32Array.from(f2().scores, (_, k) => k % persons),
    persons,
  );
}

function comparing(left: Uint32Array, persons: number): ScoreSet {
  const set = f2();
  const compared: ComparedPersons = {
    left,
    right: left.map((person, k) => (set.genuine[k] === 1 ? person : (person + 1) % persons)),
    count: persons,
    inferred: false,
  };
  return { ...set, persons: compared };
}

function intervals(set: ScoreSet, name: string, seed = 1) {
  const input = verificationInput(set, { fars: [1e-2, 1e-4], interval: findInterval(name), seed });
  const rows = measure(input, [findConvention('iso')]);
  return new Map(rows.map(({ metric, low, high, interval }) => [metric, { low, high, interval }]));
}

const width = (found: ReturnType<typeof intervals>, metric: string) =>
  found.get(metric)!.high! - found.get(metric)!.low!;

describe('the interval of a row', () => {
  test('says that comparisons were taken to be independent where no persons are known', () => {
    expect(intervals(f2(), 'persons').get('eer')).toMatchObject({ interval: 'independent 95%' });
    expect(intervals(f2(), 'persons')).toEqual(intervals(f2(), 'independent'));
  });

  test('is wider over few persons whose comparisons are alike than over many', () => {
    const [few, many] = [withPersons(40), withPersons(3000)].map((set) =>
      intervals(set, 'persons'),
    );
    expect(few!.get('accuracy')).toMatchObject({ interval: 'over persons 95%' });
    for (const metric of ['accuracy', 'tar@far=1e-2', 'eer', 'auc']) {
      expect(width(few!, metric)).toBeGreaterThan(2 * width(many!, metric));
    }
  });

  test('is left out where the FAR asks for less than one impostor, but by counts alone', () => {
    const far = 'tar@far=1e-4';
    for (const name of ['persons', 'bootstrap', 'independent']) {
      expect(intervals(withPersons(500), name).get(far)).toEqual({
        low: undefined,
        high: undefined,
        interval: undefined,
      });
    }
    expect(intervals(f2(), 'wilson').get(far)).toMatchObject({ interval: 'wilson 95%' });
    expect(intervals(f2(), 'clopper-pearson').get(far)).toMatchObject({
      interval: 'clopper-pearson 95%',
    });
  });

  test('by bootstrap is the same for the same seed, and near the plug-in one', () => {
    const set = withAnyPersons(500);
    const [first, again, other] = [1, 1, 2].map((seed) => intervals(set, 'bootstrap', seed));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first!.get('eer')).toMatchObject({ interval: 'bootstrap over persons 95%' });
    const plugIn = intervals(set, 'persons');
    for (const metric of ['accuracy', 'tar@far=1e-2', 'eer', 'auc']) {
      expect(width(first!, metric) / width(plugIn, metric)).toBeGreaterThan(0.75);
      expect(width(first!, metric) / width(plugIn, metric)).toBeLessThan(1.33);
    }
  });

  test('is not a point where everything went right', () => {
    const set = withAnyPersons(500);
    const parted = { ...set, scores: set.scores.map((score, k) => score + 2 * set.genuine[k]!) };
    const found = intervals(parted, 'persons');
    for (const metric of ['tar@far=1e-2', 'auc']) {
      expect(found.get(metric)).toMatchObject({ high: 1 });
      // As if each of 500 persons were one trial.
      expect(found.get(metric)!.low).toBeCloseTo(500 / (500 + 1.959964 ** 2), 6);
    }
  });

  test('an unknown kind names all there are', () => {
    expect(() => findInterval('bayes')).toThrow('choose from persons, bootstrap, independent');
  });
});
