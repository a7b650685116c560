/** Faces byte for byte as OpenCV makes them, from similarities that scikit-image found. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  ARCFACE_TEMPLATE,
  inverseOf,
  similarityTransform,
} from '../../src/inference/similarity-transform.js';
import { warp } from '../../src/inference/warp.js';
import { PROJECT } from '../support/run-cli.js';

interface Case {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly points: readonly number[];
  /** Two rows of three. */
  readonly matrix: readonly number[];
  readonly sha256: string;
}

const path = join(PROJECT, 'fixtures', 'alignment', 'expected.json');
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly Case[] };

test.each(cases)('face $seed of a $width x $height picture', (one) => {
  const { width, height, seed, points, matrix, sha256 } = one;
  const found = similarityTransform(points, ARCFACE_TEMPLATE)!;
  const { a, b, x, y } = found;
  [a, -b, x, b, a, y].forEach((value, i) => {
    expect(Math.abs(value - matrix[i]!)).toBeLessThan(1e-9 * Math.max(1, Math.abs(matrix[i]!)));
  });
  const data = Uint8Array.from(
    { length: 3 * width * height },
    (_, i) => Math.imul(i + 1 + seed, 2654435761) >>> 24,
  );
  const face = warp({ width, height, data }, inverseOf(found), 112);
  expect(createHash('sha256').update(face.data).digest('hex')).toBe(sha256);
});
