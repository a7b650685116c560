import { describe, expect, test } from '@jest/globals';
import { bandsTable } from '../../src/terminal/bands-table.js';
import { widthOf } from '../../src/terminal/columns.js';
import { gridTable } from '../../src/terminal/grid-table.js';
import { ownBandsTable } from '../../src/terminal/own-bands-table.js';
import { rankedQualitiesTable } from '../../src/terminal/ranked-qualities-table.js';
import { reachTable } from '../../src/terminal/reach-table.js';
import { bandsReportTable } from '../../src/terminal/report-tables.js';
import { pText, trendLines } from '../../src/terminal/trend-lines.js';
import type { Curve, MetricRow } from '../../src/types.js';
import { SMALL } from '../report/small-report.js';

const numbers = (columns: Record<string, number[]>) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
  );

const BANDS: Curve = {
  name: 'quality_bands',
  labels: { quality: 'magnitude', combine: 'min', at_fmr: 0.001, interval: 'over persons 95%' },
  columns: numbers({
    quality_low: [9.7, 17.25],
    quality_high: [17.2, 24.9],
    genuine: [1500, 1500],
    impostor: [900, 1500],
    accuracy: [0.97, 0.995],
    fnmr: [0.06, 0.0067],
    fmr: [0.0013, 0.0007],
    fnmr_low: [0.049, 0.0037],
    fnmr_high: [0.0732, 0.0122],
    fmr_low: [0, 0],
    own_threshold: [NaN, 0.3],
    own_fmr: [NaN, 0.001],
    own_fnmr: [NaN, 0.008],
    own_fnmr_low: [NaN, 0.004],
    own_fnmr_high: [NaN, 0.016],
    eer: [0.03, 0.01],
    eer_low: [0.02, 0.005],
    eer_high: [0.04, 0.02],
  }),
};

const trend = (columns: Record<string, number>, error = 'fnmr'): Curve => ({
  name: 'quality_bands_trend',
  labels: { quality: 'magnitude', error },
  columns: numbers(Object.fromEntries(Object.entries(columns).map(([n, value]) => [n, [value]]))),
});

const FALLING = trend({
  count: 3000,
  errors: 43,
  z: -4.82,
  p: 0.00042,
  somers_d: -0.67,
  somers_d_low: -0.78,
  somers_d_high: -0.52,
  somers_p: 0.00058,
  rise: 0.0059,
  rise_from_band: 2,
  rise_to_band: 3,
  rise_p: 1,
});

const reachOf = (chosenOn: string, cut: number): Curve => ({
  name: 'quality_bands_reach',
  labels: { quality: 'magnitude', at_fmr: 0.001, chosen_on: chosenOn },
  columns: numbers({
    target: [0.01],
    cut: [cut],
    genuine_rejected: [cut / 300],
    impostor_rejected: [cut / 310],
    pictures_below: [cut / 600],
    fnmr: [cut / 1000],
    fnmr_low: [cut / 2000],
    fnmr_high: [cut / 500],
    above_again: [NaN],
    safe_cut: [cut + 3],
    safe_genuine_rejected: [cut / 100],
  }),
});

const MISSED: MetricRow = {
  metric: 'quality_bands_reach@quality=magnitude,fnmr=1e-2,chosen_on=kept',
  value: NaN,
  count: 0,
  convention: 'iso',
  note: 'undefined: no cut reaches it; the least FNMR is 2e-2, where 3 % are rejected',
};

const GRID: Curve = {
  name: 'quality_bands_grid',
  labels: { quality: 'magnitude', at_fmr: 0.001 },
  columns: numbers({
    worse_from: [9.7, 9.7, 17.2],
    worse_to: [17.2, 17.2, 24.9],
    better_from: [9.7, 17.2, 17.2],
    better_to: [17.2, 24.9, 24.9],
    genuine: [40, 20, 0],
    genuine_errors: [10, 1, 0],
    fnmr: [0.25, 0.05, NaN],
  }),
};

