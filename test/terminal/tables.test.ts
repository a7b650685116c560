import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { bandsTable } from '../../src/terminal/bands-table.js';
import { layOut, widthOf, wrap } from '../../src/terminal/columns.js';
import { entryTable } from '../../src/terminal/entry-table.js';
import { ercTable } from '../../src/terminal/erc-table.js';
import { durationText, fixedText, percentText, powerText } from '../../src/terminal/figures.js';
import { ercReportTable, verificationTable } from '../../src/terminal/report-tables.js';
import { metricTable } from '../../src/terminal/table.js';
import type { MetricRow } from '../../src/types.js';
import { SMALL } from '../report/small-report.js';

const ESCAPE = '\u001b';

describe('the metric table', () => {
  test('has points below one another, shares in per cent, and notes below', () => {
    expect(metricTable(SMALL.rows)).toMatchInlineSnapshot(`
     "metric           value     wilson 95%          count  threshold  FMR attained  convention
     accuracy      98.57 %      [98.23, 98.84]  5914/6000     0.3198                insightface
     accuracy_std   0.47 %                           6000                           insightface
     tar@far=1e-3  96.67 %   ¹  [95.96, 97.25]  2900/3000     0.4012          1e-3  iso
     tar@far=1e-3  97.00 %                      2910/3000     0.3900       1.33e-3  insightface
     eer            1.46 %                           6000     0.2800                iso
     auc            0.99871                          6000                           iso
     tar@far=1e-4   –        ²                          0                           iso

     ¹ weak: 3 impostor errors, fewer than 10
     ² undefined: no impostor comparisons
     "
    `);
  });

  test.each(['fmr100', 'fmr10000', 'zero_fmr', 'zero_fnmr', 'eer_rocch', 'hter'])(
    'shows %s in per cent, as a share of comparisons',
    (metric) => {
      const row: MetricRow = { metric, value: 0.125, count: 8, convention: 'iso' };
      expect(metricTable([row])).toContain('12.50 %');
    },
  );

  test.each(['min_dcf@p_target=1e-2', 'min_cllr', 'd_prime', 'mcc', 'f1', 'average_precision'])(
    'shows %s as it is, for it is no share',
    (metric) => {
      const row: MetricRow = { metric, value: 0.125, count: 8, convention: 'iso' };
      expect(metricTable([row])).toContain('0.12500');
    },
  );

  test('is empty for no rows', () => {
    expect(metricTable([])).toBe('');
  });

  test.each([100, 90, 80, 60, 40, 30])('fits on %d columns and keeps every value', (columns) => {
    const table = metricTable(SMALL.rows, { columns });
    expect(widthOf(table)).toBeLessThanOrEqual(columns);
    for (const text of ['98.57 %', '96.67 %', '0.99871', 'undefined:'])
      expect(table).toContain(text);
  });

  test('says a note once, however many rows bear it', () => {
    const row: MetricRow = { metric: 'eer', value: 0, count: 1, convention: 'iso', note: 'weak' };
    expect(metricTable([row, row]).match(/weak/g)).toHaveLength(1);
  });

  test('says which rows have another kind of interval', () => {
    const row: MetricRow = {
      metric: 'eer',
      value: 0.1,
      low: 0,
      high: 0.2,
      interval: 'wilson 95%',
      count: 1,
      convention: 'iso',
    };
    const table = metricTable([row, row, { ...row, interval: 'delong 95%' }]);
    expect(table.split('\n')[0]).toContain('wilson 95%');
    expect(table).toContain('¹ interval: delong 95%');
  });

  test('has colours only where asked for', () => {
    expect(metricTable(SMALL.rows)).not.toContain(ESCAPE);
    const coloured = metricTable(SMALL.rows, { colour: true });
    expect(coloured).toContain(ESCAPE);
    expect(stripVTControlCharacters(coloured).replace(/ +$/gm, '')).toBe(metricTable(SMALL.rows));
  });

  test('is laid out the same in colour, also without notes', () => {
    const rows = SMALL.rows.slice(0, 2);
    expect(stripVTControlCharacters(metricTable(rows, { colour: true }))).toBe(metricTable(rows));
  });

  test('cannot be steered by a name in it', () => {
    const row = { metric: `eer${ESCAPE}[2J`, value: 0, count: 1, convention: 'iso' };
    expect(metricTable([row])).not.toContain(ESCAPE);
  });
});

