import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { decodePicture } from '../../src/inference/decode.js';
import { PICTURE_QUALITIES } from '../../src/qualities/index.js';
import { luminanceOf } from '../../src/qualities/luminance.js';
import { radialSpectrum } from '../../src/qualities/spectrum.js';
import { DARKNESS, degrade, DEGRADATIONS, WORST_LEVEL } from '../../src/synthetic/degrade.js';
import type { Pixels } from '../../src/types.js';
import { PROJECT } from '../support/run-cli.js';

const IMAGES = join(PROJECT, 'fixtures', 'demo', 'images');
const faces = await Promise.all(
  [1, 14, 27, 40, 53, 66].map((person) => {
    const name = `face_${String(person).padStart(3, '0')}`;
    const path = join(IMAGES, name, `${name}_0001.jpg`);
    return decodePicture(readFileSync(path), path);
  }),
);

function measure(name: string, picture: Pixels): number {
  return PICTURE_QUALITIES.find((quality) => quality.name === name)!.measure(picture);
}

/** A grey picture with these rows. */
function grey(rows: readonly (readonly number[])[]): Pixels {
  const values = rows.flat();
  return {
    width: rows[0]!.length,
    height: rows.length,
    data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
  };
}

function plain(red: number, green: number, blue: number, side = 4): Pixels {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => [red, green, blue][i % 3]!);
  return { width: side, height: side, data };
}

function transposed({ width, height, data }: Pixels): Pixels {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) turned[(x * height + y) * 3 + c] = data[(y * width + x) * 3 + c]!;
  return { width: height, height: width, data: turned };
}

const stripes = Array.from({ length: 16 }, () =>
  Array.from({ length: 16 }, (_, x) => (x % 2) * 10 + (x >= 8 ? 30 : 0)),
);

describe('by hand', () => {
  test.each([
    {
      name: 'sharpness',
      picture: grey([
        [0, 0, 0, 0],
        [0, 10, 0, 0],
        [0, 0, 0, 0],
      ]),
      value: 625,
      why: 'Laplacians -40 and 10 lie 25 from their mean',
    },
    {
      name: 'sharpness',
      picture: grey([1, 2, 3].map((y) => [0, 20, 40, 60, 80].map((x) => x + y))),
      value: 0,
      why: 'a slope has no Laplacian',
    },
    { name: 'sharpness', picture: plain(9, 9, 9, 2), value: NaN, why: 'no pixel has 4 neighbours' },
    { name: 'contrast', picture: grey([[0, 255]]), value: 0.5, why: 'half black, half white' },
    { name: 'contrast', picture: plain(80, 80, 80), value: 0, why: 'one grey' },
    {
      name: 'contrast',
      picture: grey([[0, 0, 0, 255]]),
      value: Math.sqrt(3) / 4,
      why: 'variance 1/4 times 3/4',
    },
    { name: 'brightness', picture: plain(0, 0, 0), value: 0, why: 'black' },
    { name: 'brightness', picture: plain(255, 255, 255), value: 0, why: 'white' },
    { name: 'brightness', picture: grey([[127, 128]]), value: 1, why: 'mid grey on average' },
    { name: 'brightness', picture: plain(0, 255, 0), value: 0.826, why: 'green has luma 0.587' },
    { name: 'brightness', picture: plain(0, 0, 255), value: 0.228, why: 'blue has luma 0.114' },
    {
      name: 'jpeg',
      picture: grey(stripes),
      value: 6.781703605723294,
      why: 'steps of 10, and of 20 at the border: B = 10, A = 14/3, Z = 6/14',
    },
    { name: 'jpeg', picture: plain(9, 9, 9, 16), value: NaN, why: 'no steps' },
    { name: 'jpeg', picture: plain(9, 9, 9, 15), value: NaN, why: 'no second block' },
    { name: 'resolution', picture: plain(9, 9, 9, 16), value: NaN, why: 'no detail' },
    { name: 'resolution', picture: plain(9, 9, 9, 15), value: NaN, why: 'too small' },
  ])('$name is $value: $why', ({ name, picture, value }) => {
    const found = measure(name, picture);
    if (Number.isNaN(value)) expect(found).toBeNaN();
    else expect(found).toBeCloseTo(value, 6);
  });
});