describe('the table of bands', () => {
  test('has both thresholds, and says what a missing one means', () => {
    expect(bandsTable([BANDS])).toMatchInlineSnapshot(`
     "by band of magnitude, threshold at FMR 1e-3
     from    to  genuine  impostor  accuracy %  FNMR %  over persons 95%  FMR %  own FNMR %
      9.7  17.2     1500       900       97.00    6.00  [4.90, 7.32]       0.13           –                ████████████████████
     17.3  24.9     1500      1500       99.50    0.67  [0.37, 1.22]       0.07        0.80  [0.40, 1.60]  ██▎
     own: at the threshold that gives this FMR on the impostors of the band; – where FMR 1e-3 asks for less than one impostor
     "
    `);
  });

  test.each([120, 100, 80, 60])('fits on %d columns and keeps the FNMR', (columns) => {
    const table = bandsTable([BANDS], { columns });
    expect(widthOf(table)).toBeLessThanOrEqual(columns);
    expect(table).toContain('6.00');
  });

  test('has no column of thresholds where no band has its own', () => {
    const nothing = Float64Array.of(NaN, NaN);
    const table = bandsTable([{ ...BANDS, columns: { ...BANDS.columns, own_fnmr: nothing } }]);
    expect(table).not.toContain('own FNMR');
    expect(table).toContain('no band has a threshold of its own: FMR 1e-3 asks for less than one');
  });

  test('names given edges', () => {
    const columns = {
      ...BANDS.columns,
      edge_low: Float64Array.of(-Infinity, 17.22),
      edge_high: Float64Array.of(17.22, Infinity),
    };
    const [, , first, second] = bandsTable([{ ...BANDS, columns }]).split('\n');
    expect(first).toMatch(/^ 9.7 {2}17.2 /);
    expect(second).toMatch(/^17.2 {2}24.9 /);
  });
});

test('the table of each band by itself', () => {
  expect(ownBandsTable(BANDS)).toMatchInlineSnapshot(`
   "each band by itself, own threshold at FMR 1e-3
   from    to  EER %                own FNMR %                threshold  FMR attained
    9.7  17.2   3.00  [2.00, 4.00]           –                        –             –
   17.3  24.9   1.00  [0.50, 2.00]        0.80  [0.40, 1.60]     0.3000          1e-3
   "
  `);
  expect(ownBandsTable(SMALL.curves.find(({ name }) => name === 'quality_bands')!)).toBe('');
});

describe('the sentence of a trend', () => {
  test('says whether the error falls, by how much, and how sure that is', () => {
    expect(trendLines([FALLING])).toBe(
      "FNMR falls with magnitude: trend over bands z -4.82, p 4.2e-4; Somers' D -0.67 [-0.78, -0.52], p 5.8e-4; largest rise 0.59 points from band 2 to 3, p 1\n",
    );
  });

  test.each([
    { why: 'too uncertain', change: { p: 0.2 }, says: 'FNMR shows no trend with magnitude' },
    { why: 'the other way', change: { z: 3 }, says: 'FNMR rises with magnitude' },
    { why: 'few errors', change: { errors: 1 }, says: 'p 1 (1 error)' },
    { why: 'monotone', change: { rise: -0.01 }, says: 'it rises nowhere' },
    { why: 'no errors', change: { z: NaN, errors: 0 }, says: 'there are no errors' },
    { why: 'all errors', change: { z: NaN, errors: 3000 }, says: 'there is nothing but errors' },
    { why: 'one band', change: { z: NaN }, says: 'there is one band' },
  ])('$why: $says', ({ change, says }) => {
    const values = Object.fromEntries(
      Object.entries(FALLING.columns).map(([name, [value]]) => [name, value!]),
    );
    expect(trendLines([trend({ ...values, ...change })])).toContain(says);
  });

  test.each([
    [1, '1'],
    [0.9951, '1'],
    [0.034, '0.034'],
    [0.00042, '4.2e-4'],
    [0, '0'],
    [NaN, '–'],
  ])('writes the chance %p as %p', (p, text) => {
    expect(pText(p)).toBe(text);
  });
});