describe('the table of an error-versus-reject curve', () => {
  test('has the error at the discards people quote, each that of the step that holds there', () => {
    expect(ercTable(SMALL.curves)).toMatchInlineSnapshot(`
     "FNMR in % by share of comparisons discarded, threshold at FMR 1e-3
     quality     0 %   5 %  10 %  20 %  30 %  50 %
     magnitude  3.33  3.33  3.33  3.33  1.00  1.00
     random     3.33  3.33  3.33  3.33  3.31  3.31
     "
    `);
  });

  test('leaves out discards where the screen is narrow', () => {
    const table = ercTable(SMALL.curves, { columns: 40 });
    expect(table).not.toContain('50 %');
    expect(widthOf(table)).toBeLessThanOrEqual(40);
  });

  test('is empty without such curves', () => {
    expect(ercTable([])).toBe('');
  });
});

describe('the table of quality bands', () => {
  test('has a bar as long as the error is great', () => {
    expect(bandsTable(SMALL.curves)).toMatchInlineSnapshot(`
     "by band of quality, threshold at FMR 1e-3
     from    to  genuine  impostor  accuracy %  FNMR %  interval
      9.7  17.2     1500      1500       97.00    6.00  [4.90, 7.32]  ████████████████████
     17.3  24.9     1500      1500       99.50    0.67  [0.37, 1.22]  ██▎
     "
    `);
  });

  test('has no bars where the screen is narrow or there is no error', () => {
    expect(bandsTable(SMALL.curves, { columns: 70 })).not.toContain('█');
    const bands = SMALL.curves.find(({ name }) => name === 'quality_bands')!;
    const fnmr = Float64Array.of(0, NaN);
    expect(bandsTable([{ ...bands, columns: { ...bands.columns, fnmr } }])).not.toContain('█');
  });

  test('is empty without such a curve', () => {
    expect(bandsTable([])).toBe('');
  });
});

describe('the table of a list', () => {
  const entries = [
    {
      name: 'magface',
      summary: 'angle below a threshold on a grid of half turns',
      reference: 'IrvingMeng/MagFace',
      defects: ['the FMR attained may exceed the FAR asked for', 'thinned'],
    },
    { name: 'iso', summary: 'the standard' },
  ];

  test('has the summary beside the name, wrapped, and what else there is below it', () => {
    expect(entryTable(entries, 40)).toMatchInlineSnapshot(`
     "magface  angle below a threshold on a
              grid of half turns
              IrvingMeng/MagFace
              - the FMR attained may exceed
                the FAR asked for
              - thinned
     iso      the standard
     "
    `);
  });

  test.each([120, 80, 40])('fits on %d columns', (columns) => {
    expect(widthOf(entryTable(entries, columns))).toBeLessThanOrEqual(columns);
  });

  test('puts a name that is too long on a line of its own', () => {
    expect(entryTable([{ name: 'a'.repeat(30), summary: 'x' }])).toBe(
      `${'a'.repeat(30)}\n${' '.repeat(26)}x\n`,
    );
  });
});

describe('the table of a report', () => {
  test('names what was measured and says that a trial is one', () => {
    const report = { ...SMALL, subject: { ...SMALL.subject, partial: 200 } };
    for (const table of [verificationTable(report, {}), ercReportTable(report, {})]) {
      expect(table.split('\n').slice(1, 3)).toEqual([
        'lfw  PARTIAL: 200 comparisons',
        'model.onnx · insightface RGB 112 flip=none',
      ]);
    }
  });
});

describe('a figure', () => {
  test.each([
    { text: percentText(0.9857), shown: '98.57' },
    { text: percentText(1), shown: '100.00' },
    { text: percentText(-0.00001), shown: '0.00' },
    { text: percentText(NaN), shown: '–' },
    { text: fixedText(-0.25, 4), shown: '-0.2500' },
    { text: powerText(2 / 3000), shown: '6.67e-4' },
    { text: powerText(0.001), shown: '1e-3' },
    { text: powerText(1), shown: '1e0' },
    { text: powerText(0), shown: '0' },
    { text: durationText(0), shown: '0 s' },
    { text: durationText(0.44), shown: '0.4 s' },
    { text: durationText(59.7), shown: '1 min 00 s' },
    { text: durationText(200), shown: '3 min 20 s' },
    { text: durationText(7500), shown: '2 h 05 min' },
  ])('is put as $shown', ({ text, shown }) => {
    expect(text).toBe(shown);
  });
});

describe('columns', () => {
  test('are as wide as their widest letters, also where these take two places', () => {
    const table = layOut([
      { head: 'name', align: 'left', cells: ['王菲', 'Zoë'] },
      { head: 'n', align: 'right', cells: ['1', '22'] },
    ]);
    expect(table).toBe('name   n\n王菲   1\nZoë   22\n');
  });

  test('wrap words, and leave a longer word whole', () => {
    expect(wrap('to be or tobeornottobe', 6)).toEqual(['to be', 'or', 'tobeornottobe']);
  });
});
