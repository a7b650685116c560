import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONVENTIONS, measure, verificationInput } from '../../src/metrics/index.js';
import { sideBySide } from '../../src/metrics/side-by-side.js';
import type { Answer, SideBySide } from '../../src/types.js';
import { scoreSets } from './arbitraries.js';
import { f1, f2, scoreSet, WORKED } from './peer-runs.js';

const FARS = [0.5, 0.25, 0.1];

function tableOf(tables: readonly SideBySide[], metric: string): SideBySide {
  return tables.find((table) => table.metric === metric)!;
}

function answerOf({ answers }: SideBySide, convention: string): Answer {
  return answers.find(({ conventions }) => conventions.includes(convention))!;
}

/** The reasons that hold for one convention. */
function why(table: SideBySide, convention: string): string[] {
  return answerOf(table, convention)
    .reasons.filter(({ conventions }) => conventions.includes(convention))
    .map(({ text }) => text);
}

describe('the conventions side by side', () => {
  test('name every convention once a metric: by its number, or as one without a rule', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        for (const { answers, without } of sideBySide(verificationInput(set, { fars: FARS }))) {
          const names = [...answers.flatMap(({ conventions }) => conventions), ...without];
          expect(names.sort()).toEqual(CONVENTIONS.map(({ name }) => name).sort());
        }
      }),
      { numRuns: 25 },
    );
  });

  test('tell the numbers that each convention gives alone', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const input = verificationInput(set, { fars: FARS });
        const rows = measure(input, CONVENTIONS);
        for (const { metric, answers } of sideBySide(input)) {
          for (const { conventions, row } of answers) {
            for (const name of conventions) {
              const alone = rows.find((one) => one.metric === metric && one.convention === name)!;
              if (Number.isNaN(row.value)) expect(alone.value).toBeNaN();
              else expect(alone.value).toBeCloseTo(row.value, 11);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('give a reason for every number that is not the default', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        for (const table of sideBySide(verificationInput(set, { fars: FARS }))) {
          for (const { usual, conventions } of table.answers) {
            if (usual) continue;
            for (const name of conventions) {
              const reasons = why(table, name);
              expect({ metric: table.metric, name, reasons: reasons.length }).not.toMatchObject({
                reasons: 0,
              });
              for (const text of reasons) expect(text).not.toMatch(/NaN|undefined [^:]|Infinity/);
            }
          }
        }
      }),
    );
  });

  test('put the default first, then the greatest', () => {
    for (const { answers } of sideBySide(verificationInput(f2()))) {
      expect(answers.map(({ usual }) => usual)).toEqual(answers.map((_, i) => i === 0));
      const values = answers.slice(1).map(({ row }) => row.value);
      expect(values).toEqual([...values].sort((a, b) => b - a));
    }
  });
});

describe('the reasons', () => {
  const far = (set: Parameters<typeof verificationInput>[0], at: number, metric: string) =>
    tableOf(sideBySide(verificationInput(set, { fars: [at] })), metric);
  const worked = scoreSet(WORKED.genuine, WORKED.impostor);
  const caseB = scoreSet(WORKED.case_B.genuine, WORKED.case_B.impostor);

  test.each([
    {
      name: 'insightface',
      table: far(f2(), 2.5e-3, 'tar@far=2.5e-3'),
      says: ['attained FMR 2.67e-3 exceeds the 2.5e-3 asked for: nearest, not at most'],
    },
    {
      name: 'insightface',
      table: far(caseB, 0.2, 'tar@far=2e-1'),
      says: [
        'attained FMR 4e-1 exceeds the 2e-1 asked for: nearest, not at most',
        'the thinned ROC lacks the point at FMR 2e-1',
      ],
    },
    {
      name: 'bob',
      table: far(worked, 0.1, 'tar@far=1e-1'),
      says: [
        'the threshold is the impostor score 0.6 itself: 1 genuine comparison below it would pass at the same FMR',
      ],
    },
    {
      name: 'pfe',
      table: far(f2(), 2.5e-3, 'tar@far=2.5e-3'),
      says: [
        'attained FMR 2.67e-3 exceeds the 2.5e-3 asked for: 7.5 impostors rounded to 8',
        'the threshold is the impostor score 0.3316 itself: 2 genuine comparisons below it would pass at the same FMR',
      ],
    },
    {
      name: 'pfe',
      table: far(worked, 0.15, 'tar@far=1.5e-1'),
      says: [
        'attained FMR 3e-1 exceeds the 1.5e-1 asked for: 1.5 impostors rounded to 2, 1 impostor more tied with the last of them',
      ],
    },
    {
      name: 'crfiqa',
      table: far(worked, 0.1, 'tar@far=1e-1'),
      says: [
        'nearest FMR 1e-1 at 0.55, but that score itself (1 genuine, 0 impostors) is rejected',
      ],
    },
    {
      name: 'gui',
      table: far(worked, 0.05, 'tar@far=5e-2'),
      says: ['insufficient data: the budget of false accepts is 0'],
    },
    {
      name: 'linear',
      table: far(worked, 0.35, 'tar@far=3.5e-1'),
      says: ['drawn between FMR 3e-1 and 4e-1', 'no threshold attains it'],
    },
    {
      name: 'linear',
      table: far(worked, 0.35, 'eer'),
      says: ['the FMR alone, 30.00 %, where FNMR is 37.50 %'],
    },
    {
      name: 'bob',
      table: far(worked, 0.35, 'eer'),
      says: [
        'mean of 30.00 % and 37.50 % at 0.475, halfway between two scores; the default has 25.00 % and 40.00 %',
      ],
    },
    {
      name: 'gui',
      table: far(f2(), 0.1, 'accuracy'),
      says: ['in-sample threshold 0.3116: 2 more of 6000 right'],
    },
    {
      name: 'qmagface',
      table: far(f2(), 0.1, 'auc'),
      says: [
        'mean curve of the folds at 600 thresholds',
        'it ends short of FMR 1: the last 3.33e-4 is left out',
      ],
    },
  ])('of $name: $says', ({ name, table, says }) => {
    expect(why(table, name)).toEqual(says);
  });

  test('of magface tell what its mean does, known by leaving it in', () => {
    const { scores, compared } = f1();
    const table = tableOf(sideBySide(verificationInput(scores, { compared })), 'accuracy');
    expect(why(table, 'magface')[0]).toBe(
      'the mean vector of the training folds is subtracted: 94.92 % where it stays',
    );
  });
});
