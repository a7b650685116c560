import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
// @ts-expect-error a script, without types
import * as script from '../scripts/print-goldens.js';
import { GOLDENS } from './metrics/peer-runs.js';
import { PROJECT } from './support/run-cli.js';

interface Check {
  readonly peer: string;
  readonly golden: string;
  readonly quantity: string;
  readonly at?: string | number;
  readonly remark?: string;
  readonly expected: unknown;
  readonly ours: unknown;
  readonly tolerance: number;
}

const { goldens, line, outOfTolerance, page, summaryLine, tally } = script as {
  readonly goldens: (
    peers?: string,
  ) => Promise<{ readonly found: readonly Check[]; readonly missing: readonly string[] }>;
  readonly line: (check: Check) => string;
  readonly outOfTolerance: (check: Check) => boolean;
  readonly page: (result: Awaited<ReturnType<typeof goldens>>) => string;
  readonly summaryLine: (peer: string, checks: readonly Check[]) => string;
  readonly tally: (found: readonly Check[], missing: readonly string[]) => string;
};

const ours = await goldens();
const all = await goldens(GOLDENS);
const committed = readFileSync(join(PROJECT, 'docs', 'goldens.md'), 'utf8');

describe('what other programs answered', () => {
  test.each([...new Set(ours.found.map(({ peer }) => peer))])('%s is met', (peer) => {
    const checks = ours.found.filter((check) => check.peer === peer);
    expect(checks.filter(outOfTolerance).map(line)).toEqual([]);
  });

  test('stands on the page as it is (node scripts/print-goldens.js --peers DIR --write)', () => {
    const lines = new Set(committed.split('\n'));
    expect(ours.found.map(line).filter((text) => !lines.has(text))).toEqual([]);
  });

  (all.missing.length === 0 ? test : test.skip)(
    'and on the data of their own tests, so that the page is whole',
    () => {
      expect(all.found.filter(outOfTolerance).map(line)).toEqual([]);
      expect(page(all)).toBe(committed);
    },
  );
});

describe('a golden', () => {
  const check = { peer: 'a', golden: 'b', quantity: 'c', tolerance: 1e-12 };
  test.each([
    { why: 'is out by more than its tolerance', expected: 1, ours: 1 + 1e-11, out: true },
    { why: 'is met within it', expected: 1, ours: 1 + 1e-13, out: false },
    { why: 'is out where one number of a list is', expected: [1, 2], ours: [1, 2.1], out: true },
    { why: 'is out where a list is shorter', expected: [1, 2], ours: [1], out: true },
    { why: 'is out where there is nothing to compare', expected: [], ours: [], out: true },
    { why: 'is out where only ours is undefined', expected: 1, ours: NaN, out: true },
    { why: 'is out where only the peer gives nothing', expected: null, ours: 1, out: true },
    { why: 'is met where both are undefined', expected: null, ours: NaN, out: false },
    { why: 'is out where ours is absent', expected: 1, ours: undefined, out: true },
  ])('$why', ({ out, ...numbers }) => {
    expect(outOfTolerance({ ...check, ...numbers })).toBe(out);
    expect(line({ ...check, expected: 1, ours: 2 })).toContain('**out**');
  });

  test('says where and how it was compared', () => {
    const told = { ...check, at: 0.1, remark: 'as printed', expected: [1, NaN], ours: [1, NaN] };
    expect(line(told)).toBe('| b | c at 0.1 (as printed) | 1, – | 1, – | 0 | 1e-12 |');
  });

  test('is summed up by program: each quantity once, numbers in full apart from numbers to few digits', () => {
    const checks = [
      { ...check, quantity: 'EER, threshold', expected: [0.5, 0.25], ours: [0.5, 0.25] },
      { ...check, quantity: 'threshold', expected: 0.5, ours: 0.5 + 2e-14 },
      { ...check, quantity: 'HTER', expected: 0.33, ours: 0.331, tolerance: 5e-3 },
    ];
    expect(summaryLine('a', checks)).toBe(
      '| [a](#a) | EER, threshold, HTER | 3 | 2e-14 | 1 | 1e-3 | 0 |',
    );
    const out = { ...check, expected: 1, ours: 2 };
    expect(summaryLine('a', [out])).toBe('| [a](#a) | c | 1 | 1e0 |  |  | **1** |');
  });

  test('is counted, and data that are not there are named', () => {
    expect(tally([{ ...check, expected: [1, 2], ours: [1, 3] }], ['bob: bob'])).toBe(
      '1 goldens with 2 values of 1 sources: 1 out of tolerance; left out for lack of data: bob: bob.',
    );
  });
});
