/** A thread that takes the digest of one file, beside whoever reads the file for its content, and ends. */
import { parentPort } from 'node:worker_threads';
import { failureOf } from '../thread-failure.js';
import {
  type DigestAnswer,
  type DigestedBytes,
  digestOf,
  type DigestRequest,
} from './file-digest.js';

const port = parentPort!;
const stop = new AbortController();

port.on('message', (request: DigestRequest) => {
  if (request === 'close') {
    stop.abort();
    port.close();
    return;
  }
  void answerOf(request).then((answer) => {
    port.postMessage(answer);
  });
});

async function answerOf(bytes: DigestedBytes): Promise<DigestAnswer> {
  try {
    return { done: await digestOf(bytes, stop.signal) };
  } catch (error) {
    return { failed: failureOf(error) };
  }
}
