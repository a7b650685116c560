import { expect, test } from '@jest/globals';
import { qualityAt } from '../src/score-quality.js';

const qualities = {
  values: Float32Array.of(3, 1, NaN),
  left: Uint16Array.of(0, 0, 2),
  right: Uint16Array.of(0, 1, 0),
};

test('the quality of a comparison is the lower one of its sides, NaN where one is unknown', () => {
  expect([0, 1, 2].map(qualityAt({ qualities })!)).toEqual([3, 1, NaN]);
});

test('or what is told of it as a whole', () => {
  const quality = Float64Array.of(0.5, 2);
  expect([0, 1].map(qualityAt({ quality })!)).toEqual([0.5, 2]);
  expect([0, 1].map(qualityAt({ quality, qualities })!)).toEqual([0.5, 2]);
  expect(qualityAt({})).toBeUndefined();
});
