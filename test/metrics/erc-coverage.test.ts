import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROJECT } from '../support/run-cli.js';

/** A short form of the simulation, in a process of its own, since loops run many times slower in here. */
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [
    join(PROJECT, 'scripts', 'coverage-erc.js'),
    ...['--benchmarks', '60', '--draws', '150', '--design', 'templates', '--json'],
  ],
  { encoding: 'utf8' },
);

describe('the intervals of error versus reject', () => {
  test('hold the truth about as often as they say, where counts alone do not', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const sums = JSON.parse(stdout) as Record<string, { held: number; count: number }>;
    const share = (what: string, way: string) => {
      const { held, count } = sums[`templates | ${what} | ${way}`]!;
      return held / count;
    };
    for (const what of ['error at 0', 'error at 0.2', 'error at 0.5', 'area to 0.2']) {
      // Of 60 benchmarks with a chance of 95 %, 52 or more hold in all but one case in 100.
      expect({ what, holds: share(what, 'band') >= 52 / 60 }).toEqual({ what, holds: true });
    }
    expect(share('error at 0', 'counts')).toBeLessThan(52 / 60);
  });
});
