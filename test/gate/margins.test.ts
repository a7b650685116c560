import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Difference, MetricRow } from '../../src/types.js';
import { baselineOf, differenceFrom, EER, statuses, TAR, verdictOn } from './gate-fixture.js';

const baseline = baselineOf([TAR, EER], {
  mode: 'statistical',
  margins: new Map([['tar@far=1e-3', 0.01]]),
});

/** The verdict on a run whose TAR differs from the baseline's by `difference`, with this interval. */
function on(low: number, high: number, difference = (low + high) / 2) {
  const value = TAR.value + difference;
  const paired = differenceFrom(TAR, { second: value, low, high });
  return verdictOn(baseline, [{ ...TAR, value }, EER], { differences: [paired] });
}

describe('in statistical mode, with a margin of 0.01', () => {
  test.each([
    { why: 'surely better', low: 0.001, high: 0.02, status: 'pass' },
    { why: 'worse perhaps, but less than the margin', low: -0.009, high: 0.003, status: 'pass' },
    { why: 'worse surely, but less than the margin', low: -0.009, high: -0.001, status: 'pass' },
    { why: 'the interval holds the margin', low: -0.012, high: 0.004, status: 'inconclusive' },
    { why: 'the interval ends at the margin', low: -0.01, high: 0.004, status: 'inconclusive' },
    { why: 'the interval begins at the margin', low: -0.02, high: -0.01, status: 'inconclusive' },
    { why: 'worse by more than the margin', low: -0.03, high: -0.011, status: 'fail' },
    { why: 'no difference at all', low: 0, high: 0, status: 'pass' },
  ])('$why: $status', ({ low, high, status }) => {
    expect(on(low, high).status).toBe(status);
  });

  test('the check shows difference, interval and margin, and says when persons are too few', () => {
    expect(on(-0.012, 0.004).checks[0]).toMatchObject({
      name: 'tar@far=1e-3 iso',
      kind: 'margin',
      low: -0.012,
      high: 0.004,
      interval: 'bootstrap over persons 95%',
      margin: 0.01,
      why: 'the interval holds the margin: too few persons to tell',
    });
  });

  test('a metric of which less is better is judged the other way round', () => {
    const lower = baselineOf([EER], { mode: 'statistical', margins: new Map([['eer', 0.01]]) });
    const judged = (low: number, high: number) => {
      const value = EER.value + (low + high) / 2;
      const paired = differenceFrom(EER, { second: value, low, high, better: 'lower' });
      return verdictOn(lower, [{ ...EER, value }], { differences: [paired] }).status;
    };
    expect(judged(-0.02, -0.011)).toBe('pass');
    expect(judged(0.001, 0.009)).toBe('pass');
    expect(judged(0.005, 0.012)).toBe('inconclusive');
    expect(judged(0.011, 0.03)).toBe('fail');
  });

  test('the answer is the same for a metric and for its complement', () => {
    const bound = fc.double({ min: -0.1, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(bound, bound, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const one = statusOf('higher', low, high);
        expect(statusOf('lower', -high, -low)).toBe(one);
      }),
    );
    function statusOf(better: Difference['better'], low: number, high: number) {
      const row: MetricRow = { metric: 'm', convention: 'iso', value: 0.5, count: 9 };
      const paired = differenceFrom(row, { second: 0.5, low, high, better });
      const held = baselineOf([row], { mode: 'statistical', margins: new Map([['m', 0.03]]) });
      return verdictOn(held, [row], { differences: [paired] }).status;
    }
  });

  test('metrics without a margin are told, not judged', () => {
    const { checks, remarks } = on(0, 0.01);
    expect(checks.map(({ name }) => name)).toEqual(['tar@far=1e-3 iso']);
    expect(remarks).toContain('without a margin, so not checked: eer iso');
  });

  test('what the run notes of a metric with a margin is told', () => {
    const noted = { ...TAR, note: 'decided by 3 of 100 impostors' };
    const differences = [differenceFrom(TAR, { second: TAR.value, low: 0, high: 0 })];
    const { remarks } = verdictOn(baseline, [noted, { ...EER, note: 'not asked' }], {
      differences,
    });
    expect(remarks[0]).toBe('tar@far=1e-3 iso: decided by 3 of 100 impostors');
    expect(remarks.join()).not.toContain('not asked');
  });

  test('a row that is missing or undefined fails', () => {
    expect(statuses(verdictOn(baseline, [EER]))).toEqual({ 'tar@far=1e-3 iso': 'fail' });
    const undefinedRow = { ...TAR, value: NaN };
    expect(verdictOn(baseline, [undefinedRow]).checks[0]!.why).toBe('undefined in the run');
  });

  test('a difference that is missing, or that is of other scores than the rows, is an error', () => {
    expect(verdictOn(baseline, [TAR]).checks[0]).toMatchObject({
      status: 'error',
      why: 'no paired difference is made of this metric',
    });
    const told = (first: number, second: number) => {
      const paired = differenceFrom({ ...TAR, value: first }, { second, low: 0, high: 0 });
      return verdictOn(baseline, [TAR], { differences: [paired] }).checks[0]!;
    };
    expect(told(0.9, 0.9).status).toBe('pass');
    expect(told(0.91, 0.9).why).toContain('the scores beside the baseline give 0.91');
    expect(told(0.9, 0.91).why).toContain('the scores of the run give 0.91');
    expect([told(0.91, 0.9).status, told(0.9, 0.91).status]).toEqual(['error', 'error']);
  });

  test('an interval that is undefined decides nothing', () => {
    const paired = differenceFrom(TAR, { second: 0.9, low: NaN, high: NaN, note: 'one person' });
    const { status, checks } = verdictOn(baseline, [TAR], { differences: [paired] });
    expect([status, checks[0]!.why]).toEqual(['inconclusive', 'one person']);
  });
});
