import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { floorText, gate, parseFloor, unreadable } from '../../src/gate/index.js';
import type { Subject } from '../../src/types.js';
import {
  baselineOf,
  differenceFrom,
  EER,
  statuses,
  SUBJECT,
  TAR,
  verdictOn,
} from './gate-fixture.js';

const ROWS = [TAR, EER];

describe('the verdict', () => {
  test.each<{ field: keyof Subject; value: string | number; told: string }>([
    { field: 'dataset', value: 'lfw', told: 'dataset' },
    { field: 'protocol', value: 'ff'.repeat(32), told: 'protocol digest' },
    { field: 'images', value: 'ff'.repeat(32), told: 'pictures digest' },
    { field: 'preprocess', value: 'insightface', told: 'preprocessing' },
    { field: 'partial', value: 600, told: 'comparisons of a trial' },
  ])('is an error where $field differs, and nothing else is checked', ({ field, value, told }) => {
    const subject = { ...SUBJECT, [field]: value };
    const worse = [{ ...TAR, hits: 0 }];
    const run = { subject, rows: worse, curves: [] };
    const { status, checks, summary } = verdictOn(baselineOf(ROWS), worse, { run });
    expect(status).toBe('error');
    expect(checks.map(({ kind, name }) => [kind, name])).toEqual([['subject', told]]);
    expect(summary).toBe(`the run cannot be compared with the baseline: another ${told}`);
  });

  test('does not mind another model, and says so', () => {
    const subject = { ...SUBJECT, model: 'export.onnx', modelDigest: 'd4'.repeat(32) };
    const { status, remarks } = verdictOn(baselineOf(ROWS), ROWS, {
      run: { subject, rows: ROWS, curves: [] },
    });
    expect(status).toBe('pass');
    expect(remarks[0]).toBe(
      "another model than the baseline's: export.onnx (sha256 d4d4d4d4d4d4), not model.onnx (c3c3c3c3c3c3)",
    );
  });

  test('is that of its worst check: fail before error before inconclusive before pass', () => {
    const rows = ['a', 'b', 'c', 'd'].map((metric) => ({ ...EER, metric }));
    const [a, b, , d] = rows as [typeof EER, typeof EER, typeof EER, typeof EER];
    const margins = new Map(rows.map(({ metric }) => [metric, 0.01]));
    const baseline = baselineOf(rows, { mode: 'statistical', margins });
    const [sure, open, bad] = [
      { second: 0.02, low: 0, high: 0 },
      { second: 0.02, low: -1, high: 1 },
      { second: 0.02, low: -1, high: -0.5 },
    ];
    const differences = [differenceFrom(a, sure), differenceFrom(b, open), differenceFrom(d, bad)];
    const all = verdictOn(baseline, rows, { differences });
    expect(all.checks.map(({ status }) => status)).toEqual([
      'fail',
      'error',
      'inconclusive',
      'pass',
    ]);
    expect([all.status, all.summary]).toEqual(['fail', '1 of 4 checks failed: d iso']);
    const without = (names: string) =>
      verdictOn(
        { ...baseline, rows: baseline.rows.filter((row) => !names.includes(row.metric)) },
        rows,
        {
          differences,
        },
      );
    expect(without('d')).toMatchObject({
      status: 'error',
      summary: '1 of 3 checks could not be made: c iso',
    });
    expect(without('dc')).toMatchObject({
      status: 'inconclusive',
      summary: '1 of 2 checks could not be decided: b iso',
    });
    expect(without('dcb')).toMatchObject({ status: 'pass', summary: 'the check holds' });
  });

  test('without any check is an error: a gate that looks at nothing is not open', () => {
    expect(gate({ ...inputWithoutRows, differences: [] })).toMatchObject({
      status: 'error',
      checks: [],
    });
  });

  test('tells that nothing could be read', () => {
    expect(unreadable('E_RUN_MISSING there is no file x', 'b.yaml')).toMatchObject({
      status: 'error',
      summary: 'E_RUN_MISSING there is no file x',
      baseline: 'b.yaml',
    });
  });
});

const inputWithoutRows = {
  baseline: baselineOf([], { mode: 'statistical' }),
  name: 'b.yaml',
  run: { subject: SUBJECT, rows: ROWS, curves: [] },
  values: new Map<string, number>(),
  floors: [],
  scores: { absent: '' },
  embeddings: { absent: '' },
} as const;

describe('floors', () => {
  const on = (floors: readonly string[], values: Record<string, number>) =>
    statuses(
      verdictOn(baselineOf([EER], { floors: floors.map((text) => parsed(text)) }), [EER], {
        values: new Map(Object.entries(values)),
      }),
    );

  test.each([
    { floor: 'door/tar >= 0.98', value: 0.98, status: 'pass' },
    { floor: 'door/tar >= 0.98', value: 0.9799, status: 'fail' },
    { floor: 'door/tar >= 0.98', value: 0.9799999999999999, status: 'pass' },
    { floor: 'door/eer <= 0.02', value: 0.02, status: 'pass' },
    { floor: 'door/eer <= 0.02', value: 0.0201, status: 'fail' },
    { floor: 'door/eer >= 0.98', value: NaN, status: 'fail' },
    { floor: 'door/eer <= 0.98', value: NaN, status: 'fail' },
    { floor: 'door/x >= -Infinity', value: 1, status: 'none' },
  ])('$floor with $value: $status', ({ floor, value, status }) => {
    if (status === 'none') {
      expect(parseFloor(floor)).toBeUndefined();
      return;
    }
    const key = floor.split(' ')[0]!;
    expect(on([floor], { [key]: value })[floor]).toBe(status);
  });

  test('of a value that is not there fail, and name the one that was meant', () => {
    const { checks } = verdictOn(
      baselineOf([EER], { floors: [parsed('door/tar_far_1e-4 >= 0')] }),
      [EER],
      { values: new Map([['door/tar_far_1e-3', 1]]) },
    );
    expect(checks[0]).toMatchObject({ status: 'fail', found: 'missing' });
    expect(checks[0]!.why).toContain('did you mean door/tar_far_1e-3?');
  });

  test('from the command line and from the file are one list, the same one once', () => {
    const floor = parsed('door/eer <= 1');
    const { checks } = verdictOn(baselineOf([EER], { floors: [floor] }), [EER], {
      values: new Map([['door/eer', 0.02]]),
      floors: [floor, parsed('door/eer <= 0.5')],
    });
    expect(checks.map(({ name }) => name)).toEqual(['eer iso', 'door/eer <= 1', 'door/eer <= 0.5']);
  });

  test('are read as they are written', () => {
    const key = fc.stringMatching(/^[a-z0-9]+\/[a-z0-9_.-]+$/);
    const bound = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(
        key,
        fc.constantFrom('>=' as const, '<=' as const),
        bound,
        (name, operator, number) => {
          const floor = { key: name, operator, bound: number === 0 ? 0 : number };
          expect(parseFloor(floorText(floor))).toEqual(floor);
        },
      ),
    );
    for (const text of [
      '',
      'lfw/tar',
      'lfw/tar > 0.9',
      '>= 0.9',
      'lfw/tar >= 0,9',
      'lfw/tar >= 98 %',
    ]) {
      expect(parseFloor(text)).toBeUndefined();
    }
  });

  function parsed(text: string) {
    return parseFloor(text)!;
  }
});
