import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findInterval } from '../../src/metrics/index.js';
import { wilson } from '../../src/metrics/intervals.js';
import { judgedQuality, ownQuality } from '../../src/metrics/judged-quality.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { bandsOf, bandsWithDet, qualityBands } from '../../src/metrics/quality-bands.js';
import { qualityGrid } from '../../src/metrics/quality-grid.js';
import { sweep } from '../../src/metrics/sweep.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import type { ScoreSet } from '../../src/types.js';
import { comparedPersons, reorder, scoreSets } from './arbitraries.js';
import { personColumns } from '../../src/person-columns.js';
import { f1, f2 } from './peer-runs.js';

describe('bands of quality', () => {
  test('judge each band at the one overall threshold', () => {
    const curve = qualityBands(
      verificationInput({
        // At FMR 0.5 of four impostors the threshold is 0.3.
        scores: Float64Array.from([0.05, 0.9, 0.4, 0.1, 0.8, 0.3, 0.7, 0.0]),
        genuine: Uint8Array.from([1, 1, 0, 0, 1, 0, 1, 0]),
        quality: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
        fold: new Uint16Array(8),
        testFolds: [],
      }),
      { fmr: 0.5, bands: 2 },
    );
    expect(curve).toMatchObject({ name: 'quality_bands', labels: { at_fmr: 0.5 } });
    const columns = Object.fromEntries(Object.entries(curve.columns).map(([k, v]) => [k, [...v]]));
    expect(columns).toMatchObject({
      quality_low: [1, 5],
      quality_high: [4, 8],
      genuine: [2, 2],
      impostor: [2, 2],
      accuracy: [0.5, 0.75],
      tar: [0.5, 1],
      fnmr: [0.5, 0],
      fmr: [0.5, 0.5],
    });
    expect(columns['fnmr_low']![1]).toBe(0);
  });

  test.each([
    {
      why: 'a run of equal qualities swallows three cuts',
      quality: [1, 1, 1, 1, 1, 2, 3, 4],
      low: [1, 3],
    },
    { why: 'one quality is one band', quality: [5, 5, 5, 5, 5, 5, 5, 5], low: [5] },
    {
      why: 'fewer comparisons than bands',
      quality: [1, 2, 3, NaN, NaN, NaN, NaN, NaN],
      low: [1, 2, 3],
    },
  ])('are fewer where equal qualities would be parted: $why', ({ quality, low }) => {
    const { columns } = qualityBands(
      verificationInput({
        scores: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
        genuine: Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1]),
        quality: Float64Array.from(quality),
        fold: new Uint16Array(8),
        testFolds: [],
      }),
      { fmr: 0.5, bands: 4 },
    );
    expect([...columns['quality_low']!]).toEqual(low);
  });

  test('part all comparisons, none twice, and equal qualities never', () => {
    fc.assert(
      fc.property(scoreSets(), fc.integer({ min: 1, max: 12 }), (set, bands) => {
        const input = verificationInput(set);
        const { columns } = qualityBands(input, { fmr: 0.25, bands });
        const sum = (name: string) => columns[name]!.reduce((a, b) => a + b, 0);
        expect(sum('genuine')).toBe(input.sweep.genuineTotal);
        expect(sum('impostor')).toBe(input.sweep.impostorTotal);
        expect(columns['genuine']!.length).toBeLessThanOrEqual(bands);
        columns['quality_low']!.forEach((low, band) => {
          const high = columns['quality_high']![band]!;
          const members = set.quality!.filter((q) => q >= low && q <= high).length;
          expect(members).toBe(columns['genuine']![band]! + columns['impostor']![band]!);
        });
        const accepted = columns['tar']!.reduce(
          (total, tar, band) => total + (Number.isNaN(tar) ? 0 : tar * columns['genuine']![band]!),
          0,
        );
        expect(accepted).toBeCloseTo(lowestAtMost(input.sweep, 0.25).genuineAccepted, 9);
      }),
    );
  });

  test('show on F1 that magnitude is quality: the FNMR of the lowest band is the highest', () => {
    const { columns } = qualityBands(verificationInput(f1().scores), { fmr: 1e-2 });
    const fnmr = [...columns['fnmr']!];
    expect(fnmr.length).toBe(10);
    expect(Math.max(...fnmr)).toBe(fnmr[0]);
    expect(fnmr[9]).toBe(0);
  });

  test('have NaN rates where a class is missing', () => {
    const { columns } = qualityBands(
      verificationInput({
        scores: Float64Array.from([0.9, 0.1]),
        genuine: Uint8Array.from([1, 0]),
        quality: Float64Array.from([1, 2]),
        fold: new Uint16Array(2),
        testFolds: [],
      }),
      { fmr: 0.1, bands: 2 },
    );
    expect([...columns['tar']!]).toEqual([1, NaN]);
    expect([...columns['fmr']!]).toEqual([NaN, 0]);
    expect([...columns['fnmr_low']!]).toEqual([0, NaN]);
  });

  test('are empty without qualities', () => {
    const { columns } = qualityBands(verificationInput(f2()), { fmr: 1e-2 });
    expect(Object.values(columns).every(({ length }) => length === 0)).toBe(true);
  });
});

