import { describe, expect, test } from '@jest/globals';
import { sideBySide } from '../../src/metrics/side-by-side.js';
import { verificationInput } from '../../src/metrics/index.js';
import { widthOf } from '../../src/terminal/columns.js';
import { conventionsTable } from '../../src/terminal/conventions-table.js';
import { f2 } from '../metrics/peer-runs.js';

const tables = sideBySide(verificationInput(f2(), { fars: [2.5e-3] }));
const only = (metric: string) => tables.filter((table) => table.metric === metric);

describe('the conventions side by side for a person', () => {
  test('show the default, what differs and by how much, and why', () => {
    expect(conventionsTable(only('tar@far=2.5e-3'))).toMatchInlineSnapshot(`
     "tar@far=2.5e-3
       value  differs by  FMR attained  threshold  counted by
     96.30 %                   2.33e-3     0.3320  iso (default), qmagface-in-sample, gui
     96.37 %       +0.07       2.67e-3     0.3292  insightface, insightface-full-roc, magface, pyeer
                                                   - attained FMR 2.67e-3 exceeds the 2.5e-3 asked for:
                                                     nearest, not at most
     96.33 %       +0.03       2.67e-3     0.3292  crfiqa
                                                   - nearest FMR 2.67e-3 at 0.3292, but that score itself
                                                     (1 genuine, 0 impostors) is rejected
     96.30 %        0.00       2.67e-3     0.3316  pfe
                                                   - attained FMR 2.67e-3 exceeds the 2.5e-3 asked for:
                                                     7.5 impostors rounded to 8
                                                   - the threshold is the impostor score 0.3316 itself: 2
                                                     genuine comparisons below it would pass at the same
                                                     FMR
     96.30 %        0.00                           linear
                                                   - drawn between FMR 2.33e-3 and 2.67e-3
                                                   - no threshold attains it
     96.27 %       -0.03       2.33e-3     0.3338  qmagface
                                                   - the first of 600 thresholds, 0.00219 apart, with a
                                                     mean FMR of at most the FAR
     96.10 %       -0.20       2.33e-3     0.3400  bob
                                                   - the threshold is the impostor score 0.34 itself: 6
                                                     genuine comparisons below it would pass at the same
                                                     FMR
     decided by 7.5 of 3000 impostors
     no rule of their own: lfw-official, facex, xqlfw, dasec
     "
    `);
  });

  test('show the spread of an accuracy, and which kind it is', () => {
    expect(conventionsTable(only('accuracy'))).toMatchInlineSnapshot(`
     "accuracy
       value  differs by    +-  threshold  counted by
     98.08 %              0.44     0.3180  insightface (default)
     98.12 %       +0.03  0.45     0.3090  magface
                                           - thresholds on a grid of angles, 0.03003 apart in cosine
                                             there
                                           - thresholds lower on 10 folds, 0.309 against 0.318 on
                                             average: 2 more of 6000 right
     98.12 %       +0.03           0.3128  qmagface-in-sample, gui
                                           - qmagface-in-sample: in-sample threshold 0.3128: 2 more of
                                             6000 right
                                           - gui: in-sample threshold 0.3116: 2 more of 6000 right
     98.07 %       -0.02  0.45     0.3187  xqlfw
                                           - thresholds on a grid of 0.001 in cosine, where the default
                                             has 0.005
                                           - thresholds higher on 3 folds, 0.3187 against 0.318 on
                                             average: 1 fewer of 6000 right
     98.02 %       -0.07  0.45     0.3029  qmagface
                                           - 600 thresholds over all scores, 0.00219 apart
                                           - thresholds lower on 10 folds, 0.3029 against 0.318 on
                                             average: 4 fewer of 6000 right
                                           - on 9 folds both thresholds decide the training folds equally
                                             well; of its equals it takes the lowest, the default the
                                             highest
     97.98 %       -0.10  0.15     0.3040  lfw-official (+- standard error)
                                           - thresholds halfway between two training scores, on no grid
                                           - thresholds lower on 10 folds, 0.304 against 0.318 on
                                             average: 6 fewer of 6000 right
                                           - on 10 folds both thresholds decide the training folds
                                             equally well; of its equals it takes the lowest, the default
                                             the highest
     97.98 %       -0.10  0.14     0.3045  facex (+- standard error)
                                           - thresholds 0.001312 apart, 1000 over the scores, by the
                                             greatest TPR - FPR
                                           - thresholds lower on 10 folds, 0.3045 against 0.318 on
                                             average: 6 fewer of 6000 right
                                           - on 10 folds both thresholds decide the training folds
                                             equally well; of its equals it takes the lowest, the default
                                             the highest
     no rule of their own: iso, insightface-full-roc, crfiqa, dasec, pfe, bob, pyeer, linear
     "
    `);
  });

  test.each([120, 100, 80, 60])('fit on %d columns and keep every value and name', (columns) => {
    const table = conventionsTable(tables, { columns });
    expect(widthOf(table)).toBeLessThanOrEqual(columns);
    for (const { answers, without } of tables) {
      for (const name of [...answers.flatMap(({ conventions }) => conventions), ...without]) {
        expect(table).toContain(name);
      }
    }
    expect(table).toContain('96.37 %');
  });

  test('are nothing for no metrics', () => {
    expect(conventionsTable([])).toBe('');
  });

  test('are coloured only when asked', () => {
    const plain = conventionsTable(tables);
    const coloured = conventionsTable(tables, { colour: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b');
  });
});
