import { describe, expect, test } from '@jest/globals';
import { baselineTable } from '../../src/terminal/baseline-table.js';
import { checkTable } from '../../src/terminal/check-table.js';
import { widthOf } from '../../src/terminal/columns.js';
import { baselineOf, differenceFrom, EER, TAR, verdictOn } from '../gate/gate-fixture.js';
import { parseFloor } from '../../src/gate/index.js';

const exact = verdictOn(
  baselineOf([TAR, EER], { floors: [parseFloor('door/tar >= 0.85')!] }),
  [{ ...TAR, hits: 87, value: 0.87 }, EER],
  { values: new Map([['door/tar', 0.87]]), scores: { absent: 'the run kept none' } },
);
const statistical = verdictOn(
  baselineOf([TAR, EER], {
    mode: 'statistical',
    margins: new Map([
      ['tar@far=1e-3', 0.01],
      ['eer', 0.01],
    ]),
  }),
  [{ ...TAR, value: 0.895 }, EER],
  {
    differences: [
      differenceFrom(TAR, { second: 0.895, low: -0.018, high: 0.008 }),
      differenceFrom(EER, { second: EER.value, low: -0.001, high: 0.001, better: 'lower' }),
    ],
  },
);

describe('the table of checks', () => {
  test('has what failed first, counts where counts decide, and ends with the verdict', () => {
    expect(checkTable(exact)).toMatchInlineSnapshot(`
     "
     door
     model.onnx · exact, against door.baseline.yaml

        check                  baseline     run  difference
     ✗  tar@far=1e-3      iso    90/100  87/100          -3  87 hits, not 90
     ✓  eer               iso    2.00 %  2.00 %
     ✓  door/tar >= 0.85        >= 0.85    0.87       +0.02

     · scores were not compared: the run kept none
     · embeddings were not compared: there are none

     ✗ FAIL  1 of 3 checks failed: tar@far=1e-3 iso
     "
    `);
  });

  test('has differences with their intervals and margins, in points of per cent', () => {
    expect(checkTable(statistical)).toMatchInlineSnapshot(`
     "
     door
     model.onnx · statistical, against door.baseline.yaml

        check              baseline      run  difference  interval       margin
     ?  tar@far=1e-3  iso   90.00 %  89.50 %       -0.50  [-1.80, 0.80]    1.00  the interval holds the margin: too few persons to tell
     ✓  eer           iso    2.00 %   2.00 %              [-0.10, 0.10]    1.00

     ? INCONCLUSIVE  1 of 2 checks could not be decided: tar@far=1e-3 iso
     "
    `);
  });

  test.each([120, 90, 70])(
    'fits on %d columns, reasons below where there is no room',
    (columns) => {
      const table = checkTable(exact, { columns });
      expect(widthOf(table)).toBeLessThanOrEqual(columns);
      expect(table).toContain('87 hits, not 90');
    },
  );

  test('shows nothing that could steer a terminal', () => {
    const bad = '\u001b[2J\n';
    const { checks, ...rest } = exact;
    const table = checkTable({
      ...rest,
      checks: checks.map((check) => ({ ...check, name: `${bad} iso`, why: bad, found: bad })),
      remarks: [bad],
      baseline: bad,
    });
    expect(table).not.toContain('\u001b');
  });

  test('is coloured on a terminal alone', () => {
    expect(checkTable(exact, { colour: true })).toContain('\u001b[31m');
    expect(checkTable(exact)).not.toContain('\u001b');
  });
});

describe('the table of an update', () => {
  test('shows what changes, comes and goes, and how many rows there are', () => {
    const changes = [
      { name: 'tar@far=1e-3 iso', before: TAR, after: { ...TAR, value: 0.91, hits: 91 } },
      { name: 'eer iso', before: EER },
      { name: 'auc iso', after: { value: 0.9987, count: 200 } },
    ];
    const about = { path: 'ci/door.baseline.yaml', total: 2, fresh: false };
    expect(baselineTable(changes, about)).toMatchInlineSnapshot(`
     "row                before            after
     tar@far=1e-3 iso  90.00 %  90/100  91.00 %  91/100
     eer iso            2.00 %                           gone
     auc iso                            0.99870          new

     ci/door.baseline.yaml  2 rows; 3 change, come or go
     "
    `);
  });

  test('of nothing is one line', () => {
    const about = { path: 'ci/door.baseline.yaml', total: 8, fresh: false };
    expect(baselineTable([], about)).toBe('ci/door.baseline.yaml  8 rows, none changes\n');
  });
});