/** Comparisons as [score, genuine, quality]. */
function setOf(rows: readonly (readonly [number, number, number])[]): ScoreSet {
  return {
    scores: Float64Array.from(rows, ([score]) => score),
    genuine: Uint8Array.from(rows, ([, label]) => label),
    quality: Float64Array.from(rows, ([, , quality]) => quality),
    fold: new Uint16Array(rows.length),
    testFolds: [],
  };
}

describe('a threshold of the band alone', () => {
  // Lowest quality: impostors 0.5 and 0.4; highest: impostors 0.2 and 0.1. FMR 0.5 lets two of all four pass: from 0.25 on.
  const input = verificationInput(
    setOf([
      [0.45, 1, 1],
      [0.3, 1, 1],
      [0.5, 0, 1],
      [0.4, 0, 1],
      [0.25, 1, 2],
      [0.15, 1, 2],
      [0.2, 0, 2],
      [0.1, 0, 2],
    ]),
  );

  test('lets the same share of impostors pass in every band', () => {
    const { columns } = qualityBands(input, { fmr: 0.5, bands: 2 });
    expect([...columns['fmr']!]).toEqual([1, 0]);
    expect([...columns['fnmr']!]).toEqual([0, 0.5]);
    expect([...columns['own_threshold']!]).toEqual([0.45, 0.15]);
    expect([...columns['own_fmr']!]).toEqual([0.5, 0.5]);
    expect([...columns['own_fnmr']!]).toEqual([0.5, 0]);
    expect([...columns['own_tar']!]).toEqual([0.5, 1]);
    expect([...columns['own_accuracy']!]).toEqual([0.5, 0.75]);
  });

  test('is unknown where the FMR asks for less than one of its impostors', () => {
    const { columns } = qualityBands(input, { fmr: 0.4, bands: 2 });
    expect([...columns['fnmr']!].every((rate) => !Number.isNaN(rate))).toBe(true);
    for (const name of ['own_threshold', 'own_fnmr', 'own_fmr', 'own_tar', 'own_fnmr_low']) {
      expect({ name, values: [...columns[name]!] }).toEqual({ name, values: [NaN, NaN] });
    }
  });
});

describe('edges that are given', () => {
  const input = verificationInput(
    setOf([
      [0.9, 1, 14.9],
      [0.1, 0, 15],
      [0.8, 1, 19],
      [0.2, 0, 30],
    ]),
  );

  test('begin bands with themselves, and bands without comparisons stay', () => {
    const { columns } = qualityBands(input, { fmr: 0.5, edges: [15, 20, 25] });
    expect([...columns['edge_low']!]).toEqual([-Infinity, 15, 20, 25]);
    expect([...columns['edge_high']!]).toEqual([15, 20, 25, Infinity]);
    expect([...columns['quality_low']!]).toEqual([14.9, 15, NaN, 30]);
    expect([...columns['quality_high']!]).toEqual([14.9, 19, NaN, 30]);
    expect([...columns['genuine']!]).toEqual([1, 1, 0, 0]);
    expect([...columns['impostor']!]).toEqual([0, 1, 0, 1]);
    expect([...columns['accuracy']!]).toEqual([1, 1, NaN, 0]);
  });

  test('are not there with quantiles', () => {
    expect(qualityBands(input, { fmr: 0.5 }).columns).not.toHaveProperty('edge_low');
  });
});

