import { describe, expect, test } from '@jest/globals';
import { type Hand, shareOut } from '../src/shared-out.js';
import { startThread } from '../src/worker-thread.js';

/** Hands that tell what they did. */
function hands(count: number, work: (task: number) => Promise<void>) {
  const told = { done: [] as number[], closed: 0 };
  const hand: Hand<number> = {
    work: async (task) => {
      await work(task);
      told.done.push(task);
    },
    close: () => {
      told.closed++;
      return Promise.resolve();
    },
  };
  return { told, all: Array.from({ length: count }, () => hand) };
}

describe('tasks shared out', () => {
  test('are each done once, by however many', async () => {
    for (const count of [1, 2, 5]) {
      const { told, all } = hands(count, () => Promise.resolve());
      await shareOut([0, 1, 2, 3], all);
      expect([told.done.toSorted(), told.closed]).toEqual([[0, 1, 2, 3], count]);
    }
  });

  test('end with the first failure: no task is begun after it, and every hand is closed', async () => {
    const { told, all } = hands(2, (task) =>
      task === 1 ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    await expect(shareOut([0, 1, 2, 3, 4, 5, 6, 7], all)).rejects.toThrow('no');
    expect(told.done.length).toBeLessThan(4);
    expect(told.closed).toBe(2);
  });

  test('end with the reason of the signal', async () => {
    const { told, all } = hands(2, () => Promise.resolve());
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(shareOut([0, 1], all, stopped)).rejects.toThrow('enough');
    expect(told).toEqual({ done: [], closed: 2 });
  });
});

test('a thread that ends unasked fails what it was asked, then and later', async () => {
  const url = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit());`,
  );
  const thread = startThread<string, string>(url, { what: 'the thread', closing: 'close' });
  await expect(thread.ask('anything')).rejects.toThrow('the thread has ended');
  await expect(thread.ask('more')).rejects.toThrow('the thread has ended');
  await thread.close();
});
