import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { errorTrend, midranks } from '../../src/metrics/error-trend.js';
import { studentAbove } from '../../src/metrics/intervals.js';
import { largestRise } from '../../src/metrics/largest-rise.js';
import { ownQuality } from '../../src/metrics/judged-quality.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { bandsOf } from '../../src/metrics/quality-bands.js';
import { qualityErrors } from '../../src/metrics/quality-errors.js';
import { qualityTrend, trendCurve, trendRows } from '../../src/metrics/quality-trend.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { PROJECT } from '../support/run-cli.js';
import { f1 } from './peer-runs.js';

const DRAWN = 4000;

/** Comparisons of known quality, some of them wrong, each of one person. */
function errorsOf(
  quality: readonly number[],
  wrong: readonly number[],
  person: readonly number[] = quality.map((_, k) => k),
) {
  return verificationInput({
    scores: Float64Array.from(quality),
    genuine: Uint8Array.from(wrong, (one) => 1 - one),
    fold: new Uint16Array(quality.length),
    testFolds: [],
    persons: {
      left: Uint32Array.from(person),
      right: Uint32Array.from(person),
      count: Math.max(...person) + 1,
      inferred: false,
    },
  });
}

describe('the trend of errors', () => {
  test('of independent comparisons is the test of Cochran and Armitage', () => {
    // Malformation by alcohol, Agresti, Categorical Data Analysis (2013), 3.4 and 5.3: z = 2.56, p = 0.010.
    const places = [0, 0.5, 1.5, 4, 7];
    const absent = [17066, 14464, 788, 126, 37];
    const present = [48, 38, 5, 1, 1];
    const rows = places.flatMap((place, i) => [
      ...Array.from({ length: present[i]! }, () => [place, 1] as const),
      ...Array.from({ length: absent[i]! }, () => [place, 0] as const),
    ]);
    const input = errorsOf(
      rows.map(([place]) => place),
      rows.map(([, wrong]) => wrong),
    );
    const { independent } = errorTrend(input, (k) => rows[k]![0]);
    expect(independent.z).toBeCloseTo(2.563, 3);
    expect(independent.p).toBeCloseTo(0.0104, 4);
  });

  test.each([
    {
      why: 'errors at the lowest places: becoming rarer is below 0',
      wrong: [1, 1, 0, 0],
      sign: -1,
    },
    { why: 'errors at the highest places', wrong: [0, 0, 1, 1], sign: 1 },
    { why: 'errors at both ends alike', wrong: [1, 0, 0, 1], sign: 0 },
    { why: 'no errors', wrong: [0, 0, 0, 0], sign: NaN },
    { why: 'nothing but errors', wrong: [1, 1, 1, 1], sign: NaN },
  ])('$why', ({ wrong, sign }) => {
    const { z, independent } = errorTrend(errorsOf([1, 2, 3, 4], wrong), (k) => k);
    expect(Math.sign(z)).toBe(sign);
    expect(Math.sign(independent.z)).toBe(sign);
  });

  test('is undefined where all have one place', () => {
    expect(errorTrend(errorsOf([1, 1], [0, 1]), () => 3).z).toBe(NaN);
  });

  test('turns with the order of the places, and knows no unit of them', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 1)), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, (rows) => {
        const input = errorsOf(
          rows.map(([place]) => place),
          rows.map(([, wrong]) => wrong),
          rows.map((_, k) => k % 5),
        );
        const trend = errorTrend(input, (k) => rows[k]![0]);
        const turned = errorTrend(input, (k) => 7 - 3 * rows[k]![0]);
        if (Number.isNaN(trend.z)) expect(turned.z).toBe(NaN);
        else {
          expect(turned.z).toBeCloseTo(-trend.z, 9);
          expect(turned.p).toBeCloseTo(trend.p, 9);
        }
      }),
    );
  });

  test('scatters over persons as it does when the signs of their sums are drawn, all of them', () => {
    const person = [0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 7, 7];
    const wrong = [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const place = [0, 1, 0, 3, 4, 1, 1, 5, 6, 5, 2, 7, 8, 4, 9, 6];
    const mean = place.reduce((a, b) => a + b, 0) / place.length;
    const share = wrong.reduce((a, b) => a + b, 0) / wrong.length;
    const sums = new Float64Array(8);
    person.forEach((one, k) => (sums[one]! += (place[k]! - mean) * (wrong[k]! - share)));
    const total = sums.reduce((a, b) => a + b, 0);
    let squares = 0;
    for (let signs = 0; signs < 256; signs++) {
      squares += sums.reduce((sum, one, i) => sum + (signs & (1 << i) ? one : -one), 0) ** 2;
    }
    const { z, p } = errorTrend(errorsOf(place, wrong, person), (k) => place[k]!);
    // Eight persons in place of infinitely many: the part that persons add counts 8 / 7.
    const alone = person.reduce(
      (sum, _, k) => sum + ((place[k]! - mean) * (wrong[k]! - share)) ** 2,
      0,
    );
    const variance = alone + (8 / 7) * (squares / 256 - alone);
    expect(z).toBeCloseTo(total / Math.sqrt(variance), 9);
    const fourths = sums.reduce((sum, one) => sum + one ** 4, 0);
    expect(p).toBeCloseTo(2 * studentAbove(Math.abs(z), (squares / 256) ** 2 / fourths), 9);
  });

  test.each([
    {
      why: 'a clear trend',
      wrongOf: [3, 2, 2, 3, 1, 2, 0, 2, 1, 0, 1, 2, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0],
    },
    {
      why: 'a faint one',
      wrongOf: [1, 0, 2, 0, 1, 1, 0, 2, 0, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0],
    },
    {
      why: 'none',
      wrongOf: [0, 1, 0, 2, 0, 0, 1, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 2, 0, 1, 0, 1, 0],
    },
  ])('has about the p of permutations of the persons: $why', ({ wrongOf }) => {
    // Persons with three comparisons of one quality each: what is exchanged is all errors of a person.
    const person = wrongOf.flatMap((_, i) => [i, i, i]);
    const wrong = wrongOf.flatMap((hits) => [0, 1, 2].map((k) => (k < hits ? 1 : 0)));
    const { z, p } = errorTrend(errorsOf(person, wrong, person), (k) => person[k]!);
    const middle = (wrongOf.length - 1) / 2;
    const statistic = (hits: readonly number[]) =>
      hits.reduce((sum, one, at) => sum + (at - middle) * one, 0);
    const seen = statistic(wrongOf);
    const random = xoroshiro128plus(1);
    const drawn = [...wrongOf];
    let reached = 0;
    for (let draw = 0; draw < DRAWN; draw++) {
      for (let last = drawn.length - 1; last > 0; last--) {
        const other = uniformInt(random, 0, last);
        [drawn[last], drawn[other]] = [drawn[other]!, drawn[last]!];
      }
      if (Math.abs(statistic(drawn)) >= Math.abs(seen)) reached++;
    }
    expect(Math.sign(z)).toBe(Math.sign(seen));
    expect(Math.abs(p - reached / DRAWN)).toBeLessThan(0.05);
  });

  test('gives equal qualities one rank, their mean', () => {
    const rank = midranks(errorsOf([5, 1, 5, 3], [1, 0, 0, 0]));
    expect([0, 1, 2, 3].map(rank)).toEqual([3.5 / 4, 1 / 4, 3.5 / 4, 2 / 4]);
  });
});

