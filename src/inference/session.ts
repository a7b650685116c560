import { automatic, obstacleTo, providersOf, remedyFor, type Device } from './devices.js';
import { probe } from './model-probe.js';
import { firstLine, inputOver, runModel, vectorsOf, type ModelInput } from './model-run.js';
import { shapeOf, unusable, type ModelShape } from './model-shape.js';
import type { Opened, OpenRequest, Optimisation } from './session-messages.js';
import { startSessionThread, type SessionThread } from './session-thread.js';
import { usableThreads } from '../threads.js';

export interface SessionOptions {
  /** Absolute path of the model: a relative one would look for outside weights in the working folder. */
  readonly path: string;
  readonly device: Device | 'auto';
  /** Pictures in one run; a model with a fixed batch keeps its own. */
  readonly batch: number;
  /** Threads of the runtime; as many as this process can keep busy when absent. */
  readonly threads?: number | undefined;
  /** Output that holds the embedding; needed where the model leaves a choice. */
  readonly output?: string | undefined;
  readonly optimisation?: Optimisation | undefined;
  /** Length the embedding must have, where something promises one. */
  readonly dim?: number | undefined;
}

/**
 * The fastest on every model measured (docs/performance.md). Fixed, and not chosen by a race at the start, since the levels
 * differ in the last bits: equal inputs would give other bytes on another day.
 */
export const DEFAULT_OPTIMISATION: Optimisation = 'all';

/** A model ready to run, in a thread of its own. */
export interface EmbeddingSession {
  /** Where it really runs. */
  readonly device: Device;
  /** Devices tried before, and why they did not run. */
  readonly failed: readonly { readonly device: Device; readonly why: string }[];
  /** Such as `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  readonly dim: number;
  readonly type: ModelShape['type'];
  /** Pictures that one run takes: what was asked for, the model's own number, or 1 where only that gives true vectors. */
  readonly batch: number;
  /** True when every run takes exactly `batch` pictures, so that a last, shorter one must be filled up. */
  readonly fixed: boolean;
  readonly threads: number;
  readonly optimisation: Optimisation;
  /**
   * The raw vectors of `count` pictures, `count * dim`, and the input's memory, given back to be filled again.
   * @param planes from `inputFor(session, session.batch)`, filled for `count` pictures; its memory moves to the session
   * @throws UserError E_MODEL_RUN, E_MODEL_OUTPUT (69)
   */
  run(planes: ModelInput, count: number): Promise<{ vectors: Float32Array; planes: ModelInput }>;
  /** Resolves when the thread has ended, after the run in hand. */
  close(): Promise<void>;
}

/**
 * A session of the model, its inputs and outputs checked, and run on patterns, so that what cannot work fails here.
 *
 * A device asked for by name never falls back to another; `auto` tries the accelerators that are there and then the CPU.
 * @throws UserError E_DEVICE, E_RUNTIME, E_MODEL_FORMAT, E_MODEL_INPUT, E_MODEL_OUTPUT, E_MODEL_RUN, E_MODEL_MIXES (69)
 */
export async function openSession(options: SessionOptions): Promise<EmbeddingSession> {
  const { device } = options;
  const wanted = device === 'auto' ? automatic() : [device];
  const failed: { device: Device; why: string }[] = [];
  const thread = startSessionThread();
  try {
    for (const name of wanted) {
      const why = obstacleTo(name);
      if (why !== undefined) {
        if (device !== 'auto') throw deviceError(name, why);
        failed.push({ device: name, why });
        continue;
      }
      try {
        return await openOn(name, options, failed, thread);
      } catch (error) {
        if (device !== 'auto' || name === 'cpu') throw error;
        failed.push({ device: name, why: error instanceof Error ? error.message : String(error) });
      }
    }
    throw new Error('unreachable: the last device returns or throws');
  } catch (error) {
    await thread.close();
    throw error;
  }
}

async function openOn(
  device: Device,
  { path, batch, threads = usableThreads(), output, optimisation, dim }: SessionOptions,
  failed: EmbeddingSession['failed'],
  thread: SessionThread,
): Promise<EmbeddingSession> {
  const level = optimisation ?? DEFAULT_OPTIMISATION;
  const request = { path, providers: providersOf(device), threads, optimisation: level };
  const opened = await openModelOn(device, thread, request);
  const shape = shapeOf(opened, output);
  const probed = await probe(thread, shape, device, batch);
  if (dim !== undefined && dim !== probed.dim) {
    throw unusable(
      'E_MODEL_OUTPUT',
      `the model gives vectors of ${probed.dim}, its sidecar promises ${dim}`,
      'correct the sidecar, or fetch the right model',
    );
  }
  return {
    device,
    failed,
    runtime: opened.runtime,
    type: shape.type,
    fixed: shape.fixedBatch !== undefined,
    threads,
    optimisation: level,
    ...probed,
    run: (planes, count) => runBatch(thread, shape, probed.dim, planes, count),
    close: () => thread.close(),
  };
}

async function openModelOn(
  device: Device,
  thread: SessionThread,
  request: OpenRequest,
): Promise<Opened> {
  const answer = await thread.ask({ open: request }).catch((cause: unknown) => {
    throw unusable(
      'E_RUNTIME',
      `onnxruntime-node cannot be loaded here: ${cause instanceof Error ? firstLine(cause.message) : String(cause)}`,
      'install it for this platform (Linux with glibc, macOS on arm64, Windows), or use --embeddings',
    );
  });
  if ('opened' in answer) return answer.opened;
  const said = 'failed' in answer ? firstLine(answer.failed) : 'the thread was closed';
  // What the runtime says of a file that is no model, on whatever device.
  const ofModel = /load model|protobuf|not a registered|no op registered|graph|external data/i;
  if (device !== 'cpu' && !ofModel.test(said)) throw deviceError(device, said);
  throw unusable(
    'E_MODEL_FORMAT',
    `the model cannot be loaded: ${said}`,
    'export or fetch it again; magface runs ONNX models',
  );
}

const deviceError = (device: Device, why: string) =>
  unusable('E_DEVICE', `${device} cannot be used here: ${why}`, remedyFor(device));

async function runBatch(
  thread: SessionThread,
  shape: ModelShape,
  dim: number,
  planes: ModelInput,
  count: number,
): Promise<{ vectors: Float32Array; planes: ModelInput }> {
  const rows = shape.fixedBatch ?? count;
  const ran = await runModel(thread, shape, rows, planes);
  const [found, length, ...more] = ran.dims;
  if (found !== rows || length !== dim || more.length > 0) {
    throw unusable(
      'E_MODEL_OUTPUT',
      `output "${shape.output}" changed its shape to [${ran.dims.join(',')}] for ${rows} pictures`,
      'try --batch 1',
    );
  }
  return { vectors: vectorsOf(ran, count * dim), planes: inputOver(ran.input, shape.type) };
}
