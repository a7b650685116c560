import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UNDECIDED } from '../../src/metrics/decisions.js';
import { personDraws, reweighed } from '../../src/metrics/person-draws.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { personColumns } from '../../src/person-columns.js';
import { comparedPersons } from './arbitraries.js';

describe('a draw over persons', () => {
  test('counts every person double or not at all, about half of them each way', () => {
    const signs = personDraws(10_000, 1)();
    expect(new Set(signs)).toEqual(new Set([-1, 1]));
    expect(Math.abs(signs.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(400);
  });

  test('is the same for the same seed, another the next time and for another seed', () => {
    const [next, again, other] = [personDraws(50, 7), personDraws(50, 7), personDraws(50, 8)];
    const first = [...next()];
    expect([...again()]).toEqual(first);
    expect([...other()]).not.toEqual(first);
    expect([...next()]).not.toEqual(first);
  });
});

describe('comparisons under the weights of a draw', () => {
  const cases = comparedPersons().chain((persons) =>
    fc.record({
      persons: fc.constant(persons),
      scores: fc.array(fc.integer({ min: -4, max: 4 }), {
        minLength: persons.left.length,
        maxLength: persons.left.length,
      }),
      signs: fc.array(fc.constantFrom(-1, 1), { minLength: 7, maxLength: 7 }),
      damping: fc.constantFrom(0, 0.25, 0.5, 1),
    }),
  );

  test('are the sweep that adding up every weight at every threshold gives', () => {
    fc.assert(
      fc.property(cases, ({ persons, scores, signs, damping }) => {
        const { left, right } = personColumns(persons);
        const genuine = Uint8Array.from(left, (person, k) => (person === right[k] ? 1 : 0));
        const input = verificationInput({
          scores: Float64Array.from(scores),
          genuine,
          fold: new Uint16Array(scores.length),
          testFolds: [],
          persons,
        });
        const weight = (k: number) => {
          const [e, f] = [signs[left[k]!]!, signs[right[k]!]!];
          return left[k] === right[k] ? 1 + e : (1 + damping * e) * (1 + damping * f);
        };
        const accepted = (threshold: number, kind: number) =>
          scores.reduce(
            (sum, score, k) => (genuine[k] === kind && score >= threshold ? sum + weight(k) : sum),
            0,
          );
        const weights = reweighed(input);
        weights.draw(Int8Array.from(signs));
        const found = weights.sweep(damping);
        found.thresholds.forEach((threshold, i) => {
          expect(found.genuineAccepted[i]).toBeCloseTo(accepted(threshold, 1), 12);
          expect(found.impostorAccepted[i]).toBeCloseTo(accepted(threshold, 0), 12);
        });
        expect(found.genuineTotal).toBeCloseTo(accepted(-Infinity, 1), 12);
        const decisions = Uint8Array.from(scores, (score) =>
          score > 0.5 ? 1 : score < -0.5 ? UNDECIDED : 0,
        );
        const weighing = (picked: (decision: number) => boolean) =>
          decisions.reduce((all, decision, k) => (picked(decision) ? all + weight(k) : all), 0);
        const total = weighing((decision) => decision !== UNDECIDED);
        const ones = weighing((decision) => decision === 1);
        if (total > 0) expect(weights.share(decisions, damping)).toBeCloseTo(ones / total, 9);
      }),
    );
  });
});
