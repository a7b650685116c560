import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import type { EmbeddedBatch, EmbedTimes } from '../../src/inference/embed.js';
import { findPreprocess } from '../../src/inference/preprocess.js';
import type { EmbeddingSession } from '../../src/inference/session.js';
import type { ImageCollection } from '../../src/types.js';
import { inMemory, pattern, png } from '../support/faces.js';

const CORES = 64;
jest.unstable_mockModule('node:os', () => ({ availableParallelism: () => CORES }));
const { embedPictures } = await import('../../src/inference/embed.js');

const PICTURE = 3 * 112 * 112;
const preprocess = findPreprocess('magface');
const never = new AbortController().signal;

let pictures: Buffer[];
beforeAll(async () => {
  pictures = await Promise.all(Array.from({ length: 40 }, (_, seed) => png(pattern(seed))));
});

/** A model whose vector is the first and the last number it is fed, and the batches it was fed. */
function session(batch: number): EmbeddingSession & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    device: 'cpu',
    failed: [],
    runtime: 'none',
    dim: 2,
    type: 'float32',
    batch,
    fixed: false,
    threads: 1,
    optimisation: 'all',
    sizes,
    run: async (planes, count) => {
      sizes.push(count);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const ends = (i: number) => [planes[i * PICTURE]!, planes[(i + 1) * PICTURE - 1]!];
      const vectors = Float32Array.from(Array.from({ length: count }, (_, i) => ends(i)).flat());
      return { vectors, planes };
    },
    close: () => Promise.resolve(),
  };
}

/** What `session` must answer for picture `seed`: its first blue and its last red byte. */
function expectedOf(seed: number): [number, number] {
  const pixels = pattern(seed);
  return [Math.fround(pixels[2]! / 255), Math.fround(pixels[PICTURE - 3]! / 255)];
}

async function collect(
  images: ImageCollection,
  indices: readonly number[],
  model: EmbeddingSession,
  more: { signal?: AbortSignal; times?: EmbedTimes; remarks?: string[] } = {},
): Promise<{ indices: number[]; vectors: number[] }> {
  const found = { indices: [] as number[], vectors: [] as number[] };
  const options = {
    preprocess,
    flip: false,
    signal: more.signal ?? never,
    remark: (text: string) => more.remarks?.push(text),
  };
  for await (const batch of embedPictures(images, indices, model, options, more.times)) {
    found.indices.push(...batch.indices);
    found.vectors.push(...batch.vectors);
  }
  return found;
}

