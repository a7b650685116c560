import { startThread, type WorkerThread } from '../worker-thread.js';
import './no-telemetry.js';
import type { Answer, Request } from './session-messages.js';

/** The worker that holds a session. */
export type SessionThread = WorkerThread<Request, Answer>;

/** A new thread without a session. */
export function startSessionThread(): SessionThread {
  return startThread(new URL('./session-worker.js', import.meta.url), {
    what: 'the thread of the model',
    closing: { close: true },
  });
}
