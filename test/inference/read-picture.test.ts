import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { LFW_CROP } from '../../src/inference/lfw-crop.js';
import { readPicture } from '../../src/inference/read-picture.js';
import {
  ARCFACE_TEMPLATE,
  inverseOf,
  similarityTransform,
} from '../../src/inference/similarity-transform.js';
import type { Alignment, ImageCollection } from '../../src/types.js';
import { inMemory, pattern, png } from '../support/faces.js';
import { PROJECT } from '../support/run-cli.js';
import { placed, pointsAfter, tilt } from '../support/tilted-lfw.js';

function by(points: readonly number[]): Alignment {
  const place = inverseOf(similarityTransform(points, ARCFACE_TEMPLATE)!);
  return { text: 'align=landmarks', keyOf: () => points.join(' '), placeOf: () => place };
}

const one = (bytes: Buffer, alignment?: Alignment): ImageCollection => ({
  ...inMemory([bytes]),
  alignment,
});

let face: Buffer;
beforeAll(async () => {
  const path = join(PROJECT, 'fixtures', 'demo', 'images', 'face_001', 'face_001_0001.jpg');
  face = await sharp(readFileSync(path)).raw().toBuffer();
});

/** Mean absolute difference of the bytes of pixels at least `margin` from the edge. */
function difference(found: Uint8Array, expected: Uint8Array, margin: number): number {
  let [sum, count] = [0, 0];
  for (let y = margin; y < 112 - margin; y++) {
    for (let at = 3 * (112 * y + margin); at < 3 * (112 * y + 112 - margin); at++, count++) {
      sum += Math.abs(found[at]! - expected[at]!);
    }
  }
  return sum / count;
}

describe('a picture of a face', () => {
  test('without an alignment is what its file holds', async () => {
    const { data, width } = await readPicture(one(await png(pattern(3, 40), 40)), 0);
    expect([width, Buffer.from(data).equals(pattern(3, 40))]).toEqual([40, true]);
  });

  test('that was turned and made larger comes back nearly as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 1, max: 1.5, noNaN: true }),
        async (degrees, size) => {
          const at = tilt(degrees, size);
          const picture = one(await placed(face, at), by(pointsAfter(at)));
          const { data, width, height } = await readPicture(picture, 0);
          expect([width, height]).toEqual([112, 112]);
          // Twice between pixels blurs fine lines; a shift by one pixel would be a difference above 5.
          expect(difference(data, face, 2)).toBeLessThan(3);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is missed by far where the points are those of another picture', async () => {
    const at = tilt(20, 1.2);
    const picture = one(await placed(face, at), by(pointsAfter(tilt(0, 1.2))));
    expect(difference((await readPicture(picture, 0)).data, face, 2)).toBeGreaterThan(8);
  });

  test.each([
    { why: 'JPEG', make: (image: Sharp) => image.jpeg({ quality: 100 }), near: 2 },
    { why: 'WebP', make: (image: Sharp) => image.webp({ lossless: true }), near: 0.01 },
    { why: 'grey PNG', make: (image: Sharp) => image.greyscale().png(), near: undefined },
    {
      why: 'PNG with alpha',
      make: (image: Sharp) => image.ensureAlpha(0.5).png(),
      near: 0.01,
    },
  ])('of a $why is aligned like a PNG', async ({ make, near }) => {
    const at = tilt(10, 1.3);
    const bytes = await placed(face, at);
    const points = pointsAfter(at);
    const { data } = await readPicture(one(await make(sharp(bytes)).toBuffer(), by(points)), 0);
    const plain = await readPicture(one(bytes, by(points)), 0);
    if (near !== undefined) expect(difference(data, plain.data, 0)).toBeLessThan(near);
    else for (let i = 0; i < data.length; i += 3) expect(data[i]).toBe(data[i + 2]);
  });
});

describe('the square of raw LFW', () => {
  const ramp = () =>
    Buffer.from(
      Uint8Array.from({ length: 250 * 250 * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3);
        return i % 3 === 0 ? pixel % 250 : i % 3 === 1 ? Math.floor(pixel / 250) : 7;
      }),
    );

  test('is columns 61 to 189 and rows 52 to 180, whole', async () => {
    const bytes = await sharp(ramp(), { raw: { width: 250, height: 250, channels: 3 } })
      .png()
      .toBuffer();
    const { data } = await readPicture(one(bytes, LFW_CROP), 0);
    const [first, last] = [0, 3 * (112 * 112 - 1)];
    // The centres of the outer pixels of the face lie half a step of 129/112 inside of the square.
    expect([data[first], data[first + 1]]).toEqual([61, 52]);
    expect([data[last], data[last + 1]]).toEqual([189, 180]);
    const middle = 3 * (112 * 56 + 56);
    expect([data[middle], data[middle + 1]]).toEqual([126, 117]);
    expect(data.every((byte, i) => i % 3 !== 2 || byte === 7)).toBe(true);
  });

  test('is refused of pictures of another size', async () => {
    await expect(readPicture(one(await png(pattern(1)), LFW_CROP), 0)).rejects.toThrow(
      'E_ALIGN_SIZE picture-0 is 112x112, align=lfw-crop (approximate) is for pictures of 250x250',
    );
  });
});