describe('rates of a band', () => {
  test('are those of its comparisons counted one by one, at both thresholds', () => {
    fc.assert(
      fc.property(scoreSets(), fc.integer({ min: 1, max: 5 }), (set, bands) => {
        const input = verificationInput(set);
        const fmr = 0.25;
        const { columns } = qualityBands(input, { fmr, bands });
        const { threshold } = lowestAtMost(input.sweep, fmr);
        columns['quality_low']!.forEach((low, band) => {
          const high = columns['quality_high']![band]!;
          const inside = (k: number) => set.quality![k]! >= low && set.quality![k]! <= high;
          const own = lowestAtMost(sweep(set.scores, set.genuine, inside), fmr);
          const share = (label: number, wrong: (score: number) => boolean) => {
            const of = [...set.scores].filter((_, k) => inside(k) && set.genuine[k] === label);
            return of.filter(wrong).length / of.length;
          };
          expect(columns['fnmr']![band]).toEqual(share(1, (score) => score < threshold));
          expect(columns['fmr']![band]).toEqual(share(0, (score) => score >= threshold));
          const supported = fmr * columns['impostor']![band]! >= 1;
          expect(columns['own_fnmr']![band]).toEqual(
            supported ? share(1, (score) => score < own.threshold) : NaN,
          );
        });
      }),
    );
  });

  test('do not depend on the order of the comparisons', () => {
    const cases = scoreSets().chain((set) =>
      fc.tuple(
        fc.constant(set),
        fc.shuffledSubarray([...set.scores.keys()], {
          minLength: set.scores.length,
          maxLength: set.scores.length,
        }),
      ),
    );
    fc.assert(
      fc.property(cases, ([set, order]) => {
        const of = (one: ScoreSet) =>
          bandsWithDet(verificationInput(one), { fmr: 0.25, bands: 4 }, true);
        const [given, shuffled] = [of(set), of(reorder(set, order))];
        for (const [name, values] of Object.entries(given.bands.columns)) {
          values.forEach((value, band) => {
            const other = shuffled.bands.columns[name]![band]!;
            // Sums over persons may differ in their last bits.
            expect(Number.isNaN(value) ? other : Math.abs(value - other)).toEqual(
              Number.isNaN(value) ? NaN : expect.closeTo(0, 12),
            );
          });
        }
        expect(shuffled.dets).toEqual(given.dets);
      }),
    );
  });

  test('have the interval that is asked for', () => {
    const { scores } = f1();
    const of = (name: string) =>
      qualityBands(verificationInput(scores, { interval: findInterval(name) }), { fmr: 1e-2 });
    const { columns, labels } = of('wilson');
    expect(labels['interval']).toBe('wilson 95%');
    columns['fnmr']!.forEach((rate, band) => {
      const count = columns['genuine']![band]!;
      const { low, high } = wilson(Math.round(rate * count), count);
      expect(columns['fnmr_low']![band]).toBeCloseTo(low, 12);
      expect(columns['fnmr_high']![band]).toBeCloseTo(high, 12);
    });
    expect(of('clopper-pearson').labels['interval']).toBe('clopper-pearson 95%');
    const drawn = of('bootstrap');
    expect(drawn.labels['interval']).toBe('bootstrap 95%');
    expect(drawn).toEqual(of('bootstrap'));
  });

  test('are never a point, also where no draw has an error', () => {
    const { scores } = f1();
    for (const name of ['persons', 'bootstrap', 'independent', 'wilson', 'clopper-pearson']) {
      const input = verificationInput(scores, { interval: findInterval(name) });
      const { columns } = qualityBands(input, { fmr: 1e-2, bands: 20 });
      expect([...columns['fnmr']!]).toContain(0);
      columns['fnmr']!.forEach((rate, band) => {
        const [low, high] = [columns['fnmr_low']![band]!, columns['fnmr_high']![band]!];
        expect({ name, band, apart: high > low && low <= rate && rate <= high }).toEqual({
          name,
          band,
          apart: true,
        });
      });
    }
  });

  test('are surer where errors are of many persons than where they are of one', () => {
    // Eight persons with five comparisons each; eight errors, of one person and a half or of one comparison of everybody.
    const of = (wrong: (k: number) => boolean) => {
      const count = 40;
      const person = Uint32Array.from({ length: count + 1 }, (_, k) => Math.floor(k / 5));
      const set = setOf(
        Array.from({ length: count + 1 }, (_, k) => [
          k === count ? 0.5 : wrong(k) ? 0.1 : 0.9,
          k === count ? 0 : 1,
          1,
        ]),
      );
      const right = person.slice();
      right[count] = 0;
      const persons = { left: person, right, count: 9, inferred: false };
      const { columns } = qualityBands(verificationInput({ ...set, persons }), { fmr: 0.5 });
      expect(columns['fnmr']![0]).toBe(0.2);
      return columns['fnmr_high']![0]! - columns['fnmr_low']![0]!;
    };
    const ofOne = of((k) => k < 8);
    expect(ofOne).toBeGreaterThan(1.5 * of((k) => k % 5 === 0));
    // However few erred, no more can hang on them than if each of eight persons were right or wrong as a whole.
    const whole = wilson(0.2 * 8, 8);
    expect(ofOne).toBeLessThanOrEqual(whole.high - whole.low + 1e-12);
  });
});

