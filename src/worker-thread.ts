import { Worker } from 'node:worker_threads';

/** A thread that answers what it is asked, in the order it was asked in. */
export interface WorkerThread<Request, Answer> {
  /**
   * The answer to `request`, after those of all earlier requests.
   * @param transfer memory of the request that moves to the thread
   * @throws Error when the thread ended, or could not be loaded
   */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Resolves when the thread has done what it was asked for and has ended. */
  close(): Promise<void>;
}

/**
 * A new thread that runs the module at `url`. It is never terminated from outside, since that takes the process with it where native
 * code is at work: `closing` asks it to end.
 *
 * @param what the thread in words, for the error when it ends unasked
 * @param data what the module finds as `workerData`
 */
export function startThread<Request, Answer>(
  url: URL,
  { what, closing, data }: { what: string; closing: Request; data?: unknown },
): WorkerThread<Request, Answer> {
  // Flags of the process are not meant for it: some would keep it from starting (`node --input-type=module -e ..`).
  const worker = new Worker(url, { execArgv: [], workerData: data });
  const pending: { resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let death: Error | undefined;
  const bury = (error: Error) => {
    death ??= error;
    for (const { reject } of pending.splice(0)) reject(death);
  };
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      bury(new Error(`${what} has ended`));
      resolve();
    });
  });
  worker.on('message', (answer: Answer) => pending.shift()?.resolve(answer));
  worker.on('error', (error: unknown) => {
    bury(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (death !== undefined) throw death;
        worker.postMessage(request, transfer);
        pending.push({ resolve, reject });
      }),
    close: async () => {
      worker.postMessage(closing);
      await ended;
    },
  };
}
