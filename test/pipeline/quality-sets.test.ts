import { describe, expect, test } from '@jest/globals';
import { kendall, spearman } from '../../src/metrics/rank-correlation.js';
import { rankedPersons, setCurves, setRows } from '../../src/pipeline/quality-sets.js';
import { qualityTables } from '../../src/terminal/quality-table.js';

const MAGNITUDES = Float32Array.of(10, 12, 14, 16, 20, 18, 22, 24);
const SHARPNESS = Float64Array.of(1, 3, 2, 4, 5, NaN, 7, 6);
const ONE = [{ name: 'demo', prefix: '', from: 0, to: 8 }];
const TWO = [
  { name: 'a', prefix: 'a/', from: 0, to: 5 },
  { name: 'b', prefix: 'b/', from: 5, to: 8 },
];
const INPUT = {
  sets: ONE,
  magnitudes: MAGNITUDES,
  identity: Int32Array.of(0, 0, 1, 1, 1, 2, 2, -1),
  sigmoid: { x0: 17, w: 2 },
  others: [{ name: 'sharpness', values: SHARPNESS }],
};

describe('the rows of a set of pictures', () => {
  test('are mean, deviation, share between persons, a correlation a quality, and the constants', () => {
    const rows = setRows(INPUT);
    const values = Object.fromEntries(rows.map(({ metric, value }) => [metric, value]));
    expect(Object.keys(values)).toEqual([
      'quality_mean',
      'quality_deviation',
      'quality_icc',
      'quality_spearman@with=sharpness',
      'quality_x0',
      'quality_w',
    ]);
    expect(values['quality_mean']).toBe(17);
    expect([values['quality_x0'], values['quality_w']]).toEqual([17, 2]);
    expect(values['quality_spearman@with=sharpness']).toBe(spearman(MAGNITUDES, SHARPNESS).value);
    expect(rows[3]!.count).toBe(7);
  });

  test('bear the name of the set where there are several', () => {
    const names = setRows({ ...INPUT, sets: TWO }).map(({ metric }) => metric);
    expect(names).toContain('quality_mean@set=a');
    expect(names).toContain('quality_spearman@set=b,with=sharpness');
  });

  test('say why they are undefined', () => {
    const alone = {
      ...INPUT,
      sets: [{ name: 'one', prefix: '', from: 0, to: 1 }],
      magnitudes: MAGNITUDES.subarray(0, 1),
      sigmoid: { x0: NaN, w: NaN },
    };
    for (const { metric, value, note } of setRows(alone)) {
      if (Number.isNaN(value))
        expect({ metric, note }).toMatchObject({ note: expect.stringMatching(/^undefined: /) });
    }
  });
});

describe('the curves of sets of pictures', () => {
  test('have histograms on common bins that hold every picture', () => {
    const curves = setCurves({ ...INPUT, sets: TWO }).filter(
      ({ name }) => name === 'quality_histogram',
    );
    expect(curves.map(({ labels }) => labels['set'])).toEqual(['a', 'b']);
    expect(curves[0]!.columns['low']).toEqual(curves[1]!.columns['low']);
    const totals = curves.map(({ columns }) => columns['pictures']!.reduce((a, b) => a + b, 0));
    expect(totals).toEqual([5, 3]);
    // Density is over the unit: times the width it is 1.
    for (const { columns } of curves) {
      const area = columns['density']!.reduce(
        (sum, density, i) => sum + density * (columns['high']![i]! - columns['low']![i]!),
        0,
      );
      expect(area).toBeCloseTo(1, 12);
    }
    // Persons 0 and 1 have two pictures and more, person 2 has them too, in the other set.
    expect(curves.map(({ columns }) => columns['persons']!.reduce((a, b) => a + b, 0))).toEqual([
      2, 1,
    ]);
  });

  test('tell both correlations of every two qualities, and people read them', () => {
    const curves = setCurves(INPUT);
    const [found, ...more] = curves.filter(({ name }) => name === 'quality_correlations');
    expect(more).toEqual([]);
    const [rho, tau] = [spearman(MAGNITUDES, SHARPNESS), kendall(MAGNITUDES, SHARPNESS)];
    expect(found!.labels).toEqual({ first: 'magnitude', second: 'sharpness' });
    const { columns } = found!;
    expect([...columns['spearman_low']!, ...columns['kendall']!]).toEqual([rho.low, tau.value]);
    const subject = {
      dataset: 'demo',
      protocol: '',
      images: '',
      model: '',
      modelDigest: '',
      preprocess: '',
    };
    const tables = qualityTables(
      { subject, rows: setRows(INPUT), curves },
      {
        sigmoid: { x0: 17, w: 2, source: 'as given' },
        sets: [{ name: 'demo', pictures: 8, persons: 0, least: 2, worst: [], best: [] }],
      },
    );
    const line = tables
      .join('\n')
      .split('\n')
      .find((text) => text.startsWith('magnitude  sharpness'));
    expect(line).toContain(`7     ${rho.value.toFixed(3)}  [${rho.low.toFixed(3)}, `);
  });
});

test('persons stand in ascending order of their mean, called as their own set calls them', () => {
  const persons = rankedPersons(TWO[0]!, MAGNITUDES, INPUT.identity, ['a/x', 'a/y', 'b/z']);
  expect(
    persons.map(({ name, pictures, mean, least, greatest }) => [
      name,
      pictures,
      mean,
      least,
      greatest,
    ]),
  ).toEqual([
    ['x', 2, 11, 10, 12],
    ['y', 3, 50 / 3, 14, 20],
  ]);
  expect(persons[0]!.deviation).toBeCloseTo(Math.SQRT2, 12);
});
