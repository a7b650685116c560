import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { probit } from '../src/probit.js';
import { PROJECT } from './support/run-cli.js';

const EXPECTED = JSON.parse(
  readFileSync(join(PROJECT, 'fixtures', 'probit', 'expected.json'), 'utf8'),
) as [number, number][];

describe('the normal deviate of a share', () => {
  test('is that of 50-digit arithmetic to 2e-15 of itself, from 1e-300 to 1 - 1e-15', () => {
    for (const [share, deviate] of EXPECTED) {
      const error = Math.abs(probit(share) - deviate);
      expect({ share, right: error <= 2e-15 * Math.abs(deviate) }).toEqual({ share, right: true });
    }
  });

  test.each([
    { share: 0, deviate: -Infinity },
    { share: 1, deviate: Infinity },
    { share: 0.5, deviate: 0 },
    { share: -0.1, deviate: NaN },
    { share: 1.1, deviate: NaN },
    { share: NaN, deviate: NaN },
  ])('of $share is $deviate', ({ share, deviate }) => {
    expect(probit(share)).toBe(deviate);
  });

  test('rises with the share, and is odd about one half', () => {
    const shares = fc.integer({ min: 1, max: 2 ** 30 - 1 }).map((n) => n / 2 ** 30);
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        if (a < b) expect(probit(a)).toBeLessThan(probit(b));
        expect(probit(1 - a) + probit(a)).toBe(0);
      }),
    );
  });
});
