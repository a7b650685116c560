import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { qualityBands } from '../../src/metrics/quality-bands.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { scoreSets } from './arbitraries.js';
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
