import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { similarityToOthers, spearmanWithin } from '../../src/metrics/same-person-similarity.js';
import { similarityBands, similarityDensity } from '../../src/metrics/similarity-density.js';

const unit = (angle: number) => [Math.cos(angle), Math.sin(angle)];

describe('the likeness to the other pictures of a person', () => {
  test('is the mean cosine to each of them, pair by pair', () => {
    const picture = fc.tuple(
      fc.double({ min: 0, max: 6, noNaN: true }),
      fc.integer({ min: -1, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(picture, { minLength: 1, maxLength: 12 }), (pictures) => {
        const directions = Float32Array.from(pictures.flatMap(([angle]) => unit(angle)));
        const identity = Int32Array.from(pictures, ([, person]) => person);
        const found = similarityToOthers({ directions, dim: 2 }, identity);
        pictures.forEach(([, person], i) => {
          const others = pictures.flatMap(([, other], j) =>
            other === person && j !== i
              ? [
                  directions[2 * i]! * directions[2 * j]! +
                    directions[2 * i + 1]! * directions[2 * j + 1]!,
                ]
              : [],
          );
          if (person < 0 || others.length === 0) expect(found[i]).toBeNaN();
          else {
            const mean = others.reduce((sum, cosine) => sum + cosine, 0) / others.length;
            expect(found[i]).toBeCloseTo(mean, 10);
          }
        });
      }),
    );
  });

  test('goes with quality within each person who has three pictures', () => {
    const person = [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3];
    const quality = Float64Array.of(1, 2, 3, 1, 2, 1, 2, 3, 5, 5, 5);
    const likeness = Float64Array.of(0.1, 0.2, 0.3, 0.5, 0.5, 0.3, 0.2, 0.1, 0.1, 0.2, 0.3);
    const { persons, correlations } = spearmanWithin(quality, likeness, person);
    // Person 1 has two pictures, person 3 one quality.
    expect([...persons]).toEqual([0, 2]);
    expect(correlations[0]).toBeCloseTo(1, 12);
    expect(correlations[1]).toBeCloseTo(-1, 12);
  });
});

describe('the density of likeness over quality', () => {
  test('counts every picture in one cell that holds it', () => {
    const value = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }), (pairs) => {
        const [x, y] = [0, 1].map((i) => Float64Array.from(pairs, (pair) => pair[i]!));
        const { columns } = similarityDensity(x!, y!, {});
        expect(columns['count']!.reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
        pairs.forEach(([q, s]) => {
          const inside = [...columns['count']!.keys()].filter(
            (i) =>
              q >= columns['quality_low']![i]! - 1e-9 &&
              q <= columns['quality_high']![i]! + 1e-9 &&
              s >= columns['similarity_low']![i]! - 1e-9 &&
              s <= columns['similarity_high']![i]! + 1e-9,
          );
          expect(inside.length).toBeGreaterThan(0);
        });
      }),
    );
  });

  test('has its quartiles in bands of quality', () => {
    const quality = Float64Array.from({ length: 16 }, (_, i) => i);
    const likeness = quality.map((value) => (value < 8 ? value : 100 + value));
    const { columns } = similarityBands(quality, likeness, {});
    expect([...columns['quality']!]).toEqual([3.5, 11.5]);
    expect([...columns['median']!]).toEqual([3.5, 111.5]);
    expect([...columns['lower']!]).toEqual([1.75, 109.75]);
    expect([...columns['count']!]).toEqual([8, 8]);
    expect(
      similarityBands(new Float64Array(), new Float64Array(), {}).columns['median'],
    ).toHaveLength(0);
  });
});
