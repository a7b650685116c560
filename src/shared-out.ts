/** One of several that work on tasks side by side. */
export interface Hand<Task> {
  work(task: Task): Promise<void>;
  close(): Promise<void>;
}

/**
 * Resolves when every task has been done by one of the hands, in whatever order, and all of them are closed.
 *
 * @throws what the first of them threw, or the signal's reason when stopped, once the tasks in hand are done
 */
export async function shareOut<Task>(
  tasks: readonly Task[],
  hands: readonly Hand<Task>[],
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  let failed = false;
  const ended = await Promise.allSettled(
    hands.map(async (hand) => {
      try {
        while (!failed && next < tasks.length) {
          signal?.throwIfAborted();
          await hand.work(tasks[next++]!);
        }
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        await hand.close();
      }
    }),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason as Error;
}
