/**
 * A thread that reads one file of comparisons of templates, whose columns move to the thread that started it, and ends.
 */
import { parentPort } from 'node:worker_threads';
import { readIjbComparisons } from '../datasets/ijb-comparisons.js';
import { widePairs } from '../kernels/template-pairs.js';
import { failureOf } from '../thread-failure.js';
import type { ComparisonsAnswer, ComparisonsRequest } from './comparisons-thread.js';

const port = parentPort!;

port.on('message', (request: ComparisonsRequest) => {
  if (request === 'close') {
    port.close();
    return;
  }
  try {
    const done = readIjbComparisons(request, widePairs);
    const answer: ComparisonsAnswer = { done };
    const { left, right, genuine } = done;
    port.postMessage(answer, [left.buffer, right.buffer, genuine.buffer] as ArrayBuffer[]);
  } catch (error) {
    const answer: ComparisonsAnswer = { failed: failureOf(error) };
    port.postMessage(answer);
  }
});
