import { Worker } from 'node:worker_threads';
import type { Answer, Request } from './session-messages.js';

// Telemetry of the runtime is off before the runtime is loaded: it would write to the home folder and look up a host.
// Set here and not in the worker, whose environment is a copy that native code does not see.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

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

/** A new thread without a session, asked one thing at a time. */
export function startThread(): SessionThread {
  // Flags of the process are not meant for it: some would keep it from starting (`node --input-type=module -e ..`).
  const worker = new Worker(new URL('./session-worker.js', import.meta.url), { execArgv: [] });
  let settle: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;
  let death: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      death ??= new Error('the thread of the model has ended');
      settle?.reject(death);
      resolve();
    });
  });
  worker.on('message', (answer: Answer) => settle?.resolve(answer));
  worker.on('error', (error: unknown) => {
    death = error instanceof Error ? error : new Error(String(error));
    settle?.reject(death);
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask = (request: Request, transfer: readonly ArrayBuffer[] = []): Promise<Answer> => {
    const next = last.then(
      () =>
        new Promise<Answer>((resolve, reject) => {
          if (death !== undefined) throw death;
          settle = { resolve, reject };
          worker.postMessage(request, transfer);
        }),
    );
    last = next.catch(() => undefined);
    return next;
  };
  return {
    ask,
    close: async () => {
      void ask({ close: true }).catch(() => undefined);
      await ended;
    },
  };
}
