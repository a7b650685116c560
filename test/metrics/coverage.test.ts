/** Intervals hold the truth about as often as they say; the long form is scripts/coverage.js, its result docs/intervals.md. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROJECT } from '../support/run-cli.js';

const BENCHMARKS = 120;

interface Held {
  readonly design: string;
  readonly interval: string;
  readonly metric: string;
  readonly held: number;
  readonly count: number;
}

function simulate(design: string): readonly Held[] {
  const argv = ['--benchmarks', String(BENCHMARKS), '--intervals', 'persons,wilson'];
  const script = join(PROJECT, 'scripts', 'coverage.js');
  // A process of its own, since arithmetic is many times slower in a test's realm.
  const { stdout } = spawnSync(process.execPath, [script, ...argv, '--design', design, '--json'], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as Held[];
}

describe('on benchmarks drawn from a population that is known', () => {
  test.each(['pairs', 'templates'])(
    '%s: intervals over persons hold the truth, those of counts do not',
    (design) => {
      const found = simulate(design);
      const share = (interval: string, metric: string) => {
        const { held, count } = found.find(
          (one) => one.interval === interval && one.metric === metric,
        )!;
        expect(count).toBe(BENCHMARKS);
        return held / count;
      };
      // Fewer than 105 of 120 have the chance 0.1 % where each holds in 95 %.
      for (const metric of ['tar@far=1e-1', 'tar@far=1e-2', 'eer', 'auc']) {
        expect(share('persons', metric)).toBeGreaterThanOrEqual(105 / BENCHMARKS);
      }
      expect(share('wilson', 'tar@far=1e-2')).toBeLessThan(0.9);
    },
  );
});