describe('the grid of both pictures', () => {
  const pictures = {
    name: 'sharpness',
    values: Float64Array.of(1, 2, 3, 4, NaN),
    left: Uint32Array.of(0, 3, 2, 0, 3, 4),
    right: Uint32Array.of(1, 0, 3, 3, 0, 0),
  };
  const set = {
    ...setOf([
      [0.1, 1, 0],
      [0.9, 1, 0],
      [0.8, 1, 0],
      [0.2, 0, 0],
      [0.7, 0, 0],
      [0.3, 1, 0],
    ]),
  };
  const quality = judgedQuality(pictures);

  test('does not ask which side is the better one, and leaves unknown pictures out', () => {
    const { columns, labels } = qualityGrid(verificationInput(set), quality, { fmr: 0.5 }, 2)!;
    expect(labels).toEqual({ quality: 'sharpness', at_fmr: 0.5 });
    expect([...columns['worse_from']!]).toEqual([1, 1, 3]);
    expect([...columns['better_from']!]).toEqual([1, 3, 3]);
    expect([...columns['better_to']!]).toEqual([3, 4, 4]);
    // Accepted from 0.3 on: pictures 0 and 1; 0 and 3, whichever is left; 2 and 3.
    expect([...columns['genuine']!]).toEqual([1, 1, 1]);
    expect([...columns['genuine_errors']!]).toEqual([1, 0, 0]);
    expect([...columns['fnmr']!]).toEqual([1, 0, 0]);
    expect([...columns['impostor']!]).toEqual([0, 2, 0]);
    expect([...columns['impostor_errors']!]).toEqual([0, 1, 0]);
    expect([...columns['fmr']!]).toEqual([NaN, 0.5, NaN]);
  });

  test('has cells at given edges, empty ones too', () => {
    const { columns } = qualityGrid(verificationInput(set), quality, { fmr: 0.5, edges: [10] })!;
    expect([...columns['worse_from']!]).toEqual([-Infinity, -Infinity, 10]);
    expect([...columns['genuine']!]).toEqual([3, 0, 0]);
  });

  test('parts the comparisons: its cells add up to them', () => {
    const picture = fc.integer({ min: 0, max: 6 });
    const cases = scoreSets().chain((one) => {
      const { length } = one.scores;
      const side = fc.array(picture, { minLength: length, maxLength: length });
      return fc.tuple(fc.constant(one), side, side);
    });
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 6 }), ([one, left, right], side) => {
        const input = verificationInput(one);
        const judged = judgedQuality({
          name: 'q',
          values: Float64Array.of(5, 3, 3, 9, 1, 1, 7),
          left: Uint32Array.from(left),
          right: Uint32Array.from(right),
        });
        fc.pre(judged.pictures !== undefined);
        const { columns } = qualityGrid(input, judged, { fmr: 0.25 }, side)!;
        const sum = (name: string) => columns[name]!.reduce((a, b) => a + b, 0);
        const { threshold, genuineAccepted } = lowestAtMost(input.sweep, 0.25);
        expect(threshold).toEqual(expect.any(Number));
        expect(sum('genuine')).toBe(input.sweep.genuineTotal);
        expect(sum('impostor')).toBe(input.sweep.impostorTotal);
        expect(sum('genuine') - sum('genuine_errors')).toBe(genuineAccepted);
      }),
    );
  });

  test('is not there where only the qualities of comparisons are known', () => {
    const own = Uint32Array.of(0, 1, 2, 3, 4, 5);
    const whole = judgedQuality({ name: 'q', values: set.quality!, left: own, right: own });
    expect(qualityGrid(verificationInput(set), whole, { fmr: 0.5 })).toBeUndefined();
  });
});