describe('the table of what to reject', () => {
  test('has a line for each target and threshold, and says why one is not reached', () => {
    const curves = [reachOf('all', 9), reachOf('kept', NaN)];
    expect(reachTable(curves, [MISSED], 'magnitude')).toMatchInlineSnapshot(`
     "what to reject by magnitude to reach an FNMR at FMR 1e-3, and its cost
     threshold  for FNMR  reject below  genuine %  impostor %  pictures %  FNMR %                safe: below  safe: reject %
     as it is        1 %          9.00       3.00        2.90        1.50    0.90  [0.45, 1.80]        12.00            9.00
     anew            1 %             –          –           –           –       –                          –               –
     shares are of comparisons rejected, and of pictures below the cut; threshold as it is: that of all comparisons, anew: chosen again on those kept
     safe: the upper end of the FNMR's interval reaches it as well
     – 1 %, threshold anew: no cut reaches it; the least FNMR is 2e-2, where 3 % are rejected
     "
    `);
  });

  test.each([120, 80, 60])('fits on %d columns and keeps the cut', (columns) => {
    const table = reachTable([reachOf('all', 9)], [], 'magnitude', { columns });
    expect(widthOf(table)).toBeLessThanOrEqual(columns);
    expect(table).toContain('reject below');
  });

  test('is empty where nothing was asked, or for another quality', () => {
    expect(reachTable([], [], 'magnitude')).toBe('');
    expect(reachTable([reachOf('all', 9)], [], 'sharpness')).toBe('');
  });
});

describe('the table of both pictures', () => {
  test('is a triangle, with a dot where there is nothing', () => {
    expect(gridTable(GRID)).toMatchInlineSnapshot(`
     "FNMR in % by magnitude of the worse and of the better picture, threshold at FMR 1e-3
     worse \\ better      9.7–17.2   17.2–24.9
           9.7–17.2  25.00  10/40  5.00  1/20
          17.2–24.9                         ·
     "
    `);
  });

  test('leaves out counts where the screen is narrow', () => {
    const table = gridTable(GRID, { columns: 38 });
    expect(widthOf(table)).toBeLessThanOrEqual(38);
    expect(table).not.toContain('10/40');
  });
});

describe('the report of bands', () => {
  const other = (curve: Curve): Curve => ({
    ...curve,
    labels: { ...curve.labels, quality: 'sharpness' },
  });
  const row = (quality: string, metric: string, value: number): MetricRow => ({
    metric: `quality_bands_${metric}@quality=${quality},error=fnmr`,
    value,
    count: 1,
    convention: 'iso',
  });

  test('tells the first quality in detail and all of them side by side', () => {
    const rows = ['magnitude', 'sharpness'].flatMap((quality, i) => [
      row(quality, 'trend', -4 + i),
      row(quality, 'trend_p', 0.001 + i / 10),
      { ...row(quality, 'somers_d', -0.6 + i / 5), low: -0.7, high: -0.3 },
    ]);
    const curves = [BANDS, FALLING, other(BANDS), other(FALLING)];
    const report = { ...SMALL, rows, curves };
    const table = bandsReportTable(report, {});
    expect(table.match(/by band of/g)).toHaveLength(1);
    expect(table.match(/FNMR falls with/g)).toHaveLength(1);
    expect(rankedQualitiesTable(report)).toMatchInlineSnapshot(`
     "does FNMR fall with quality? below 0 it does
     quality    FNMR % lowest  highest band  trend z      p  Somers' D
     magnitude           6.00          0.67    -4.00  0.001      -0.60  [-0.70, -0.30]
     sharpness           6.00          0.67    -3.00    0.1      -0.40  [-0.70, -0.30]
     "
    `);
  });

  test('has no table of one quality beside itself', () => {
    expect(rankedQualitiesTable({ rows: [], curves: [BANDS] })).toBe('');
  });
});
