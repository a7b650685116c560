import { UserError } from '../errors.js';
import '../inference/no-telemetry.js';
import type { Sifted } from '../metrics/identification/sift.js';
import { type Hand, shareOut } from '../shared-out.js';
import { startThread } from '../worker-thread.js';
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
  const hands = Array.from({ length: Math.min(threads, tasks.length) }, () => handOf(setup, use));
  await shareOut(tasks, hands, signal);
}

function handOf(
  setup: SearchSetup,
  use: (task: SearchTask, result: Sifted) => void,
): Hand<SearchTask> {
  const thread = startThread<SearchTask | 'close', SearchAnswer>(
    new URL('./search-worker.js', import.meta.url),
    { what: 'a thread of the search', closing: 'close', data: setup },
  );
  return {
    work: async (task) => {
      const answer = await thread.ask(task);
      if ('done' in answer) {
        use(task, answer.done);
        return;
      }
      const { message, user } = answer.failed;
      if (user === undefined) throw new Error(message);
      throw new UserError(user.code, user.what, user.remedy, user.exit);
    },
    close: () => thread.close(),
  };
}
