import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ARCFACE_TEMPLATE,
  fitsMirrored,
  inverseOf,
  similarityTransform,
} from '../../src/inference/similarity-transform.js';
import type { Similarity } from '../../src/types.js';

const TEMPLATE = Array.from(ARCFACE_TEMPLATE);

function moved({ a, b, x, y }: Similarity, points: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [u, v] = [points[i]!, points[i + 1]!];
    out.push(a * u - b * v + x, b * u + a * v + y);
  }
  return out;
}

/** Solves `matrix * unknown = right` by elimination with pivots. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows.reduce((best, row, r) => {
      return r >= c && Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? r : best;
    }, c);
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < rows.length; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]! / rows[c]![c]!;
      rows[r] = rows[r]!.map((value, k) => value - factor * rows[c]![k]!);
    }
  }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}

/** The same least squares as ten equations in a, b, x and y, by their normal equations. */
function bySlowEquations(from: readonly number[], to: readonly number[]): Similarity {
  const equations: number[][] = [];
  for (let i = 0; i < from.length; i += 2) {
    equations.push([from[i]!, -from[i + 1]!, 1, 0], [from[i + 1]!, from[i]!, 0, 1]);
  }
  const product = (j: number, k: number) => equations.reduce((sum, e) => sum + e[j]! * e[k]!, 0);
  const four = [0, 1, 2, 3];
  const normal = four.map((j) => four.map((k) => product(j, k)));
  const right = four.map((j) => equations.reduce((sum, e, i) => sum + e[j]! * to[i]!, 0));
  const [a, b, x, y] = solved(normal, right) as [number, number, number, number];
  return { a, b, x, y };
}

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const somewhere = fc.array(coordinate, { minLength: 10, maxLength: 10 });

describe('the similarity of five points to the template', () => {
  test.each([
    { why: 'the template itself', from: TEMPLATE, expected: { a: 1, b: 0, x: 0, y: 0 } },
    {
      why: 'twice as large',
      from: TEMPLATE.map((value) => 2 * value),
      expected: { a: 0.5, b: 0, x: 0, y: 0 },
    },
    {
      why: 'shifted',
      from: TEMPLATE.map((value, i) => value + (i % 2 === 0 ? 30 : -7)),
      expected: { a: 1, b: 0, x: -30, y: 7 },
    },
    {
      why: 'on its side: (x, y) drawn at (-y, x)',
      from: moved({ a: 0, b: 1, x: 0, y: 0 }, TEMPLATE),
      expected: { a: 0, b: -1, x: 0, y: 0 },
    },
    {
      why: 'upside down',
      from: TEMPLATE.map((value) => 112 - value),
      expected: { a: -1, b: 0, x: 112, y: 112 },
    },
  ])('of $why', ({ from, expected }) => {
    const found = similarityTransform(from, ARCFACE_TEMPLATE)!;
    for (const key of ['a', 'b', 'x', 'y'] as const) expect(found[key]).toBeCloseTo(expected[key]);
  });

  test('of a face by hand', () => {
    const points = [101.15, 110.73, 142.63, 108.9, 134.22, 133.25, 111, 159.22, 140.98, 157.78];
    const found = similarityTransform(points, ARCFACE_TEMPLATE)!;
    const { a, b, x, y } = bySlowEquations(points, TEMPLATE);
    expect(found.a).toBeCloseTo(a, 12);
    expect(found.b).toBeCloseTo(b, 12);
    expect(found.x).toBeCloseTo(x, 9);
    expect(found.y).toBeCloseTo(y, 9);
  });

  test('is that of the normal equations, wherever the points are', () => {
    fc.assert(
      fc.property(somewhere, somewhere, (from, to) => {
        const found = similarityTransform(from, to);
        fc.pre(found !== undefined);
        const slow = moved(bySlowEquations(from, to), from);
        moved(found, from).forEach((value, i) => {
          expect(value).toBeCloseTo(slow[i]!, 5);
        });
      }),
    );
  });

  test('finds any similarity again, and its inverse takes it back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 7, noNaN: true }),
        coordinate,
        coordinate,
        (size, turn, x, y) => {
          const drawn = { a: size * Math.cos(turn), b: size * Math.sin(turn), x, y };
          const points = moved(drawn, TEMPLATE);
          const found = similarityTransform(points, ARCFACE_TEMPLATE)!;
          const back = moved(inverseOf(found), TEMPLATE);
          back.forEach((value, i) => {
            expect(value).toBeCloseTo(points[i]!, 6);
          });
        },
      ),
    );
  });

  test.each([
    { why: 'five points in one place', from: TEMPLATE.map((_, i) => (i % 2 === 0 ? 40 : 60)) },
    { why: 'shares of the picture in place of pixels', from: TEMPLATE.map((v) => v / 112) },
    { why: 'what is no number', from: TEMPLATE.map(() => NaN) },
    { why: 'nothing', from: TEMPLATE.map(() => 0) },
  ])('is undefined for $why', ({ from }) => {
    expect(similarityTransform(from, ARCFACE_TEMPLATE)).toBeUndefined();
  });

  test('is undefined where no turn is better than another', () => {
    const square = [0, 0, 10, 0, 10, 10, 0, 10];
    const mirrored = [10, 0, 0, 0, 0, 10, 10, 10];
    expect(similarityTransform(square, mirrored)).toBeUndefined();
    expect(similarityTransform(square, square)).toBeDefined();
  });

  test('tells where left and right were exchanged', () => {
    const [a, b, c, d, nx, ny, e, f, g, h] = TEMPLATE as [number, ...number[]];
    const exchanged = [c, d, a, b, nx, ny, g, h, e, f] as number[];
    expect(fitsMirrored(exchanged, ARCFACE_TEMPLATE)).toBe(true);
    expect(fitsMirrored(TEMPLATE, ARCFACE_TEMPLATE)).toBe(false);
  });
});