describe.each([
  { name: 'sharpness', kinds: ['blur', 'downsampling'] },
  { name: 'contrast', kinds: ['blur', 'downsampling', 'darkness'] },
  { name: 'brightness', kinds: ['darkness'] },
  { name: 'resolution', kinds: ['blur', 'downsampling'] },
  { name: 'jpeg', kinds: ['jpeg'] },
])('$name', ({ name, kinds }) => {
  test.each(kinds)('falls with every level of %s', async (kind) => {
    const way = [...DEGRADATIONS, DARKNESS].find((one) => one.name === kind)!;
    for (const face of faces) {
      const ladder: number[] = [];
      for (let level = 0; level <= WORST_LEVEL; level++) {
        ladder.push(measure(name, await degrade(way, face, level, 5)));
      }
      expect(ladder).toEqual(ladder.toSorted((a, b) => b - a));
      expect(new Set(ladder).size).toBe(ladder.length);
    }
  });
});

describe('resolution', () => {
  test('tells how large a face was before it was enlarged, within a quarter', async () => {
    const downsampling = DEGRADATIONS.find(({ name }) => name === 'downsampling')!;
    for (const face of faces) {
      for (const across of [16, 24, 32, 48]) {
        const found = measure('resolution', await downsampling.apply(face, across, 1));
        expect(found).toBeGreaterThan(0.75 * across);
        expect(found).toBeLessThan(1.25 * across);
      }
    }
  });

  test('of a file twice as large is that of the face in it', async () => {
    for (const face of faces) {
      const small = await resized(face, 40);
      const [once, twice] = [await resized(small, 100), await resized(small, 200)];
      const ratio = measure('resolution', twice) / measure('resolution', once);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  });

  test('hardly rises with the noise that a blurred picture is given', async () => {
    const [blur, noise] = ['blur', 'noise'].map((one) => DEGRADATIONS.find((d) => d.name === one)!);
    for (const face of faces) {
      const blurred = await blur!.apply(face, 2, 1);
      const before = measure('resolution', blurred);
      const noisy = await noise!.apply(blurred, 2, 1);
      expect(measure('resolution', noisy)).toBeLessThan(1.25 * before);
      // What it would be if the noise were not taken off.
      expect(measure('sharpness', noisy)).toBeGreaterThan(2 * measure('sharpness', blurred));
    }
  });
});

function resized({ data, width, height }: Pixels, side: number): Promise<Pixels> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { kernel: 'cubic', fit: 'fill', fastShrinkOnLoad: false })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then((out) => ({ width: side, height: side, data: new Uint8Array(out.data) }));
}

test('jpeg sees blocks only on the grid of the file: four pixels aside they are gone', async () => {
  const way = DEGRADATIONS.find(({ name }) => name === 'jpeg')!;
  for (const face of faces) {
    const { data, width } = await degrade(way, face, 2, 1);
    const side = 96;
    const cut = (from: number): Pixels => ({
      width: side,
      height: side,
      data: Uint8Array.from({ length: side * side * 3 }, (_, i) => {
        const [y, x] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side];
        return data[((y + from) * width + x + from) * 3 + (i % 3)]!;
      }),
    });
    expect(measure('jpeg', cut(8))).toBeLessThan(measure('jpeg', cut(4)) - 3);
  }
});

/** The definition of the paper, term by term. */
function slowJpeg({ width, height, data }: Pixels): number {
  const luma = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  };
  const along = (length: number, lines: number, at: (x: number, line: number) => number) => {
    const d = (x: number, line: number) => at(x, line) - at(x - 1, line);
    const [steps, onGrid, pairs]: [number[], number[], number[]] = [[], [], []];
    for (let line = 0; line < lines; line++) {
      for (let x = 1; x < length; x++) steps.push(Math.abs(d(x, line)));
      for (let b = 1; b < Math.floor(length / 8); b++) onGrid.push(Math.abs(d(8 * b, line)));
      for (let x = 1; x < length - 1; x++) pairs.push(d(x, line) * d(x + 1, line) < 0 ? 1 : 0);
    }
    const mean = (list: number[]) => list.reduce((sum, v) => sum + v, 0) / list.length;
    const block = mean(onGrid);
    return [block, (8 * mean(steps) - block) / 7, mean(pairs)] as const;
  };
  const h = along(width, height, (x, y) => luma(x, y));
  const v = along(height, width, (y, x) => luma(x, y));
  const [b, a, z] = [0, 1, 2].map((i) => (h[i]! + v[i]!) / 2) as [number, number, number];
  return -245.8909 + 261.9373 * b ** -0.02398886 * a ** 0.01601664 * z ** 0.00642859;
}

