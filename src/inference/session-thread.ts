import { Worker } from 'node:worker_threads';
import './no-telemetry.js';
import type { Answer, Request } from './session-messages.js';

/** The worker that holds a session. */
export interface SessionThread {
  /**
   * The answer to `request`, after those of all earlier requests.
   * @param transfer memory of the request that moves to the thread
   * @throws Error when the thread ended, or could not load the runtime
   */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Resolves when the thread has done what it was asked for and has ended. */
  close(): Promise<void>;
}

/** A new thread without a session. */
export function startThread(): SessionThread {
  // Flags of the process are not meant for it: some would keep it from starting (`node --input-type=module -e ..`).
  const worker = new Worker(new URL('./session-worker.js', import.meta.url), { execArgv: [] });
  const pending: { resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let death: Error | undefined;
  const bury = (error: Error) => {
    death ??= error;
    for (const { reject } of pending.splice(0)) reject(death);
  };
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      bury(new Error('the thread of the model has ended'));
      resolve();
    });
  });
  // The thread answers in the order it was asked in.
  worker.on('message', (answer: Answer) => pending.shift()?.resolve(answer));
  worker.on('error', (error: unknown) => {
    bury(error instanceof Error ? error : new Error(String(error)));
  });
  const ask = (request: Request, transfer: readonly ArrayBuffer[] = []): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (death !== undefined) throw death;
      worker.postMessage(request, transfer);
      pending.push({ resolve, reject });
    });
  return {
    ask,
    close: async () => {
      void ask({ close: true }).catch(() => undefined);
      await ended;
    },
  };
}
