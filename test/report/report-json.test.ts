import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError, UserError } from '../../src/errors.js';
import { readReport, reportJson } from '../../src/report/report-json.js';
import type { Curve, MetricRow, Report } from '../../src/types.js';
import { SMALL } from './small-report.js';

// -0 is written as 0, and no metric tells them apart.
const number = fc.double().map((value) => (value === 0 ? 0 : value));
const count = fc.nat();
const text = fc.string({ unit: 'binary' });

const row: fc.Arbitrary<MetricRow> = fc.record(
  {
    metric: text,
    value: number,
    low: number,
    high: number,
    interval: text,
    count,
    hits: count,
    threshold: number,
    achieved: number,
    convention: text,
    note: text,
  },
  { requiredKeys: ['metric', 'value', 'count', 'convention'] },
);

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));

const curve: fc.Arbitrary<Curve> = fc.nat(5).chain((length) =>
  fc.record({
    name,
    labels: fc.dictionary(name, fc.oneof(finite, text)),
    columns: fc.dictionary(
      name,
      fc
        .array(number, { minLength: length, maxLength: length })
        .map((values) => Float64Array.from(values)),
    ),
  }),
);

const report: fc.Arbitrary<Report> = fc.record({
  subject: fc.record(
    {
      dataset: text,
      protocol: text,
      images: text,
      model: text,
      modelDigest: text,
      preprocess: text,
      partial: count,
    },
    { requiredKeys: ['dataset', 'protocol', 'images', 'model', 'modelDigest', 'preprocess'] },
  ),
  rows: fc.array(row, { maxLength: 4 }),
  curves: fc.array(curve, { maxLength: 3 }),
});

function failure(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The text of the small report after `change` has been at its JSON, which is looser than a report. */
function broken(change: (json: LooseReport) => void): string {
  const json = JSON.parse(reportJson(SMALL)) as LooseReport;
  change(json);
  return JSON.stringify(json);
}

interface LooseReport {
  format: string;
  readonly rows: [Record<string, unknown>, ...Record<string, unknown>[]];
  readonly curves: [{ name: string; readonly columns: { readonly fmr: unknown[] } }];
}

describe('report.json', () => {
  test('gives the report back, whatever is in it', () => {
    fc.assert(
      fc.property(report, (original) => {
        expect(readReport(reportJson(original))).toEqual(original);
      }),
    );
  });

  test('is written the same again after it was read', () => {
    const written = reportJson(SMALL);
    expect(reportJson(readReport(written))).toBe(written);
  });

  test('has one row and one column a line', () => {
    expect(reportJson({ ...SMALL, rows: SMALL.rows.slice(4, 5), curves: SMALL.curves.slice(0, 1) }))
      .toMatchInlineSnapshot(`
     "{
       "format": "magface-report/1",
       "subject": {"dataset":"lfw","protocol":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","images":"b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","model":"model.onnx","modelDigest":"c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3","preprocess":"insightface RGB 112 flip=none"},
       "rows": [
         {"metric":"eer","value":0.0146,"count":6000,"threshold":0.28,"convention":"iso"}
       ],
       "curves": [
         {
           "name": "roc",
           "labels": {},
           "columns": {
             "threshold": [0.9000000357627869,0.5,0.31980100274086,0.1,-0.2],
             "fmr": [0,0.001,0.002,0.25,1],
             "tar": [0,0.9666666666666667,0.975,0.995,1]
           }
         }
       ]
     }
     "
    `);
  });

  test.each([
    { name: 'no JSON', text: '{"format": ', says: 'is no JSON' },
    { name: 'an empty file', text: '', says: 'is no JSON' },
    { name: 'a list', text: '[]', says: 'expected object' },
    { name: 'another program', text: '{"format": "x"}', says: 'format: ' },
    {
      name: 'a text for a number',
      text: broken(({ rows }) => (rows[0]['value'] = '0.9')),
      says: 'rows.0.value: expected a number, null, "Infinity" or "-Infinity"',
    },
    {
      name: 'a negative count',
      text: broken(({ rows }) => (rows[0]['count'] = -1)),
      says: 'rows.0.count: ',
    },
    {
      name: 'columns of two lengths',
      text: broken(({ curves }) => curves[0].columns.fmr.pop()),
      says: 'curves.0: expected columns of equal length',
    },
    {
      name: 'a curve that would be written outside the folder',
      text: broken(({ curves }) => (curves[0].name = '../../etc/x')),
      says: 'curves.0.name: expected a name of small letters',
    },
    {
      name: 'an unknown field',
      text: broken(({ rows }) => (rows[0]['extra'] = 1)),
      says: 'extra',
    },
  ])('refuses $name', ({ text, says }) => {
    const error = failure(() => readReport(text, 'old.json'));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toContain('E_REPORT old.json: ');
    expect(error.message).toContain(says);
    expect(error.exit).toBe(65);
  });

  test('names the first five of many faults and counts the others', () => {
    const text = broken(({ rows }) => {
      for (const row of rows) row['count'] = -1;
    });
    expect(failure(() => readReport(text)).message).toContain('and 2 more');
  });

  test('refuses a file of another version by its name', () => {
    const text = broken((json) => (json.format = 'magface-report/2'));
    expect(failure(() => readReport(text, 'new.json'))).toMatchObject({
      code: 'E_REPORT_VERSION',
      what: 'new.json: is of the format "magface-report/2", this magface reads "magface-report/1"',
    });
  });
});
