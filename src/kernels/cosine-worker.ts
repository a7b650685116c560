/**
 * A thread that scores blocks of comparisons in the memory it shares with the thread that started it. A message is the number of
 * comparisons that lie in its rooms; the answer is the same number, once their scores lie there. 0 ends it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { cosineBlocks } from './cosine-blocks.js';
import type { CosineTask } from './cosine-messages.js';

const port = parentPort!;
const score = cosineBlocks(workerData as CosineTask);

port.on('message', (count: number) => {
  if (count === 0) {
    port.close();
    return;
  }
  score(count);
  port.postMessage(count);
});
