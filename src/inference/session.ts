import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { automatic, missingLibrary, PROVIDERS, remedyFor, type Device } from './devices.js';
import { fromHalf } from './float16.js';
import { SIDE, shapeOf, unusable, type ModelShape } from './model-shape.js';
import type { Answer, Opened, Optimisation, Ran, Request } from './session-messages.js';

// Telemetry of the runtime is off before the runtime is loaded: it would write to the home folder and look up a host.
// Set here and not in the worker, whose environment is a copy that native code does not see.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

export interface SessionOptions {
  /** Absolute path of the model. */
  readonly path: string;
  readonly device: Device | 'auto';
  /** Pictures in one run; a model with a fixed batch keeps its own. */
  readonly batch: number;
  /** Threads of the runtime; every core this process may use when absent. */
  readonly threads?: number | undefined;
  readonly output?: string | undefined;
  readonly optimisation?: Optimisation | undefined;
  /** Length the embedding must have, where something promises one. */
  readonly dim?: number | undefined;
}

/** Picked by measurement (docs/performance.md); fixed, not chosen at run time, since levels differ in the last bits. */
export const DEFAULT_OPTIMISATION: Optimisation = 'all';

/** A model ready to run, in a thread of its own. */
export interface EmbeddingSession {
  /** Where it really runs. */
  readonly device: Device;
  /** Devices tried before, and why they did not run. */
  readonly failed: readonly { readonly device: string; readonly why: string }[];
  readonly runtime: string;
  readonly dim: number;
  readonly type: ModelShape['type'];
  /** Pictures that one run takes. */
  readonly batch: number;
  /** True when every run takes exactly `batch` pictures, so that a last, shorter one must be filled up. */
  readonly fixed: boolean;
  readonly threads: number;
  readonly optimisation: Optimisation;
  /**
   * The raw vectors of `count` pictures, `count * dim`, and the input's memory, given back to be filled again.
   * @param planes `batch * 3 * 112 * 112` values as the model's input type wants them; its memory moves to the session
   * @throws UserError E_MODEL_RUN, E_MODEL_OUTPUT (exit 69)
   */
  run(planes: ModelInput, count: number): Promise<{ vectors: Float32Array; planes: ModelInput }>;
  /** Resolves when the thread has ended. */
  close(): Promise<void>;
}

export type ModelInput = Float32Array | Uint16Array | Uint8Array;

/** Room for one run of the model. */
export function inputFor({ type, batch }: Pick<EmbeddingSession, 'type' | 'batch'>): ModelInput {
  const length = batch * 3 * SIDE * SIDE;
  if (type === 'float32') return new Float32Array(length);
  return type === 'float16' ? new Uint16Array(length) : new Uint8Array(length);
}

/**
 * A session of the model, its inputs and outputs checked, and one probe run done, so that what cannot work fails here.
 *
 * A device asked for by name never falls back to another; `auto` tries the accelerators that are there and then the CPU.
 * @throws UserError E_DEVICE, E_MODEL_FORMAT, E_MODEL_INPUT, E_MODEL_OUTPUT, E_MODEL_RUN (exit 69)
 */
