import '../inference/no-telemetry.js';
import type { Sifted } from '../metrics/identification/sift.js';
import { type Hand, shareOut } from '../shared-out.js';
import { errorFrom } from '../thread-failure.js';
import { usableThreads } from '../threads.js';
import { startThread, type WorkerThread } from '../worker-thread.js';
import type { SearchAnswer, SearchRequest, SearchSetup, SearchTask } from './search-messages.js';

type Thread = WorkerThread<SearchRequest | 'close', SearchAnswer>;
type Use = (task: SearchTask, result: Sifted) => void;

/** Threads that are started when the first search needs them, and serve one search after another. */
export class SearchThreads {
  private readonly threads: Thread[] = [];

  /** @param count the most that are started */
  constructor(readonly count: number) {}

  /** Starts as many threads as so many tasks need, so that they load what they need while the search is prepared. */
  start(tasks: number): void {
    const wanted = Math.min(this.count, tasks);
    while (this.threads.length < wanted) this.threads.push(startSearchThread());
  }

  /**
   * Resolves when every task has been done by one of the threads, and `use` has had its result, in whatever order they end.
   *
   * @throws UserError of a thread; the signal's reason when stopped, once the tasks in hand are done; Error where a thread fails
   */
  async search(
    setup: SearchSetup,
    tasks: readonly SearchTask[],
    signal: AbortSignal,
    use: Use,
  ): Promise<void> {
    const { places, ...rest } = setup;
    this.start(tasks.length);
    const hands = this.threads
      .slice(0, tasks.length)
      .map((thread, i) => handOf(thread, { setup: { ...rest, place: places?.[i] } }, use));
    await shareOut(tasks, hands, signal);
  }

  /** Resolves when all threads have ended. */
  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map((thread) => thread.close()));
  }
}

/** What `use` resolves to, once the threads that it had have ended. */
export async function withSearchThreads<T>(
  count: number | undefined,
  use: (threads: SearchThreads) => Promise<T>,
): Promise<T> {
  const threads = new SearchThreads(count ?? usableThreads());
  try {
    return await use(threads);
  } finally {
    await threads.close();
  }
}

function startSearchThread(): Thread {
  return startThread(new URL('./search-worker.js', import.meta.url), {
    what: 'a thread of the search',
    closing: 'close',
  });
}

/** @param told what goes to the thread with its first task */
function handOf(thread: Thread, told: Pick<SearchRequest, 'setup'>, use: Use): Hand<SearchTask> {
  let first: Pick<SearchRequest, 'setup'> = told;
  return {
    work: async (task) => {
      const request = { ...first, task };
      first = {};
      const answer = await thread.ask(request);
      if ('done' in answer) {
        use(task, answer.done);
        return;
      }
      throw errorFrom(answer.failed);
    },
    // The next search may want the thread.
    close: () => Promise.resolve(),
  };
}
