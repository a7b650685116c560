import { describe, expect, test } from '@jest/globals';
import { metricsJson } from '../../src/report/json.js';
import type { MetricRow, Report } from '../../src/types.js';
import { SMALL } from './small-report.js';

function reportOf(rows: readonly Partial<MetricRow>[], dataset = 'lfw'): Report {
  const row = { metric: 'eer', value: 0.5, count: 1, convention: 'iso' };
  return {
    subject: { ...SMALL.subject, dataset },
    rows: rows.map((fields) => ({ ...row, ...fields })),
    curves: [],
  };
}

const keysOf = (report: Report) => Object.keys(JSON.parse(metricsJson(report)) as object);

describe('metrics.json', () => {
  test('is flat and sorted, undefined values null', () => {
    expect(metricsJson(SMALL)).toMatchInlineSnapshot(`
"{
  "lfw/accuracy": 0.9856666667,
  "lfw/accuracy_std": 0.0047,
  "lfw/auc": 0.99871,
  "lfw/eer": 0.0146,
  "lfw/insightface/tar_far_1e-3": 0.97,
  "lfw/tar_far_1e-3": 0.9666666667,
  "lfw/tar_far_1e-4": null
}
"
`);
  });

  test.each([
    { dataset: 'lfw', metric: 'tar@far=2.5e-3', key: 'lfw/tar_far_2.5e-3', why: 'a display name' },
    { dataset: 'my set', metric: 'eer', key: 'my set/eer', why: 'blanks are allowed' },
    { dataset: 'größe', metric: 'eer', key: 'gr_e/eer', why: 'letters beyond ASCII are not safe' },
    { dataset: '../x', metric: 'eer', key: '.._x/eer', why: 'a key is read as a path' },
    { dataset: '..', metric: 'eer', key: '_/eer', why: 'a key is read as a path' },
    { dataset: '', metric: 'eer', key: '_/eer', why: 'no key may begin with a slash' },
    { dataset: '__proto__', metric: 'eer', key: '__proto__/eer', why: 'a name like any other' },
  ])('$dataset and $metric make the key $key: $why', ({ dataset, metric, key }) => {
    expect(keysOf(reportOf([{ metric }], dataset))).toEqual([key]);
  });

  test('gives the plain key to the first convention that counted a metric', () => {
    const rows = [
      { convention: 'magface', value: 0.1 },
      { convention: 'iso', value: 0.2 },
    ];
    expect(JSON.parse(metricsJson(reportOf(rows)))).toEqual({ 'lfw/eer': 0.1, 'lfw/iso/eer': 0.2 });
  });

  test('says of a trial how many comparisons it is of', () => {
    const { subject, rows } = reportOf([{}]);
    expect(keysOf({ subject: { ...subject, partial: 200 }, rows, curves: [] })).toContain(
      'lfw/partial',
    );
  });

  test('never lets one row hide another', () => {
    const rows = [{ metric: 'tar@far=1e-3' }, { metric: 'tar_far=1e-3' }];
    expect(() => metricsJson(reportOf(rows))).toThrow('two rows come to the key lfw/tar_far_1e-3');
  });

  test('is an empty object for no rows', () => {
    expect(metricsJson(reportOf([]))).toBe('{}\n');
  });
});