export async function openSession(options: SessionOptions): Promise<EmbeddingSession> {
  const { path, device } = options;
  const threads = options.threads ?? availableParallelism();
  const optimisation = options.optimisation ?? DEFAULT_OPTIMISATION;
  const wanted = device === 'auto' ? automatic(process.platform) : [device];
  const lacking = wanted.flatMap((name) => {
    const library = missingLibrary(name);
    return library === undefined
      ? []
      : [{ device: name, why: `${basename(library)} is not installed` }];
  });
  if (device !== 'auto' && lacking[0] !== undefined) {
    const what = `${device} cannot be used here: ${lacking[0].why}`;
    throw unusable('E_DEVICE', what, remedyFor(device));
  }
  const candidates = wanted.filter((name) => !lacking.some((lack) => lack.device === name));
  const thread = startThread();
  try {
    const opened = await open(
      thread,
      { path, threads, optimisation, devices: candidates.map((name) => PROVIDERS[name]) },
      device,
    );
    const ran = candidates.find((name) => PROVIDERS[name] === opened.device)!;
    const shape = shapeOf(opened, options.output);
    const probed = await probe(thread, shape, shape.fixedBatch ?? options.batch, options.dim);
    return {
      device: ran,
      failed: [...lacking, ...opened.failed],
      runtime: opened.runtime,
      type: shape.type,
      fixed: shape.fixedBatch !== undefined,
      threads,
      optimisation,
      ...probed,
      run: (planes, count) => runBatch(thread, shape, probed.batch, probed.dim, planes, count),
      close: () => thread.close(),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

interface SessionThread {
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  close(): Promise<void>;
}

/** The worker, asked one thing at a time. */
function startThread(): SessionThread {
  const worker = new Worker(new URL('./session-worker.js', import.meta.url));
  let settle: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;
  let dead = false;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      dead = true;
      settle?.reject(new Error('the thread of the model ended by itself'));
      resolve();
    });
  });
  worker.on('message', (answer: Answer) => settle?.resolve(answer));
  worker.on('error', (error) => settle?.reject(error));
  let last: Promise<unknown> = Promise.resolve();
  const ask = (request: Request, transfer: readonly ArrayBuffer[] = []): Promise<Answer> => {
    const next = last.then(
      () =>
        new Promise<Answer>((resolve, reject) => {
          if (dead) throw new Error('the thread of the model has ended');
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

async function open(
  thread: SessionThread,
  request: { path: string; threads: number; optimisation: Optimisation; devices: string[] },
  device: Device | 'auto',
): Promise<Opened> {
  const answer = await thread.ask({ open: request });
  if ('opened' in answer) return answer.opened;
  const said = 'failed' in answer ? firstLine(answer.failed) : '';
  if (
    device !== 'auto' &&
    device !== 'cpu' &&
    !/load model|protobuf|not a registered/i.test(said)
  ) {
    throw unusable('E_DEVICE', `${device} cannot be used here: ${said}`, remedyFor(device));
  }
  throw unusable(
    'E_MODEL_FORMAT',
    `the model cannot be loaded: ${said}`,
    'export or fetch it again; magface runs ONNX models',
  );
}

/**
 * The batch the model really takes and the length of its vectors, by running it on grey pictures.
 *
 * A model may declare a free batch and yet hold a reshape to one row: its vectors then come out in the wrong shape with
 * no more than a warning. Such a model is run one picture at a time.
 */
async function probe(
  thread: SessionThread,
  shape: ModelShape,
  batch: number,
  promised: number | undefined,
): Promise<{ batch: number; dim: number }> {
  const [first, ...fallbacks] = shape.fixedBatch === undefined && batch > 1 ? [batch, 1] : [batch];
  for (const size of [first, ...fallbacks]) {
    const last = size === 1 || fallbacks.length === 0;
    const planes = inputFor({ type: shape.type, batch: size });
    try {
      const { dims } = await ask(thread, shape, size, planes);
      const dim = dims[1];
      if (dims.length === 2 && dims[0] === size && dim !== undefined && dim > 1) {
        if (promised === undefined || dim === promised) return { batch: size, dim };
        throw unusable(
          'E_MODEL_OUTPUT',
          `the model gives vectors of ${dim}, its sidecar promises ${promised}`,
          'correct the sidecar, or fetch the right model',
        );
      }
      if (last) {
        throw unusable(
          'E_MODEL_OUTPUT',
          `output "${shape.output}" has the shape [${dims.join(',')}] for ${size} pictures, not [${size},d]`,
          'name the output that holds the embedding with --output',
        );
      }
    } catch (error) {
      if (last) throw error;
    }
  }
  throw new Error('unreachable: the last size returns or throws');
}

async function ask(
  thread: SessionThread,
  { input, output, type }: ModelShape,
  batch: number,
  planes: ModelInput,
): Promise<Ran> {
  const answer = await thread.ask(
    { run: { input, output, type, dims: [batch, 3, SIDE, SIDE], data: planes } },
    [planes.buffer as ArrayBuffer],
  );
  if ('ran' in answer) return answer.ran;
  throw unusable(
    'E_MODEL_RUN',
    `the model failed: ${'failed' in answer ? firstLine(answer.failed) : 'it was closed'}`,
    'try --batch 1, or export the model again',
  );
}

async function runBatch(
  thread: SessionThread,
  shape: ModelShape,
  batch: number,
  dim: number,
  planes: ModelInput,
  count: number,
): Promise<{ vectors: Float32Array; planes: ModelInput }> {
  const rows = shape.fixedBatch ?? count;
  const used = planes.subarray(0, rows * 3 * SIDE * SIDE);
  const { dims, data, input } = await ask(thread, shape, rows, used);
  if (dims.length !== 2 || dims[0] !== rows || dims[1] !== dim) {
    throw unusable(
      'E_MODEL_OUTPUT',
      `output "${shape.output}" changed its shape to [${dims.join(',')}] for ${rows} pictures`,
      'try --batch 1',
    );
  }
  const wanted = data.subarray(0, count * dim);
  const vectors =
    wanted instanceof Uint16Array ? Float32Array.from(wanted, fromHalf) : Float32Array.from(wanted);
  return { vectors, planes: sameType(planes, input) };
}

function sameType(planes: ModelInput, memory: ArrayBuffer): ModelInput {
  if (planes instanceof Float32Array) return new Float32Array(memory);
  return planes instanceof Uint16Array ? new Uint16Array(memory) : new Uint8Array(memory);
}

const firstLine = (text: string) => text.split('\n')[0]!;