const anyPicture = fc
  .record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): Pixels => ({ width, height, data })),
  );

test('jpeg is what the paper writes', () => {
  fc.assert(
    fc.property(anyPicture, (picture) => {
      const slow = slowJpeg(picture);
      const found = measure('jpeg', picture);
      if (picture.width < 16 || picture.height < 16) expect(found).toBeNaN();
      else if (Number.isFinite(slow)) expect(found).toBeCloseTo(slow, 9);
    }),
    { numRuns: 60 },
  );
});

test('every quality of any picture is a number in its range or NaN, and the same again', () => {
  const ranges: Readonly<Record<string, readonly [number, number]>> = {
    sharpness: [0, Infinity],
    contrast: [0, 0.5 + 1e-12],
    brightness: [0, 1],
    resolution: [0, 30],
    jpeg: [-Infinity, Infinity],
  };
  expect(Object.keys(ranges)).toEqual(PICTURE_QUALITIES.map(({ name }) => name));
  fc.assert(
    fc.property(anyPicture, (picture) => {
      for (const { name, measure: value } of PICTURE_QUALITIES) {
        const found = value(picture);
        expect(value({ ...picture, data: Uint8Array.from(picture.data) })).toBe(found);
        if (Number.isNaN(found)) continue;
        const [least, most] = ranges[name]!;
        expect(found).toBeGreaterThanOrEqual(least - 1e-12);
        expect(found).toBeLessThanOrEqual(most + 1e-12);
      }
    }),
    { numRuns: 60 },
  );
});

test('no quality but the order of sums knows which way is up', () => {
  for (const face of faces.slice(0, 2)) {
    for (const { name } of PICTURE_QUALITIES) {
      expect(measure(name, transposed(face))).toBeCloseTo(measure(name, face), 8);
    }
  }
});

test('the spectrum is the discrete Fourier transform, written out', () => {
  const [width, height, rings] = [11, 6, 5];
  const data = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (i * i * 31 + 7 * i) % 256,
  );
  const plane = luminanceOf({ width, height, data });
  const { power, points, beyond } = radialSpectrum(plane, rings);
  const [across, down] = [16, 8];
  const hann = (i: number, n: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n);
  const mean = plane.values.reduce((sum, v) => sum + v, 0) / (width * height);
  const sums = Array.from({ length: rings + 1 }, () => [0, 0] as [number, number]);
  const corner: [number, number] = [0, 0];
  for (let u = 0; u < across; u++) {
    for (let v = 0; v < down; v++) {
      let [re, im] = [0, 0];
      for (let x = 0; x < width; x++) {
        for (let y = 0; y < height; y++) {
          const value = (plane.values[y * width + x]! - mean) * hann(x, width) * hann(y, height);
          const angle = 2 * Math.PI * ((u * x) / across + (v * y) / down);
          re += value * Math.cos(angle);
          im -= value * Math.sin(angle);
        }
      }
      const f = Math.hypot(Math.min(u, across - u) / across, Math.min(v, down - v) / down);
      const into = f > 0.55 ? corner : f <= 0.5 ? sums[Math.round(2 * f * rings)]! : [0, 0];
      into[0]! += re * re + im * im;
      into[1]!++;
    }
  }
  const squares = (n: number) =>
    Array.from({ length: n }, (_, i) => hann(i, n) ** 2).reduce((sum, v) => sum + v, 0);
  const weight = squares(width) * squares(height);
  sums.forEach(([sum, count], ring) => {
    expect(points[ring]).toBe(count);
    if (count > 0) expect((power[ring]! * weight) / (sum / count)).toBeCloseTo(1, 9);
  });
  expect((beyond * weight) / (corner[0] / corner[1])).toBeCloseTo(1, 9);
});

test('each file of src/qualities that exports a quality is in the list', () => {
  const folder = join(PROJECT, 'src', 'qualities');
  const found = readdirSync(folder).flatMap(
    (file) =>
      /: PictureQuality = \{\n {2}name: '(\w+)'/.exec(
        readFileSync(join(folder, file), 'utf8'),
      )?.[1] ?? [],
  );
  expect(found.toSorted()).toEqual(PICTURE_QUALITIES.map(({ name }) => name).toSorted());
});
