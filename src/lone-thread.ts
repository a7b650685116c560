import { errorFrom, type ThreadFailure } from './thread-failure.js';
import { startThread } from './worker-thread.js';

/** What a thread answers that is asked once. */
export type LoneAnswer<Done> = { readonly done: Done } | { readonly failed: ThreadFailure };

/**
 * What the module at `url` makes of `request`, in a thread of its own that has ended then; `close` asks it to end.
 *
 * @param what the thread in words, for the error when it ends unasked
 * @throws what the thread failed by; Error where it ended unasked; the signal's reason, and then the thread was told to end
 */
export async function askLoneThread<Done>(
  url: URL,
  what: string,
  request: unknown,
  signal?: AbortSignal,
): Promise<Done> {
  signal?.throwIfAborted();
  const thread = startThread<unknown, LoneAnswer<Done>>(url, { what, closing: 'close' });
  const stop = () => void thread.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const answer = await thread.ask(request);
    if ('done' in answer) return answer.done;
    throw errorFrom(answer.failed);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.close();
  }
}