describe('embedding', () => {
  test('gives every picture its own vector, in the order asked for, whatever the batch', async () => {
    const some = fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 50 }), async (indices, batch) => {
        const found = await collect(inMemory(pictures), indices, session(batch));
        expect(found.indices).toEqual(indices);
        expect(found.vectors).toEqual(indices.flatMap(expectedOf));
      }),
      { numRuns: 25 },
    );
  });

  test('fills every batch but the last', async () => {
    const model = session(16);
    await collect(inMemory(pictures), [...pictures.keys()], model);
    expect(model.sizes).toEqual([16, 16, 8]);
  });

  test('runs no model where there is no picture', async () => {
    const model = session(4);
    expect(await collect(inMemory([]), [], model)).toEqual({ indices: [], vectors: [] });
    expect(model.sizes).toEqual([]);
  });

  test('reads only a few batches ahead, whatever the number of cores', async () => {
    const images = inMemory(pictures);
    let [read, given, most] = [0, 0, 0];
    const counting: ImageCollection = {
      ...images,
      read: (index) => {
        most = Math.max(most, ++read - given);
        return images.read(index);
      },
    };
    const options = { preprocess, flip: false, signal: never };
    const run = embedPictures(counting, [...pictures.keys()], session(2), options);
    for await (const { indices } of run) {
      given += indices.length;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(given).toBe(40);
    // Three batches decoded, two with the model, one being gathered, one handed out but not yet counted.
    expect(most).toBeLessThanOrEqual(7 * 2);
  });

  test('names the first bad picture, also when a later one fails sooner', async () => {
    const images = inMemory(pictures);
    const late: ImageCollection = {
      ...images,
      read: async (index) => {
        if (index === 21) return Buffer.alloc(0);
        if (index !== 20) return images.read(index);
        await new Promise((resolve) => setTimeout(resolve, 30));
        return Buffer.from('<html>');
      },
    };
    await expect(collect(late, [...pictures.keys()], session(4))).rejects.toThrow(
      'E_IMAGE_FORMAT picture-20 is an HTML page',
    );
  });

  test('hands on what the model could not do, after what it could', async () => {
    const model = session(4);
    const run = model.run.bind(model);
    const failing: EmbeddingSession = {
      ...model,
      run: async (planes, count) => {
        if (model.sizes.length === 2) throw new Error('out of memory');
        return run(planes, count);
      },
    };
    const options = { preprocess, flip: false, signal: never };
    const given: number[] = [];
    const all = async () => {
      const batches = embedPictures(inMemory(pictures), [...pictures.keys()], failing, options);
      for await (const { indices } of batches) given.push(...indices);
    };
    await expect(all()).rejects.toThrow('out of memory');
    expect(given).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('stopped, gives the batches in hand and starts no other', async () => {
    const stop = new AbortController();
    const model = session(4);
    const options = { preprocess, flip: false, signal: stop.signal };
    const given: number[] = [];
    const batches = embedPictures(inMemory(pictures), [...pictures.keys()], model, options);
    for await (const { indices } of batches) {
      given.push(...indices);
      stop.abort();
    }
    expect(model.sizes.length).toBeLessThanOrEqual(3);
    expect(given).toEqual([...pictures.keys()].slice(0, 4 * model.sizes.length));
  });

  test('left by its reader, ends', async () => {
    const options = { preprocess, flip: false, signal: never };
    const batches = embedPictures(inMemory(pictures), [...pictures.keys()], session(4), options);
    for await (const { indices } of batches) {
      expect(indices).toEqual([0, 1, 2, 3]);
      break;
    }
    expect((await batches.next()).done).toBe(true);
  });

  test('with flip runs each picture and its mirror image and gives their mean', async () => {
    const options = { preprocess, flip: true, signal: never };
    const model = session(1);
    const batch = await embedPictures(inMemory(pictures), [7], model, options).next();
    const blue = (x: number, y: number) => pattern(7)[(y * 112 + x) * 3 + 2]!;
    const red = (x: number, y: number) => pattern(7)[(y * 112 + x) * 3]!;
    expect(model.sizes).toEqual([1, 1]);
    const { vectors } = batch.value as EmbeddedBatch;
    expect(vectors[0]).toBeCloseTo((blue(0, 0) + blue(111, 0)) / 2 / 255, 6);
    expect(vectors[1]).toBeCloseTo((red(111, 111) + red(0, 111)) / 2 / 255, 6);
  });

  test('counts the pictures whose EXIF orientation it did not apply', async () => {
    const raw = { width: 112, height: 112, channels: 3 } as const;
    const turned = await sharp(pattern(3), { raw })
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const remarks: string[] = [];
    const images = inMemory([turned, pictures[0]!, turned]);
    const { vectors } = await collect(images, [0, 1, 2], session(2), { remarks });
    expect(remarks).toEqual(['EXIF orientation of 2 pictures was not applied']);
    expect(vectors.slice(0, 2)).toEqual(expectedOf(3));
    remarks.length = 0;
    await collect(inMemory(pictures), [0, 1], session(2), { remarks });
    expect(remarks).toEqual([]);
  });

  test('tells how long the model was at work, which is not longer than all of it', async () => {
    const times: EmbedTimes = { wall: 0, model: 0 };
    await collect(inMemory(pictures), [...pictures.keys()], session(4), { times });
    expect(times.model).toBeGreaterThan(0);
    expect(times.wall).toBeGreaterThan(times.model);
  });
});
