import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromHalf, toHalf } from '../../src/float16.js';
import {
  describePreprocess,
  findPreprocess,
  pixelTables,
  PRESETS,
  writePlanes,
} from '../../src/inference/preprocess.js';

/** One row of two pixels: red 255 green 0 blue 127, then red 10 green 20 blue 30. */
const ROW = Uint8Array.of(255, 0, 127, 10, 20, 30);

function planes(name: string, mirrored = false): number[] {
  const preset = findPreprocess(name);
  const target = new Float32Array(6);
  writePlanes(ROW, 2, preset, pixelTables(preset), target, 0, mirrored);
  return [...target];
}

describe('a preset', () => {
  test.each([
    {
      name: 'insightface',
      expected: [1, (10 - 127.5) / 127.5, -1, (20 - 127.5) / 127.5, -0.5 / 127.5, -97.5 / 127.5],
      why: 'planes are red, green, blue, from -1 to 1',
    },
    {
      name: 'insightface128',
      expected: [127.5 / 128, -117.5 / 128, -127.5 / 128, -107.5 / 128, -0.5 / 128, -97.5 / 128],
      why: 'the same centre, another scale',
    },
    {
      name: 'magface',
      expected: [127 / 255, 30 / 255, 0, 20 / 255, 1, 10 / 255],
      why: 'planes are blue, green, red, from 0 to 1',
    },
    {
      name: 'adaface',
      expected: [-0.5 / 127.5, -97.5 / 127.5, -1, -107.5 / 127.5, 1, -117.5 / 127.5],
      why: 'planes are blue, green, red, from -1 to 1',
    },
    {
      name: 'imagenet',
      expected: [
        (1 - 0.485) / 0.229,
        (10 / 255 - 0.485) / 0.229,
        -0.456 / 0.224,
        (20 / 255 - 0.456) / 0.224,
        (127 / 255 - 0.406) / 0.225,
        (30 / 255 - 0.406) / 0.225,
      ],
      why: "torchvision's mean and deviation",
    },
  ])('$name feeds the model what its family expects: $why', ({ name, expected }) => {
    planes(name).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
  });

  test.each(PRESETS.map(({ name }) => name))(
    '%s mirrors left for right and nothing else',
    (name) => {
      const [a, b, c, d, e, f] = planes(name);
      expect(planes(name, true)).toEqual([b, a, d, c, f, e]);
    },
  );

  test('has a text form of its own, by which stored vectors are told apart', () => {
    expect(new Set(PRESETS.map(describePreprocess)).size).toBe(PRESETS.length);
    expect(describePreprocess(findPreprocess('magface'))).toBe('bgr mean 0 0 0 std 255 255 255');
  });

  test('that does not exist is refused with the ones that do', () => {
    expect(() => findPreprocess('insigthface')).toThrow(
      'E_PREPROCESS there is no preset of preprocessing "insigthface"; did you mean insightface? choose from insightface, insightface128, magface, adaface, imagenet',
    );
  });
});

describe('half precision', () => {
  test.each([
    { value: 1, bits: 0x3c00 },
    { value: -2, bits: 0xc000 },
    { value: 65504, bits: 0x7bff },
    { value: 65520, bits: 0x7c00 },
    { value: 2 ** -24, bits: 0x0001 },
    { value: 2 ** -25, bits: 0x0000 },
    { value: 1 + 2 ** -11, bits: 0x3c00 },
    { value: 1 + 3 * 2 ** -11, bits: 0x3c02 },
    { value: Infinity, bits: 0x7c00 },
    { value: 0, bits: 0 },
  ])('$value is $bits', ({ value, bits }) => {
    expect(toHalf(value)).toBe(bits);
  });

  test('every number of 16 bits comes back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (!Number.isNaN(value)) expect(toHalf(value) & 0xffff).toBe(bits);
    }
  });

  test('the nearest one is taken', () => {
    const number = fc.double({ min: -65000, max: 65000, noNaN: true });
    fc.assert(
      fc.property(number, (value) => {
        const single = Math.fround(value);
        const taken = fromHalf(toHalf(single));
        for (const step of [-1, 1]) {
          const neighbour = fromHalf((toHalf(single) & 0x7fff) + step);
          if (Number.isNaN(neighbour) || !Number.isFinite(neighbour)) continue;
          expect(Math.abs(single - taken)).toBeLessThanOrEqual(
            Math.abs(Math.abs(single) - neighbour),
          );
        }
      }),
    );
  });
});
