import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { ImageCollection } from '../../src/types.js';

/** Pixels that differ from place to place and from seed to seed, RGB rows of 112x112. */
export function pattern(seed: number, side = 112): Buffer {
  return Buffer.from(
    Uint8Array.from(
      { length: side * side * 3 },
      (_, i) => (Math.imul(i + 1, 2654435761 + 97 * seed) >>> 24) & 0xff,
    ),
  );
}

/** A picture as a lossless PNG, so that a test knows its pixels. */
export function png(pixels: Buffer, side = 112): Promise<Buffer> {
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Pictures that are already in memory. */
export function inMemory(pictures: readonly Uint8Array[]): ImageCollection {
  return {
    ids: pictures.map((_, i) => `picture-${i}`),
    describe: (index) => `picture-${index}`,
    read: (index) => Promise.resolve(pictures[index]!),
    missing: () => Promise.resolve([]),
  };
}

/** Pictures of a folder, read when asked for. */
export function onDisk(paths: readonly string[]): ImageCollection {
  return {
    ids: paths,
    describe: (index) => paths[index]!,
    read: (index) => readFile(paths[index]!),
    missing: () => Promise.resolve([]),
  };
}
