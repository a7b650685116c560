import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { pMapIterable } from 'p-map';
import { EXIT, UserError } from '../errors.js';
import type { ImageCollection } from '../types.js';
import type { Pixels } from './decode.js';
import { encoderOf, inputFor, PICTURE, type ModelInput } from './model-run.js';
import { SIDE } from './model-shape.js';
import { pixelTables, writePlanes, type PixelTables, type Preprocess } from './preprocess.js';
import { readPicture } from './read-picture.js';
import type { EmbeddingSession } from './session.js';

/** Pictures decoded ahead of the model, in batches: enough to hide decoding, little enough to forget. */
const BATCHES_AHEAD = 3;

export interface EmbedOptions {
  readonly preprocess: Preprocess;
  /** Also runs the mirrored picture and takes the mean of both raw vectors. */
  readonly flip: boolean;
  /** Stops after the batches in hand. */
  readonly signal: AbortSignal;
  /** Hears, at the end, what a user should know of the pictures. */
  readonly remark?: (text: string) => void;
}

/** Batches given to the model at once: while it works on one, the next already lies with it. */
const BATCHES_IN_HAND = 2;

/** Where the time of a run went, in seconds: `model` is the time during which the model had something to do. */
export interface EmbedTimes {
  wall: number;
  model: number;
}

/** Raw vectors of some pictures, in order: `vectors` holds one row for each of `indices`. */
export interface EmbeddedBatch {
  readonly indices: readonly number[];
  readonly vectors: Float32Array;
}

/**
 * The raw vectors of the pictures `indices`, batch by batch in that order.
 *
 * Pictures are read and decoded ahead while the model runs. The bits of a vector depend on the picture, the model and the
 * preprocessing alone, not on the batch it came in.
 * @param times filled as the run goes on
 * @throws UserError E_IMAGE_SIZE and those of decoding, each with the picture's name; E_MODEL_RUN, E_MODEL_OUTPUT
 */
export async function* embedPictures(
  images: ImageCollection,
  indices: readonly number[],
  session: EmbeddingSession,
  { preprocess, flip, signal, remark }: EmbedOptions,
  times: EmbedTimes = { wall: 0, model: 0 },
): AsyncGenerator<EmbeddedBatch> {
  const ahead = BATCHES_AHEAD * session.batch;
  const decoded = pMapIterable(
    indices,
    async (index) => ({ index, picture: await readFace(images, index) }),
    { concurrency: Math.min(ahead, 2 * availableParallelism()), backpressure: ahead },
  );
  const fill = filler(session.type, preprocess);
  const started = performance.now();
  const spare: ModelInput[] = [];
  const model = stopwatch();
  const runOnce = async (faces: readonly Pixels[], mirrored: boolean): Promise<Float32Array> => {
    const planes = spare.pop() ?? inputFor(session, session.batch);
    faces.forEach((face, slot) => {
      fill(face, planes, slot * PICTURE, mirrored);
    });
    const { vectors, planes: returned } = await model.during(session.run(planes, faces.length));
    spare.push(returned);
    return vectors;
  };
  const embed = async (batch: readonly { index: number; picture: Pixels }[]) => {
    const faces = batch.map(({ picture }) => picture);
    const vectors = await runOnce(faces, false);
    if (flip) {
      const mirrored = await runOnce(faces, true);
      for (let i = 0; i < vectors.length; i++) vectors[i] = (vectors[i]! + mirrored[i]!) / 2;
    }
    return { indices: batch.map(({ index }) => index), vectors };
  };
  const inHand: Promise<EmbeddedBatch>[] = [];
  const start = (batch: readonly { index: number; picture: Pixels }[]) => {
    const promise = embed(batch);
    // Awaited in its turn; until then its failure is not unhandled.
    promise.catch(() => undefined);
    inHand.push(promise);
  };
  let batch: { index: number; picture: Pixels }[] = [];
  let turned = 0;
  try {
    for await (const face of decoded) {
      if (signal.aborted) break;
      if (face.picture.turned) turned++;
      batch.push(face);
      if (batch.length < session.batch) continue;
      start(batch);
      batch = [];
      if (inHand.length === BATCHES_IN_HAND) yield await inHand.shift()!;
    }
    if (batch.length > 0 && !signal.aborted) start(batch);
    for (let next = inHand.shift(); next !== undefined; next = inHand.shift()) yield await next;
  } finally {
    await Promise.allSettled(inHand);
    if (turned > 0) remark?.(`EXIF orientation of ${turned} pictures was not applied`);
    times.model += model.seconds();
    times.wall += (performance.now() - started) / 1000;
  }
}

/** Adds up the time during which at least one of some promises was pending. */
function stopwatch() {
  let [pending, since, total] = [0, 0, 0];
  return {
    during: async <T>(promise: Promise<T>): Promise<T> => {
      if (pending++ === 0) since = performance.now();
      try {
        return await promise;
      } finally {
        if (--pending === 0) total += performance.now() - since;
      }
    },
    seconds: () => total / 1000,
  };
}

async function readFace(images: ImageCollection, index: number): Promise<Pixels> {
  const picture = await readPicture(images, index);
  if (picture.width === SIDE && picture.height === SIDE) return picture;
  throw new UserError(
    'E_IMAGE_SIZE',
    `${images.describe(index)} is ${picture.width}x${picture.height}, an aligned face is ${SIDE}x${SIDE}`,
    'align the faces first, or give --landmarks; nothing is resized silently',
    EXIT.badData,
  );
}

/** What puts one picture into the model's input, by the input's type. */
function filler(type: EmbeddingSession['type'], preprocess: Preprocess) {
  const tables: PixelTables =
    type === 'uint8'
      ? BYTES
      : pixelTables(preprocess).map((table) => table.map((value) => encoderOf(type)(value)));
  return (face: Pixels, planes: ModelInput, offset: number, mirrored: boolean): void => {
    writePlanes(face.data, face.width, preprocess, tables, planes, offset, mirrored);
  };
}

/** A model that takes bytes does its own arithmetic: only the order of the colours is ours. */
const IDENTITY = Float32Array.from({ length: 256 }, (_, byte) => byte);
const BYTES: PixelTables = [IDENTITY, IDENTITY, IDENTITY];
