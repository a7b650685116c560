/**
 * The thread an ONNX session lives in. `session.run` blocks the JavaScript thread that calls it, so here it blocks nobody
 * else. The thread ends by itself when told to close; it is never terminated from outside, since that aborts the whole
 * process while a run is under way (onnxruntime-node 1.30).
 */
import { parentPort } from 'node:worker_threads';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { Answer, Opened, OpenRequest, Ran, Request, RunRequest } from './session-messages.js';

/** Above fatal: the runtime would print its own errors beside ours. */
const SILENT = 4;
env.logLevel = 'fatal';

// Where a version of Node has Float16Array, the runtime puts half-precision numbers in one, which its native part cannot read.
Reflect.deleteProperty(globalThis, 'Float16Array');

let session: InferenceSession | undefined;

async function open({ path, providers, threads, optimisation }: OpenRequest): Promise<Opened> {
  await session?.release();
  session = undefined;
  session = await InferenceSession.create(path, {
    executionProviders: providers,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimisation,
    logSeverityLevel: SILENT,
    // Weights below the smallest normal number are slow on some CPUs, six times on one model met in the wild; where they
    // are not, this costs nothing and moves no bit (measured, see docs/performance.md).
    extra: { session: { set_denormal_as_zero: '1' } },
  });
  return {
    runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}`,
    inputs: tensors(session.inputMetadata),
    outputs: tensors(session.outputMetadata),
  };
}

function tensors(list: readonly InferenceSession.ValueMetadata[]) {
  return list.map((value) => ({
    name: value.name,
    type: value.isTensor ? value.type : 'not a tensor',
    shape: value.isTensor ? [...value.shape] : [],
  }));
}

async function run({ input, output, type, dims, data }: RunRequest): Promise<Ran> {
  const tensor = new Tensor(type, data as Float32Array, [...dims]);
  const results = await session!.run({ [input]: tensor }, [output]);
  const result = results[output]!;
  const numbers = result.data as Float32Array;
  // Newer versions of Node give half-precision numbers as Float16Array, which Node 20 does not know.
  const bits =
    result.type === 'float16'
      ? new Uint16Array(numbers.buffer, numbers.byteOffset, numbers.length)
      : numbers;
  // The result lies in the runtime's memory: a copy may cross the thread.
  const copy = bits.slice();
  return { dims: result.dims, data: copy, input: data.buffer as ArrayBuffer };
}

async function answer(request: Request): Promise<Answer> {
  try {
    if ('open' in request) return { opened: await open(request.open) };
    if ('run' in request) return { ran: await run(request.run) };
    await session?.release();
    return { closed: true };
  } catch (error) {
    return { failed: (error instanceof Error ? error.message : String(error)).trim() };
  }
}

const port = parentPort!;

async function serve(request: Request): Promise<void> {
  const reply = await answer(request);
  port.postMessage(
    reply,
    'ran' in reply ? [reply.ran.data.buffer as ArrayBuffer, reply.ran.input] : [],
  );
  if ('closed' in reply) port.close();
}

let last = Promise.resolve();
port.on('message', (request: Request) => {
  last = last.then(() => serve(request));
});
