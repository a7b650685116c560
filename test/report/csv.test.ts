import { describe, expect, test } from '@jest/globals';
import { curveFiles, curvesCsv, metricsCsv } from '../../src/report/csv.js';
import type { Report } from '../../src/types.js';
import { SMALL } from './small-report.js';

const lines = (text: string) => text.split('\n');

function reportOf(rows: Report['rows'], subject: Partial<Report['subject']> = {}): Report {
  return { subject: { ...SMALL.subject, ...subject }, rows, curves: [] };
}

describe('metrics.csv', () => {
  test('has its columns in their order', () => {
    expect(lines(metricsCsv(SMALL))[0]).toBe(
      'dataset,metric,value,low,high,count,threshold,achieved,convention,note,hits,interval',
    );
  });

  test('has the rows in the order of the report, LF and a last line end', () => {
    const text = metricsCsv(SMALL);
    expect(lines(text).slice(1, -1)).toHaveLength(SMALL.rows.length);
    expect(lines(text).at(-1)).toBe('');
    expect(text).not.toContain('\r');
    expect(lines(text)[1]).toBe(
      'lfw,accuracy,0.9856666667,0.9823,0.9884,6000,0.31980100274086,,insightface,,5914,wilson 95%',
    );
  });

  test('leaves empty what is undefined', () => {
    expect(lines(metricsCsv(SMALL)).at(-2)).toBe(
      'lfw,tar@far=1e-4,,,,0,,,iso,undefined: no impostor comparisons,,',
    );
  });

  test('says of every row of a trial that it is one', () => {
    const text = metricsCsv(reportOf(SMALL.rows, { partial: 200 }));
    for (const line of lines(text).slice(1, -1)) {
      expect(line).toContain('"PARTIAL: a trial on 200 comparisons, not a result'.slice(1));
    }
    expect(text).toContain('not a result; weak: 3 impostor errors');
  });

  test.each([
    { text: '=cmd|calc', field: "'=cmd|calc", why: 'a formula' },
    { text: '@SUM(A1)', field: "'@SUM(A1)", why: 'a formula of Lotus' },
    { text: '+1', field: "'+1", why: 'a formula by its sign' },
    { text: '-1.5', field: "'-1.5", why: 'text with a sign is no number' },
    { text: '\tx', field: "'\tx", why: 'a tab is skipped by spreadsheets' },
    { text: '＝x', field: "'＝x", why: 'a full-width sign is normalised' },
    { text: 'a,"b"', field: '"a,""b"""', why: 'RFC 4180 quoting' },
    { text: 'a\nb', field: '"a\nb"', why: 'RFC 4180 quoting' },
  ])('writes a dataset named $text as $field: $why', ({ text, field }) => {
    const row = { metric: 'eer', value: 0, count: 1, convention: 'iso' };
    const body = metricsCsv(reportOf([row], { dataset: text })).split('interval\n')[1]!;
    expect(body).toBe(`${field},eer,0,,,1,,,iso,,,\n`);
  });

  test('writes negative numbers as numbers, without an apostrophe', () => {
    const row = { metric: 'x', value: -0.5, count: 1, threshold: -Infinity, convention: 'iso' };
    expect(lines(metricsCsv(reportOf([row])))[1]).toBe('lfw,x,-0.5,,,1,-inf,,iso,,,');
  });
});

describe('the CSV of curves', () => {
  test('is one file a name, its curves below one another', () => {
    expect([...curveFiles(SMALL).keys()]).toEqual([
      'roc.csv',
      'det.csv',
      'precision_recall.csv',
      'epc.csv',
      'erc.csv',
      'quality_bands.csv',
    ]);
    expect(curveFiles(SMALL).get('erc.csv')).toMatchInlineSnapshot(`
     "dataset,quality,fmr,discard,error,low,high,kept
     lfw,magnitude,0.001,0,0.03333333333,0.027,0.04,3000
     lfw,magnitude,0.001,0.29,0.01,0.006,0.015,2130
     lfw,magnitude,0.001,1,0,0,1,0
     lfw,random,0.001,0,0.03333333333,0.03333333333,0.03333333333,3000
     lfw,random,0.001,0.29,0.0331,0.031,0.036,2130
     lfw,random,0.001,1,0,0,0,0
     "
    `);
  });

  test('has thresholds bit for bit', () => {
    expect(lines(curveFiles(SMALL).get('roc.csv')!)[1]).toBe('lfw,0.9000000357627869,0,0');
  });

  test('leaves empty what one curve lacks and another has', () => {
    const x = Float64Array.of(1);
    expect(
      curvesCsv('d', [
        { name: 'c', labels: { a: 1 }, columns: { x } },
        { name: 'c', labels: { b: 'two' }, columns: { y: x } },
      ]),
    ).toBe('dataset,a,b,x,y\nd,1,,1,\nd,,two,,1\n');
  });

  test('is a header alone for a curve without points', () => {
    const curve = { name: 'roc', labels: {}, columns: { fmr: new Float64Array() } };
    expect(curvesCsv('d', [curve])).toBe('dataset,fmr\n');
  });

  test('tells a label from a column of its name', () => {
    const curve = { name: 'c', labels: { fmr: 0.1 }, columns: { fmr: Float64Array.of(0.25) } };
    expect(curvesCsv('d', [curve])).toBe('dataset,at_fmr,fmr\nd,0.1,0.25\n');
  });
});
