import { statSync } from 'node:fs';
import {
  readIjbComparisons,
  type IjbComparisons,
  type ReadComparisons,
} from '../datasets/ijb-comparisons.js';
import { widePairs } from '../kernels/template-pairs.js';
import { askLoneThread, type LoneAnswer } from '../lone-thread.js';
import { usableThreads } from '../threads.js';

export type ComparisonsRequest = IjbComparisons | 'close';
export type ComparisonsAnswer = LoneAnswer<ReadComparisons>;

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
export function readByThread(comparisons: IjbComparisons): Promise<ReadComparisons> {
  const url = new URL('./comparisons-worker.js', import.meta.url);
  return askLoneThread(url, 'the thread that reads comparisons', comparisons);
}