describe('the largest rise between neighbouring bands', () => {
  const band = [0, 0, 1, 1, 2, 2, 2, 2];
  const riseOf = (wrong: readonly number[], bands = 3) =>
    largestRise(errorsOf(band, wrong), (k) => band[k]!, bands);

  test.each([
    { why: 'it rises once', wrong: [1, 1, 0, 0, 1, 1, 0, 0], rise: 0.5, from: 1, to: 2 },
    {
      why: 'it falls at every step: the least fall',
      wrong: [1, 1, 1, 0, 1, 0, 0, 0],
      rise: -0.25,
      from: 1,
      to: 2,
    },
    {
      why: 'of equal rises the one at the lowest quality',
      wrong: [0, 0, 1, 0, 1, 1, 1, 1],
      rise: 0.5,
      from: 0,
      to: 1,
    },
  ])('$why', ({ wrong, rise, from, to }) => {
    expect(riseOf(wrong)).toMatchObject({ rise: { value: rise }, from, to, steps: 2 });
  });

  test('passes over bands without comparisons', () => {
    const found = largestRise(errorsOf([1, 2], [0, 1]), (k) => 2 * k, 3);
    expect(found).toMatchObject({ rise: { value: 1 }, from: 0, to: 2, steps: 1 });
  });

  test('is undefined with one band, and sure of nothing where there is no error', () => {
    expect(largestRise(errorsOf([1, 2], [0, 1]), () => 0, 1)).toBeUndefined();
    expect(riseOf([0, 0, 0, 0, 0, 0, 0, 0])).toMatchObject({ rise: { value: 0 }, p: 1 });
  });

  test('is told from chance where many comparisons show it', () => {
    const many = Array.from({ length: 400 }, (_, k) => Math.floor(k / 200));
    const wrong = many.map((one, k) => (one === 1 && k % 5 === 0 ? 1 : 0));
    const found = largestRise(errorsOf(many, wrong), (k) => many[k]!, 2)!;
    expect(found.rise.value).toBeCloseTo(0.2, 12);
    expect(found.rise.low).toBeGreaterThan(0.1);
    expect(found.p).toBeLessThan(1e-6);
  });
});

