import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
// A thread loads the compiled code alone.
import { plainHash, threadHash } from '../../dist/files/hash-thread.js';

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const digest = (part: Uint8Array) => createHash('sha256').update(part).digest('hex');

describe.each([
  ['in place', plainHash],
  ['in a thread', threadHash],
])('a digest %s', (_, start) => {
  test('is the sha256 of all parts so far, in their order', async () => {
    const hash = start();
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const updates = [shared.subarray(0, 10), bytes.subarray(10, 20), shared.subarray(20, 99_999)];
    const done = updates.map((part) => hash.update(part));
    expect(await hash.hex()).toBe(digest(bytes.subarray(0, 99_999)));
    await Promise.all(done);
    await hash.update(bytes.subarray(99_999));
    expect(await hash.hex()).toBe(digest(bytes));
    await hash.close();
  });

  test('has looked at a part before that may change', async () => {
    const hash = start();
    const shared = new Uint8Array(new SharedArrayBuffer(1 << 20)).fill(1);
    for (let round = 0; round < 4; round++) {
      await hash.update(shared.fill(round));
    }
    const rounds = Array.from({ length: 4 }, (_, round) => new Uint8Array(1 << 20).fill(round));
    expect(await hash.hex()).toBe(digest(Buffer.concat(rounds)));
    await hash.close();
  });

  test('of nothing is that of no bytes', async () => {
    const hash = start();
    expect(await hash.hex()).toBe(digest(new Uint8Array(0)));
    await hash.close();
  });
});

test('a digest by a thread that is closed tells so', async () => {
  const hash = threadHash();
  await hash.close();
  await expect(hash.update(bytes)).rejects.toThrow('the thread of a digest has ended');
});
