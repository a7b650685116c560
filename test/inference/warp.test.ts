import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { warp } from '../../src/inference/warp.js';
import type { Pixels, Similarity } from '../../src/types.js';

function picture(width: number, height: number, seed = 0): Pixels {
  const data = Uint8Array.from(
    { length: 3 * width * height },
    (_, i) => (Math.imul(i + 1 + seed, 2654435761) >>> 24) & 0xff,
  );
  return { width, height, data };
}

/** A pixel at a time, in floating point, black wherever nothing is. */
function slowly({ width, height, data }: Pixels, place: Similarity, side: number): number[] {
  const at = (x: number, y: number, c: number) =>
    x >= 0 && y >= 0 && x < width && y < height ? data[(y * width + x) * 3 + c]! : 0;
  const out: number[] = [];
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++) {
      const x = place.a * u - place.b * v + place.x;
      const y = place.b * u + place.a * v + place.y;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, below] = [x - left, y - top];
      for (let c = 0; c < 3; c++) {
        const upper = at(left, top, c) * (1 - right) + at(left + 1, top, c) * right;
        const lower = at(left, top + 1, c) * (1 - right) + at(left + 1, top + 1, c) * right;
        out.push(upper * (1 - below) + lower * below);
      }
    }
  }
  return out;
}

const still = { a: 1, b: 0, x: 0, y: 0 };

describe('a warped picture', () => {
  test('is the picture itself where nothing moves', () => {
    const original = picture(9, 9);
    expect([...warp(original, still, 9).data]).toEqual([...original.data]);
  });

  test.each([
    { why: 'half a pixel between 0 and 101 is rounded up', x: 0.5, expected: 51 },
    { why: 'a quarter on the way', x: 0.25, expected: 25 },
    { why: 'places are told to 1/32: 0.26 is 8/32', x: 0.26, expected: 25 },
    { why: 'half outside at the left is half black', x: -0.5, expected: 0 },
    { why: 'half outside at the right is half black', x: 1.5, expected: 51 },
    { why: 'just inside the next pixel', x: 1, expected: 101 },
    { why: 'a whole pixel outside', x: 2, expected: 0 },
    { why: 'far outside', x: -900_000, expected: 0 },
  ])('by hand: $why', ({ x, expected }) => {
    const two = { width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 101, 101, 101) };
    expect([...warp(two, { ...still, x }, 1).data]).toEqual([expected, expected, expected]);
  });

  test('turns by a quarter', () => {
    const original = picture(5, 5);
    const turned = warp(original, { a: 0, b: 1, x: 4, y: 0 }, 5).data;
    for (let v = 0; v < 5; v++) {
      for (let u = 0; u < 5; u++) {
        expect(turned[(v * 5 + u) * 3]).toBe(original.data[(u * 5 + 4 - v) * 3]);
      }
    }
  });

  test('is the slow one, but for places that are rounded to 1/32 pixel', () => {
    const number = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    const place = fc.record({ a: number(3), b: number(3), x: number(25), y: number(25) });
    const size = fc.integer({ min: 1, max: 14 });
    fc.assert(
      fc.property(size, size, place, fc.nat(1000), (width, height, at, seed) => {
        const original = picture(width, height, seed);
        const slow = slowly(original, at, 8);
        warp(original, at, 8).data.forEach((byte, i) => {
          // 1/64 pixel and the ten bits of a step, both ways, between bytes that may be 255 apart; half a byte of rounding.
          expect(Math.abs(byte - slow[i]!)).toBeLessThanOrEqual(2 * 255 * (1 / 64 + 1 / 512) + 0.5);
        });
      }),
    );
  });

  test('is exact where places are whole 32nds', () => {
    const whole = fc.integer({ min: -400, max: 400 }).map((value) => value / 32);
    const place = fc.record({
      a: fc.integer({ min: -64, max: 64 }).map((value) => value / 32),
      b: fc.integer({ min: -64, max: 64 }).map((value) => value / 32),
      x: whole,
      y: whole,
    });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 12 }), (at, width) => {
        const original = picture(width, 7);
        const slow = slowly(original, at, 6);
        expect([...warp(original, at, 6).data]).toEqual(
          slow.map((value) => Math.floor(value + 0.5)),
        );
      }),
    );
  });
});
