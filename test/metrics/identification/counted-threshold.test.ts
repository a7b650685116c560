import { describe, expect, test } from '@jest/globals';
import { countedThreshold } from '../../../src/metrics/identification/counted-threshold.js';
import { trialsReport } from '../../../src/metrics/identification/trials.js';

describe("BLUFR's threshold", () => {
  const alarms = Float32Array.of(0.75, 0.5, 0.25, 0.125);

  test.each([
    { rate: 0.5, mates: [], threshold: 0.5, why: 'the second of four, itself accepted' },
    { rate: 0.375, mates: [], threshold: 0.5, why: 'halves are rounded up: 1.5 alarms are 2' },
    { rate: 0.3, mates: [], threshold: 0.75, why: '1.2 alarms are 1' },
    {
      rate: 0.1,
      mates: [1, 0.875, 0.5],
      threshold: 0.8125,
      why: 'none: halfway to the least mate above',
    },
    { rate: 0.1, mates: [0.5], threshold: 0.75 + 2 ** -26, why: 'none, and no mate above' },
  ])('$why', ({ rate, mates, threshold }) => {
    expect(countedThreshold(alarms, 4, rate, Float32Array.from(mates))).toBe(threshold);
  });
});

describe('the report of trials', () => {
  test('gives the mean less the standard deviation, both, and every trial', () => {
    const trial = (rate: number, pictures: number) => ({
      counts: { pictures },
      values: new Map([['vr@far=1e-3', rate]]),
    });
    const { rows, curves } = trialsReport([trial(0.9, 10), trial(0.8, 12), trial(0.7, 14)]);
    expect(rows.map(({ metric, value }) => [metric, Number(value.toFixed(12))])).toEqual([
      ['vr@far=1e-3', 0.7],
      ['vr@far=1e-3:mean', 0.8],
      ['vr@far=1e-3:std', 0.1],
    ]);
    expect(curves[0]!.columns).toEqual({
      trial: Float64Array.of(1, 2, 3),
      pictures: Float64Array.of(10, 12, 14),
      'vr@far=1e-3': Float64Array.of(0.9, 0.8, 0.7),
    });
  });
});
