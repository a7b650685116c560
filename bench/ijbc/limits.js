/**
 * What this machine allows, on one thread and on all: how fast memory is read and copied, and how fast matrices are multiplied.
 *
 * A buffer is read by looking for a byte that is not in it, which the C library does at the speed of the memory; matrices of
 * float32 are multiplied by onnxruntime, the second of them packed before. Bests of several tries.
 *
 * Usage: npm run build && node bench/ijbc/limits.js
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { productGraph } from '../../dist/inference/product-graph.js';
import { usableThreads } from '../../dist/threads.js';

const HERE = fileURLToPath(import.meta.url);
const BYTES = 2 ** 28;
const SIDE = 2048;
const TRIES = 5;

/** Bytes of memory read, or copied (read and written), in a second by one thread. */
const MEMORY = {
  read: () => {
    const bytes = Buffer.alloc(BYTES, 7);
    return { count: BYTES, work: () => bytes.indexOf(8) };
  },
  copy: () => {
    const [from, to] = [Buffer.alloc(BYTES, 7), Buffer.alloc(BYTES, 1)];
    return { count: 2 * BYTES, work: () => to.set(from) };
  },
};

/** The most that `count` threads reach together in a second. */
async function together(name, count) {
  const workers = Array.from({ length: count }, () => new Worker(HERE, { workerData: name }));
  const answers = () =>
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  await answers();
  let best = 0;
  for (let i = 0; i < TRIES; i++) {
    const began = performance.now();
    for (const worker of workers) worker.postMessage('go');
    const done = (await answers()).reduce((sum, one) => sum + one, 0);
    best = Math.max(best, done / ((performance.now() - began) / 1000));
  }
  for (const worker of workers) worker.postMessage('end');
  return best;
}

/** Floating-point operations a second. */
async function multiplication(threads) {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(productGraph(SIDE), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
  });
  const square = (value) =>
    new Tensor('float32', new Float32Array(SIDE * SIDE).fill(value), [SIDE, SIDE]);
  const feeds = { rows: square(0.25), columns: square(0.5) };
  let best = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const began = performance.now();
    await session.run(feeds);
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return (2 * SIDE ** 3) / best;
}

/** The limits of this machine, of one thread and of `threads`. */
export async function limits(threads = usableThreads()) {
  const found = {};
  for (const name of Object.keys(MEMORY)) {
    found[name] = [await together(name, 1), await together(name, threads)];
  }
  return { threads, ...found, multiply: [await multiplication(1), await multiplication(threads)] };
}

if (!isMainThread) {
  const { count, work } = MEMORY[workerData]();
  parentPort.on('message', (message) => {
    if (message === 'end') parentPort.close();
    else {
      work();
      parentPort.postMessage(count);
    }
  });
  parentPort.postMessage(0);
} else if (process.argv[1] === HERE) {
  const { threads, read, copy, multiply } = await limits();
  const line = (name, [one, all], unit) =>
    console.log(
      `${name.padEnd(10)} ${(one / 1e9).toFixed(1).padStart(6)} ${unit} on one thread, ${(all / 1e9).toFixed(1)} on ${threads}`,
    );
  line('read', read, 'GB/s');
  line('copy', copy, 'GB/s');
  line('multiply', multiply, 'GFLOP/s');
}