describe('the DET of a band', () => {
  test('has points of the whole DET, both ends, and none closer than the eye', () => {
    const { scores } = f1();
    const input = verificationInput(scores);
    const { bands, dets } = bandsWithDet(input, { fmr: 1e-2, bands: 3 }, true);
    expect(dets).toHaveLength(3);
    const parted = bandsOf(input, ownQuality(scores, 'quality')!, { bands: 3 });
    dets.forEach(({ name, labels, columns }, band) => {
      expect(name).toBe('quality_bands_det');
      expect(labels).toEqual({
        quality: 'quality',
        band: band + 1,
        quality_low: bands.columns['quality_low']![band],
        quality_high: bands.columns['quality_high']![band],
      });
      const own = sweep(scores.scores, scores.genuine, (k) => parted.part[k] === band);
      columns['threshold']!.forEach((threshold, i) => {
        const accepted = (label: number) =>
          [...scores.scores].filter(
            (score, k) =>
              parted.part[k] === band && scores.genuine[k] === label && score >= threshold,
          ).length;
        expect(columns['fmr']![i]).toBe(accepted(0) / own.impostorTotal);
        expect(columns['fnmr']![i]).toBe((own.genuineTotal - accepted(1)) / own.genuineTotal);
      });
      expect([columns['fmr']![0], columns['fmr']!.at(-1)]).toEqual([0, 1]);
    });
  });

  test('is not there for a band of one class', () => {
    const set = setOf([
      [0.9, 1, 1],
      [0.8, 1, 1],
      [0.1, 0, 2],
      [0.2, 0, 2],
    ]);
    expect(bandsWithDet(verificationInput(set), { fmr: 0.5, bands: 2 }, true).dets).toEqual([]);
  });
});

test('persons who meet again widen intervals, never move a rate', () => {
  const cases = comparedPersons().filter(({ left }) => left.length > 3);
  fc.assert(
    fc.property(cases, (persons) => {
      const set = setOf(
        Array.from(personColumns(persons).left, (person, k) => [
          (k % 5) / 5,
          person === personColumns(persons).right[k] ? 1 : 0,
          k % 3,
        ]),
      );
      const of = (interval: string) =>
        qualityBands(verificationInput({ ...set, persons }, { interval: findInterval(interval) }), {
          fmr: 0.5,
          bands: 2,
        }).columns;
      const [known, alone] = [of('persons'), of('independent')];
      for (const name of ['fnmr', 'fmr', 'accuracy', 'own_fnmr', 'own_threshold', 'eer']) {
        expect({ name, values: known[name] }).toEqual({ name, values: alone[name] });
      }
    }),
  );
});
