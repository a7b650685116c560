import { describe, expect, test } from '@jest/globals';
import { DARKNESS, degrade, DEGRADATIONS, WORST_LEVEL } from '../../src/synthetic/degrade.js';
import { portrait } from '../../src/synthetic/portrait.js';
import type { Pixels } from '../../src/synthetic/raster.js';

const faces = await Promise.all([0, 1, 2, 3].map((person) => portrait(50 + person, 0)));

/** Peak signal-to-noise ratio in dB, written out. */
function psnr(a: Pixels, b: Pixels): number {
  let squares = 0;
  for (let i = 0; i < a.data.length; i++) squares += (a.data[i]! - b.data[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.data.length) / squares);
}

/** Variance of the four-neighbour Laplacian of the green channel: the usual measure of sharpness. */
function sharpness({ data, width, height }: Pixels): number {
  const green = (x: number, y: number) => data[(y * width + x) * 3 + 1]!;
  const values: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++)
      values.push(
        green(x - 1, y) + green(x + 1, y) + green(x, y - 1) + green(x, y + 1) - 4 * green(x, y),
      );
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
}

function ladder(kind: (typeof DEGRADATIONS)[number], face: Pixels): Promise<Pixels[]> {
  return Promise.all([0, 1, 2, 3, 4].map((level) => degrade(kind, face, level, 11)));
}

function byName(name: string) {
  return DEGRADATIONS.find((entry) => entry.name === name)!;
}

describe.each([...DEGRADATIONS, DARKNESS].map((kind) => ({ name: kind.name, kind })))(
  '$name',
  ({ kind }) => {
    test('has one strength for every level', () => {
      expect(kind.levels).toHaveLength(WORST_LEVEL);
    });

    test('leaves the picture alone at level 0', async () => {
      expect(await degrade(kind, faces[0]!, 0, 1)).toBe(faces[0]);
    });

    test('takes the picture further from the original with every level', async () => {
      for (const face of faces) {
        const steps = await ladder(kind, face);
        const ratios = steps.slice(1).map((step) => psnr(face, step));
        for (let i = 1; i < ratios.length; i++) expect(ratios[i]).toBeLessThan(ratios[i - 1]!);
      }
    });

    test('keeps the size of any picture and does not touch its input', async () => {
      const data = Uint8Array.from({ length: 60 * 40 * 3 }, (_, i) => (i * 7) % 256);
      const before = Uint8Array.from(data);
      const out = await degrade(kind, { data, width: 60, height: 40 }, 3, 5);
      expect([out.width, out.height, out.data.length]).toEqual([60, 40, 60 * 40 * 3]);
      expect(Buffer.compare(data, before)).toBe(0);
    });

    test('gives the same bytes for the same seed', async () => {
      const [once, again] = [
        await degrade(kind, faces[1]!, 2, 9),
        await degrade(kind, faces[1]!, 2, 9),
      ];
      expect(Buffer.compare(once.data, again.data)).toBe(0);
    });

    test('has no level beyond the worst', async () => {
      await expect(degrade(kind, faces[0]!, WORST_LEVEL + 1, 1)).rejects.toThrow(RangeError);
    });
  },
);

test('blur takes away sharpness with every level', async () => {
  for (const face of faces) {
    const values = (await ladder(byName('blur'), face)).map(sharpness);
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(values[i - 1]!);
  }
});

test('noise has the stated standard deviation where nothing is cut off', async () => {
  const grey = { data: new Uint8Array(112 * 112 * 3).fill(128), width: 112, height: 112 };
  const noise = byName('noise');
  const { data } = await degrade(noise, grey, 1, 3);
  const variance = data.reduce((sum, v) => sum + (v - 128) ** 2, 0) / data.length;
  expect(Math.abs(Math.sqrt(variance) - noise.levels[0]!)).toBeLessThan(0.3);
});

test('different seeds give different noise and other places for the patch', async () => {
  for (const name of ['noise', 'occlusion']) {
    const [a, b] = [
      await degrade(byName(name), faces[0]!, 2, 1),
      await degrade(byName(name), faces[0]!, 2, 2),
    ];
    expect(Buffer.compare(a.data, b.data)).not.toBe(0);
  }
});

test('a larger patch covers all that a smaller one covered', async () => {
  const black = { data: new Uint8Array(112 * 112 * 3), width: 112, height: 112 };
  const covered = await Promise.all(
    [1, 2, 3, 4].map(async (level) => {
      const { data } = await degrade(byName('occlusion'), black, level, 21);
      return data.map((v) => (v > 0 ? 1 : 0));
    }),
  );
  for (let level = 1; level < covered.length; level++)
    covered[level - 1]!.forEach((v, i) => {
      if (v === 1 && covered[level]![i] !== 1) throw new Error(`byte ${i} was uncovered`);
    });
  expect(covered[3]!.reduce((sum, v) => sum + v, 0)).toBeGreaterThan(
    covered[0]!.reduce((sum, v) => sum + v, 0),
  );
});
