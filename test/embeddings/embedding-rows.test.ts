import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRows, rowsInMemory, type EmbeddingRows } from '../../src/embeddings/embedding-rows.js';
import type { ByteSource } from '../../src/files/byte-source.js';
import { NUMBER_TYPES } from '../../src/files/npy-numbers.js';

const DIM = 3;
const valuesOf = (rows: number) => Float32Array.from({ length: rows * DIM }, (_, i) => i);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Rows of a source that takes a turn for each part, and what happened to it. */
async function rowsFromSource(values: Float32Array, failAt = Infinity) {
  const log = { open: 0, filling: 0, read: 0, closedEarly: false };
  const bytes = new Uint8Array(values.buffer);
  const rows = await openRows(
    async (use) => {
      log.open++;
      log.read = 0;
      const source: ByteSource = {
        file: 'f',
        size: bytes.length,
        fill: async (into) => {
          if (log.open === 0) throw new Error('the file is closed');
          if (log.filling++ > 0) throw new Error('two parts are read at once');
          await turn();
          into.set(bytes.subarray(log.read, (log.read += into.length)));
          log.filling--;
          if (log.read > failAt) throw new Error('the disk is gone');
        },
      };
      try {
        return await use(source);
      } finally {
        if (log.filling > 0) log.closedEarly = true;
        log.open--;
      }
    },
    () =>
      Promise.resolve({
        rows: values.length / DIM,
        dim: DIM,
        type: NUMBER_TYPES['<f4']!,
        warnings: [],
      }),
  );
  return { rows, log };
}

/** What `take` saw, chunk after chunk, where each is held for some turns. */
async function seen(rows: EmbeddingRows, chunkCount: number, room: number, turns: number) {
  const chunks = Array.from({ length: chunkCount }, () => new Float32Array(room * DIM));
  const held = new Set<number>();
  const parts: { first: number; values: number[] }[] = [];
  await rows.pass(chunks, (count, first, chunk) => {
    if (held.has(chunk)) throw new Error('a chunk is used that is not free');
    const values = chunks[chunk]!.subarray(0, count * DIM);
    const part = { first, values: [...values] };
    parts.push(part);
    if (turns === 0) return undefined;
    held.add(chunk);
    return (async () => {
      for (let i = 0; i < turns; i++) await turn();
      expect([...values]).toEqual(part.values);
      held.delete(chunk);
    })();
  });
  expect(held.size).toBe(0);
  return parts;
}

describe('rows that pass by', () => {
  test('are all of them, in order, whatever the chunks and however long each is held', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(12),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(3),
        async (count, chunkCount, room, turns) => {
          const values = valuesOf(count);
          const { rows, log } = await rowsFromSource(values);
          for (const one of [rows, rowsInMemory({ raw: values, dim: DIM })]) {
            const parts = await seen(one, chunkCount, room, turns);
            expect(parts.flatMap((part) => part.values)).toEqual([...values]);
            expect(parts.map(({ first }) => first)).toEqual(parts.map((_, i) => i * room));
          }
          expect(log).toMatchObject({ open: 0, filling: 0, closedEarly: false });
        },
      ),
    );
  });

  test('may be those of another order', async () => {
    const rows = rowsInMemory({ raw: valuesOf(3), dim: DIM }, Uint32Array.of(2, 0));
    const parts = await seen(rows, 2, 1, 1);
    expect(parts.map(({ values }) => values)).toEqual([
      [6, 7, 8],
      [0, 1, 2],
    ]);
  });

  test('are read ahead while others are taken, where there are chunks for them', async () => {
    for (const [chunkCount, ahead] of [
      [1, 0],
      [2, 1],
      [3, 1],
    ] as const) {
      const { rows, log } = await rowsFromSource(valuesOf(6));
      const filling: number[] = [];
      const chunks = Array.from({ length: chunkCount }, () => new Float32Array(2 * DIM));
      await rows.pass(chunks, () => {
        filling.push(log.filling);
        return undefined;
      });
      expect(filling).toEqual([ahead, ahead, 0]);
    }
  });

  test.each([1, 2, 3])(
    'of a source that fails are refused, once it is closed (chunks: %d)',
    async (chunkCount) => {
      for (let failAt = 0; failAt < 6 * DIM * 4; failAt += DIM * 4) {
        const { rows, log } = await rowsFromSource(valuesOf(6), failAt);
        await expect(seen(rows, chunkCount, 2, 2)).rejects.toThrow('the disk is gone');
        expect(log).toMatchObject({ open: 0, closedEarly: false });
      }
    },
  );

  test.each([1, 2, 3])(
    'stop where whoever takes them throws, or fails later (chunks: %d)',
    async (chunkCount) => {
      const chunks = Array.from({ length: chunkCount }, () => new Float32Array(DIM));
      for (const late of [false, true]) {
        for (let at = 0; at < 5; at++) {
          const { rows, log } = await rowsFromSource(valuesOf(5));
          const taken = rows.pass(chunks, (_, first) => {
            if (first !== at) return undefined;
            if (!late) throw new Error('no more');
            return turn().then(() => Promise.reject(new Error('no more')));
          });
          await expect(taken).rejects.toThrow('no more');
          expect(log).toMatchObject({ open: 0, filling: 0, closedEarly: false });
        }
      }
    },
  );
});
