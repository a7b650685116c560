import { statSync } from 'node:fs';
import {
  readIjbComparisons,
  type IjbComparisons,
  type ReadComparisons,
} from '../datasets/ijb-comparisons.js';
import { widePairs } from '../kernels/template-pairs.js';
import { errorFrom, type ThreadFailure } from '../thread-failure.js';
import { usableThreads } from '../threads.js';
import { startThread } from '../worker-thread.js';

export type ComparisonsRequest = IjbComparisons | 'close';
export type ComparisonsAnswer =
  { readonly done: ReadComparisons } | { readonly failed: ThreadFailure };

/** A thread is started for files that take longer than it takes to start. */
const MANY = 1 << 24;

/**
 * The comparisons, read by a thread of their own where there are many and another core is there, or else here and now: the same
 * columns, digest and errors.
 */
export async function readComparisons(comparisons: IjbComparisons): Promise<ReadComparisons> {
  const size = statSync(comparisons.file, { throwIfNoEntry: false })?.size ?? 0;
  return size > MANY && usableThreads() > 1
    ? readByThread(comparisons)
    : readIjbComparisons(comparisons, widePairs);
}

/** The comparisons, read by a thread that ends then. @throws as `readIjbComparisons`; Error where the thread ended unasked */
export async function readByThread(comparisons: IjbComparisons): Promise<ReadComparisons> {
  const thread = startThread<ComparisonsRequest, ComparisonsAnswer>(
    new URL('./comparisons-worker.js', import.meta.url),
    { what: 'the thread that reads comparisons', closing: 'close' },
  );
  try {
    const answer = await thread.ask(comparisons);
    if ('done' in answer) return answer.done;
    throw errorFrom(answer.failed);
  } finally {
    await thread.close();
  }
}
