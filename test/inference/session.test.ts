import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EmbeddingSession, SessionOptions } from '../../src/inference/session.js';
import { findPreprocess } from '../../src/inference/preprocess.js';
import { inMemory, onDisk, pattern, png } from '../support/faces.js';
import { PROJECT, SHARED, temporaryFolder } from '../support/run-cli.js';
import { embedPictures, openSession } from './built.js';

const MODELS = join(PROJECT, 'fixtures', 'models');
const signal = new AbortController().signal;
const folder = temporaryFolder();
afterAll(folder.remove);

let pictures: Buffer[];
beforeAll(async () => {
  pictures = await Promise.all(Array.from({ length: 11 }, (_, seed) => png(pattern(seed))));
});

async function withSession<T>(
  name: string,
  use: (session: EmbeddingSession) => Promise<T>,
  options: Partial<SessionOptions> = {},
): Promise<T> {
  const path = name.includes('/') ? name : join(MODELS, `${name}.onnx`);
  const session = await openSession({ path, device: 'cpu', batch: 4, ...options });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** The raw vectors of all pictures, one after another. */
async function vectorsOf(
  session: EmbeddingSession,
  images: Parameters<typeof embedPictures>[0] = inMemory(pictures),
  { preset = 'magface', flip = false } = {},
): Promise<number[]> {
  const preprocess = findPreprocess(preset);
  const found: number[] = [];
  const indices = [...images.ids.keys()];
  const order: number[] = [];
  for await (const batch of embedPictures(images, indices, session, { preprocess, flip, signal })) {
    order.push(...batch.indices);
    found.push(...batch.vectors);
  }
  expect(order).toEqual(indices);
  return found;
}

/** Mean of the 28x28 block (0, 0) of the blue channel, which `magface` feeds first, by hand. */
function firstMean(pixels: Buffer): number {
  let sum = 0;
  for (let y = 0; y < 28; y++) for (let x = 0; x < 28; x++) sum += pixels[(y * 112 + x) * 3 + 2]!;
  return sum / (28 * 28) / 255;
}

describe('a session', () => {
  test('gives the vectors of the pictures in their order', async () => {
    const vectors = await withSession('means', (session) => vectorsOf(session));
    expect(vectors.length).toBe(11 * 48);
    [0, 5, 10].forEach((i) => {
      expect(vectors[i * 48]).toBeCloseTo(firstMean(pattern(i)), 5);
    });
  });

  test('gives the same bits for every batch and number of threads', async () => {
    const reference = await withSession('means', (session) => vectorsOf(session), { batch: 1 });
    for (const [batch, threads] of [
      [2, 1],
      [7, 2],
      [8, 1],
      [32, 2],
    ] as const) {
      const vectors = await withSession('means', (s) => vectorsOf(s), { batch, threads });
      expect(vectors).toEqual(reference);
    }
  });

  test.each(['fixed-batch-4', 'one-row-reshape', 'two-outputs'])(
    '%s gives what the plain model gives',
    async (name) => {
      const reference = await withSession('means', (session) => vectorsOf(session));
      const options = name === 'two-outputs' ? { output: 'embedding' } : {};
      const vectors = await withSession(name, (session) => vectorsOf(session), options);
      expect(vectors).toEqual(reference);
    },
  );

  test('runs a model whose free batch is none one picture at a time', async () => {
    const batch = await withSession('one-row-reshape', (session) => Promise.resolve(session.batch));
    expect(batch).toBe(1);
  });

  test('runs a model whose rows depend on each other one picture at a time', async () => {
    const reference = await withSession('mixing', (s) => vectorsOf(s), { batch: 1 });
    for (const batch of [2, 5, 8]) {
      const [ran, vectors] = await withSession(
        'mixing',
        async (session) => [session.batch, await vectorsOf(session)] as const,
        { batch },
      );
      expect(ran).toBe(1);
      expect(vectors).toEqual(reference);
    }
  });

  test('keeps the batch of a model that has a fixed one, and says so', async () => {
    const seen = (name: string, batch: number) =>
      withSession(name, (s) => Promise.resolve([s.batch, s.fixed]), { batch });
    expect(await seen('fixed-batch-4', 32)).toEqual([4, true]);
    expect(await seen('fixed-batch-1', 8)).toEqual([1, true]);
    expect(await seen('means', 8)).toEqual([8, false]);
  });

  test('reads weights that lie beside the model, from whatever folder it is started in', async () => {
    const reference = await withSession('means', (session) => vectorsOf(session));
    const vectors = await withSession('outside-weights', (session) => vectorsOf(session));
    expect(vectors).toEqual(reference.map((value) => 2 * value));
  });

  test('hands on vectors of NaN and of zero as they are, for who names the picture', async () => {
    const nan = await withSession('not-a-number', (session) => vectorsOf(session));
    expect(nan.every(Number.isNaN)).toBe(true);
    const zero = await withSession('zero', (session) => vectorsOf(session));
    expect(zero.every((value) => value === 0)).toBe(true);
  });

  test('does what it was asked for before it closes', async () => {
    const session = await openSession({
      path: join(MODELS, 'means.onnx'),
      device: 'cpu',
      batch: 8,
    });
    const runs = [1, 2, 3].map(() => session.run(new Float32Array(8 * 3 * 112 * 112), 8));
    await session.close();
    expect((await Promise.all(runs)).map(({ vectors }) => vectors.length)).toEqual([384, 384, 384]);
    await expect(session.run(new Float32Array(8 * 3 * 112 * 112), 8)).rejects.toThrow('has ended');
  });

  test('gives the memory of its input back to be filled again', async () => {
    await withSession('means', async (session) => {
      const planes = new Float32Array(4 * 3 * 112 * 112).fill(0.5);
      const ran = await session.run(planes, 3);
      expect(planes.length).toBe(0);
      expect([...ran.planes.subarray(0, 3)]).toEqual([0.5, 0.5, 0.5]);
      expect(ran.planes.length).toBe(4 * 3 * 112 * 112);
      expect(ran.vectors.length).toBe(3 * 48);
    });
  });

  test.each(['disabled', 'basic', 'extended', 'all'] as const)(
    'optimised as %s gives the same to six digits, and says how it was',
    async (optimisation) => {
      const reference = await withSession('means', (session) => vectorsOf(session));
      const [level, vectors] = await withSession(
        'means',
        async (session) => [session.optimisation, await vectorsOf(session)] as const,
        { optimisation },
      );
      expect(level).toBe(optimisation);
      vectors.forEach((value, i) => {
        expect(value).toBeCloseTo(reference[i]!, 6);
      });
    },
  );

  test('feeds bytes to a model that takes bytes', async () => {
    const vectors = await withSession('uint8', (session) => vectorsOf(session));
    expect(vectors[0]! / 255).toBeCloseTo(firstMean(pattern(0)), 5);
  });

  test('feeds and reads half precision', async () => {
    const reference = await withSession('means', (session) => vectorsOf(session));
    const vectors = await withSession('float16', (session) => vectorsOf(session));
    vectors.forEach((value, i) => {
      expect(Math.abs(value - reference[i]!)).toBeLessThan(1e-3);
    });
  });

  test('with flip gives the mean of both vectors', async () => {
    const mirrored = (pixels: Buffer) =>
      Buffer.from(
        Uint8Array.from(pixels, (_, i) => {
          const [row, rest] = [Math.floor(i / 336), i % 336];
          return pixels[row * 336 + (111 - Math.floor(rest / 3)) * 3 + (rest % 3)]!;
        }),
      );
    const [plain, flipped, both] = await withSession('means', async (session) => [
      await vectorsOf(session),
      await vectorsOf(
        session,
        inMemory(await Promise.all(pictures.map((_, i) => png(mirrored(pattern(i)))))),
      ),
      await vectorsOf(session, inMemory(pictures), { flip: true }),
    ]);
    both.forEach((value, i) => {
      expect(value).toBeCloseTo((plain[i]! + flipped[i]!) / 2, 6);
    });
  });

  test('names the picture that cannot be used', async () => {
    const small = await png(pattern(1, 96), 96);
    await expect(
      withSession('means', (session) => vectorsOf(session, inMemory([pictures[0]!, small]))),
    ).rejects.toThrow('E_IMAGE_SIZE picture-1 is 96x96, an aligned face is 112x112');
  });
});

describe('a model that cannot be used is refused before any picture is read', () => {
  test.each([
    {
      name: 'channels-last',
      message:
        'E_MODEL_INPUT input "input" float32[n,112,112,3] is not [N,3,112,112]; export it with channels first',
    },
    { name: 'side-160', message: 'E_MODEL_INPUT input "input" float32[n,3,160,160] is not' },
    { name: 'two-inputs', message: 'E_MODEL_INPUT the model has 2 inputs' },
    { name: 'two-outputs', message: 'E_MODEL_OUTPUT 2 outputs could be the embedding' },
    {
      name: 'feature-maps',
      message:
        'E_MODEL_OUTPUT output "embedding" has the shape [1,3,4,4] for 1 pictures, not [1,d]; name the output that holds the embedding with --output',
    },
    {
      name: 'classes',
      message: 'E_MODEL_OUTPUT output "embedding" int64[n,48] is of a type that no embedding has',
    },
    { name: 'fails-when-run', message: 'E_MODEL_RUN the model failed on 1 pictures: ' },
    {
      name: 'mixing-batch-4',
      message:
        "E_MODEL_MIXES in this model's batch of 4 the vector of a picture depends on the other pictures",
    },
    { name: 'weights-elsewhere', message: 'E_MODEL_FORMAT the model cannot be loaded: ' },
  ])('$name', async ({ name, message }) => {
    await expect(withSession(name, () => Promise.resolve())).rejects.toThrow(message);
    await expect(withSession(name, () => Promise.resolve())).rejects.toMatchObject({ exit: 69 });
  });

  test('an output that is not there', async () => {
    await expect(withSession('means', () => Promise.resolve(), { output: 'fc1' })).rejects.toThrow(
      'E_MODEL_OUTPUT the model has no output "fc1"; choose from "embedding"',
    );
  });

  test('a length that its sidecar does not promise', async () => {
    await expect(withSession('means', () => Promise.resolve(), { dim: 512 })).rejects.toThrow(
      'E_MODEL_OUTPUT the model gives vectors of 48, its sidecar promises 512',
    );
  });

  test('a truncated file', async () => {
    const path = join(folder.path, 'cut.onnx');
    await writeFile(path, Buffer.from('\x08\x08\x12\x10magface fixtur', 'latin1'));
    await expect(withSession(path, () => Promise.resolve())).rejects.toMatchObject({
      code: 'E_MODEL_FORMAT',
      exit: 69,
    });
  });
});

describe('a device', () => {
  test('asked for by name never falls back to another', async () => {
    await expect(
      withSession('means', () => Promise.resolve(), { device: 'coreml' }),
    ).rejects.toMatchObject({ code: 'E_DEVICE', exit: 69 });
  });

  test('chosen by auto is one that runs, and says what was passed over', async () => {
    const { device, failed } = await withSession('means', (session) => Promise.resolve(session), {
      device: 'auto',
    });
    const passed = failed.map((attempt) => attempt.device);
    expect(passed).not.toContain(device);
    expect(failed.every(({ why }) => why.length > 0)).toBe(true);
  });
});

const MODELS_AT_HAND = join(SHARED, 'models');
const LFW = join(SHARED, 'data', 'lfw', 'images');

(existsSync(MODELS_AT_HAND) && existsSync(LFW) ? describe : describe.skip)('a real model', () => {
  const faces = () =>
    readdirSync(LFW)
      .sort()
      .slice(0, 34)
      .map((name) => join(LFW, name, `${name}_0001.jpg`));

  test.each(['mobilefacenet', 'mobilefacenet_int8'])(
    '%s gives LFW faces vectors as long as its description says, the same for any batch and threads',
    async (name) => {
      const embed = (batch: number, threads: number) =>
        withSession(
          join(MODELS_AT_HAND, `${name}.onnx`),
          async (session) => {
            expect(session.batch).toBe(batch);
            return vectorsOf(session, onDisk(faces()), { preset: 'imagenet' });
          },
          { batch, threads },
        );
      const reference = await embed(1, 1);
      expect(reference.length).toBe(34 * 128);
      for (let row = 0; row < 34; row++) {
        const length = Math.hypot(...reference.slice(row * 128, (row + 1) * 128));
        expect(length).toBeGreaterThan(9);
        expect(length).toBeLessThan(25);
      }
      for (const [batch, threads] of [
        [1, 2],
        [7, 2],
        [8, 1],
        [32, 2],
      ] as const) {
        expect(await embed(batch, threads)).toEqual(reference);
      }
    },
  );
});
