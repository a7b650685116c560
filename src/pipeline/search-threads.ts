import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.js';
import '../inference/no-telemetry.js';
import type { Sifted } from '../metrics/identification/sift.js';
import type { SearchAnswer, SearchSetup, SearchTask } from './search-messages.js';

/**
 * Resolves when every task has been done by one of `threads` threads, and `use` has had its result, in whatever order they end.
 *
 * @throws UserError of a thread; the signal's reason when stopped, once the tasks in hand are done; Error where a thread fails
 */
export async function searchInThreads(
  threads: number,
  setup: SearchSetup,
  tasks: readonly SearchTask[],
  signal: AbortSignal,
  use: (task: SearchTask, result: Sifted) => void,
): Promise<void> {
  const waiting = tasks.slice();
  const stop = new AbortController();
  const work = async () => {
    const thread = startThread(setup);
    try {
      for (;;) {
        signal.throwIfAborted();
        const task = stop.signal.aborted ? undefined : waiting.shift();
        if (task === undefined) return;
        use(task, await thread.ask(task));
      }
    } catch (error) {
      stop.abort();
      throw error;
    } finally {
      await thread.close();
    }
  };
  const count = Math.min(threads, tasks.length);
  const ended = await Promise.allSettled(Array.from({ length: count }, work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason as Error;
}

function startThread(setup: SearchSetup) {
  // Flags of the process are not meant for it: some would keep it from starting (`node --input-type=module -e ..`).
  const worker = new Worker(new URL('./search-worker.js', import.meta.url), {
    execArgv: [],
    workerData: setup,
  });
  let pending:
    { resolve: (answer: SearchAnswer) => void; reject: (error: Error) => void } | undefined;
  let death: Error | undefined;
  const bury = (error: Error) => {
    death ??= error;
    pending?.reject(death);
  };
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      bury(new Error('a thread of the search has ended'));
      resolve();
    });
  });
  worker.on('message', (answer: SearchAnswer) => pending?.resolve(answer));
  worker.on('error', (error: unknown) => {
    bury(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    ask: async (task: SearchTask): Promise<Sifted> => {
      const answer = await new Promise<SearchAnswer>((resolve, reject) => {
        if (death !== undefined) throw death;
        pending = { resolve, reject };
        worker.postMessage(task);
      });
      pending = undefined;
      if ('done' in answer) return answer.done;
      const { message, user } = answer.failed;
      if (user === undefined) throw new Error(message);
      throw new UserError(user.code, user.what, user.remedy, user.exit);
    },
    close: async () => {
      worker.postMessage('close');
      await ended;
    },
  };
}
