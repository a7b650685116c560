import { describe, expect, test } from '@jest/globals';
import { fnirPlot } from '../../src/report/plots/fnir.js';
import type { Curve, Report } from '../../src/types.js';
import { SMALL } from './small-report.js';

const curve = (gallery: string, rank: number, fpir: number[], fnir: number[]): Curve => ({
  name: 'fnir',
  labels: { gallery, rank },
  columns: { fpir: Float64Array.from(fpir), fnir: Float64Array.from(fnir) },
});
const drawn = (...curves: Curve[]) => {
  const report: Report = { ...SMALL, curves };
  return fnirPlot(report);
};

describe('the plot of FNIR', () => {
  test('draws each gallery at rank 1, without rates of 0, which have no logarithm', () => {
    const spec = drawn(
      curve('G1', 1, [0, 0.5, 1], [0.9, 0.2, 0]),
      curve('G1', 5, [0.5], [0.1]),
      curve('G2', 1, [0.5], [0.3]),
    );
    expect(spec).toMatchObject({
      data: {
        values: [
          { gallery: 'G1', fpir: 0.5, fnir: 0.2 },
          { gallery: 'G2', fpir: 0.5, fnir: 0.3 },
        ],
      },
    });
  });

  test('is left out where no point is left', () => {
    expect(drawn()).toBeUndefined();
    expect(drawn(curve('G1', 1, [0, 1], [0.5, 0]))).toBeUndefined();
  });
});
