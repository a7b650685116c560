/**
 * A thread that takes the sha256 of bytes in memory it shares with the thread that started it. A message is a part of them, answered
 * when it was looked at; `hex` asks for the digest so far and `close` ends the thread.
 */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './hash-thread.js';

const port = parentPort!;
const hash = createHash('sha256');

port.on('message', (request: HashRequest) => {
  if (request === 'close') {
    port.close();
    return;
  }
  const answer: HashAnswer = request === 'hex' ? hash.copy().digest('hex') : '';
  if (request !== 'hex') hash.update(request);
  port.postMessage(answer);
});
