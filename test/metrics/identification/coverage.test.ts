/** Intervals of 1:N search hold the truth about as often as they say; the long form's result is in docs/intervals.md. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PROJECT } from '../../support/run-cli.js';

const BENCHMARKS = 120;

interface Held {
  readonly metric: string;
  readonly held: number;
  readonly heldByCounts: number;
  readonly count: number;
}

test('on searches drawn from a population that is known: intervals over subjects hold the truth, those of counts do not', () => {
  const script = join(PROJECT, 'scripts', 'coverage-identification.js');
  const argv = ['--design', 'small', '--benchmarks', String(BENCHMARKS), '--json'];
  // A process of its own, since arithmetic is many times slower in a test's realm.
  const { stdout } = spawnSync(process.execPath, [script, ...argv], { encoding: 'utf8' });
  const found = JSON.parse(stdout) as Held[];
  expect(found).toHaveLength(18);
  for (const { metric, held, heldByCounts, count } of found) {
    expect({ metric, count }).toEqual({ metric, count: BENCHMARKS });
    // Fewer than 105 of 120 have the chance 0.1 % where each holds in 95 %.
    expect({ metric, holds: held >= 105 }).toEqual({ metric, holds: true });
    if (metric.startsWith('tpir@fpir=1e-2')) expect(heldByCounts).toBeLessThan(105);
  }
});