describe('the rows of a trend', () => {
  const { scores } = f1();
  const input = verificationInput(scores);
  const quality = ownQuality(scores, 'magnitude')!;
  const parted = bandsOf(input, quality, { bands: 10 });
  const trendOf = (threshold: number) =>
    qualityTrend(qualityErrors(input, quality, threshold, 'fnmr'), parted, quality.name);
  const rowsOf = (threshold: number) => trendRows(trendOf(threshold));
  const { threshold } = lowestAtMost(input.sweep, 1e-2);

  test("have Somers' D as the pairs of errors and right decisions tell it, counted one by one", () => {
    const d = rowsOf(threshold).find(({ metric }) => metric.startsWith('quality_bands_somers_d'))!;
    const genuine = [...scores.genuine.keys()].filter((k) => scores.genuine[k] === 1);
    const errors = genuine.filter((k) => scores.scores[k]! < threshold);
    const right = genuine.filter((k) => scores.scores[k]! >= threshold);
    let sum = 0;
    for (const e of errors) {
      for (const r of right) sum += Math.sign(scores.quality![e]! - scores.quality![r]!);
    }
    expect(d.metric).toBe('quality_bands_somers_d@quality=magnitude,error=fnmr');
    expect(d.value).toBeCloseTo(sum / errors.length / right.length, 12);
    expect(d.low!).toBeLessThan(d.value);
    expect(d.high!).toBeGreaterThan(d.value);
    expect(d.high!).toBeLessThan(0);
  });

  test('find on F1 that the FNMR falls with magnitude', () => {
    const [z, p] = rowsOf(threshold);
    expect(z!.value).toBeLessThan(-4);
    expect(p!.value).toBeLessThan(1e-3);
    expect(z!.note).toMatch(/^independent comparisons would give z -/);
  });

  test('say what the curve says', () => {
    const { name, labels, columns } = trendCurve(trendOf(threshold));
    expect([name, labels]).toEqual([
      'quality_bands_trend',
      { quality: 'magnitude', error: 'fnmr' },
    ]);
    expect(rowsOf(threshold).map(({ value }) => value)).toEqual(
      ['z', 'p', 'somers_d', 'somers_p', 'rise', 'rise_p'].map((column) => columns[column]![0]),
    );
  });

  test.each([
    { at: -2, reason: 'no errors' },
    { at: 2, reason: 'nothing but errors' },
  ])('are undefined with a reason: $reason', ({ at, reason }) => {
    for (const { value, count, note } of rowsOf(at)) {
      expect([value, count, note]).toEqual([NaN, 0, `undefined: ${reason}`]);
    }
  });
});

describe("the upper tail of Student's t", () => {
  test.each([
    // t, degrees of freedom, chance: tables of the distribution; 1 is Cauchy's, many are nearly normal.
    [0, 5, 0.5],
    [1, 1, 0.25],
    [-1, 1, 0.75],
    [2.3534, 3, 0.05],
    [2.0423, 30, 0.025],
    [1.959964, 1e6, 0.025],
    [Infinity, 3, 0],
  ])('beyond %p with %p degrees of freedom is %p', (t, freedom, chance) => {
    expect(studentAbove(t, freedom)).toBeCloseTo(chance, 5);
  });

  test('takes no fewer than one degree, and falls with each part of one more', () => {
    expect(studentAbove(2, 0.3)).toBe(studentAbove(2, 1));
    const tails = [1, 1.5, 2, 2.5, 3].map((freedom) => studentAbove(2, freedom));
    expect(tails).toEqual([...tails].sort((a, b) => b - a));
    expect(new Set(tails).size).toBe(5);
  });
});

interface Share {
  readonly test: string;
  readonly count: number;
  readonly below: Readonly<Record<string, number>>;
}

describe('where quality and errors have nothing to do with each other but persons are alike', () => {
  const BENCHMARKS = 250;
  const script = join(PROJECT, 'scripts', 'trend-null.js');
  // A process of its own, since arithmetic is many times slower in a test's realm.
  const argv = [script, '--design', 'templates', '--benchmarks', String(BENCHMARKS), '--json'];
  const { stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  const found = JSON.parse(stdout) as Share[];
  const share = (name: string, level: string) => {
    const { below, count } = found.find((one) => one.test === name)!;
    expect(count).toBe(BENCHMARKS);
    return below[level]! / count;
  };

  test.each(['fnmr bands', 'fnmr ranks', 'fmr bands', 'fmr ranks'])(
    '%s: p lies below each level about as often as that level says',
    (name) => {
      // Five standard deviations of 250 draws around 0.2 and 0.5; p is a little too great for few errors.
      expect(share(name, '0.05')).toBeLessThan(0.12);
      expect(share(name, '0.2')).toBeGreaterThan(0.08);
      expect(share(name, '0.2')).toBeLessThan(0.33);
      expect(share(name, '0.5')).toBeGreaterThan(0.34);
      expect(share(name, '0.5')).toBeLessThan(0.66);
    },
  );

  test.each(['fnmr rise', 'fmr rise'])('%s: p is never too small', (name) => {
    expect(share(name, '0.05')).toBeLessThan(0.12);
  });

  test('taking comparisons for independent finds trends that are not there', () => {
    expect(share('fmr bands, independent', '0.05')).toBeGreaterThan(0.4);
    expect(share('fnmr bands, independent', '0.05')).toBeGreaterThan(0.08);
  });
});
