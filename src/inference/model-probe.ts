import type { Device } from './devices.js';
import { encoderOf, inputFor, PICTURE, runModel, vectorsOf } from './model-run.js';
import { unusable, type ModelShape } from './model-shape.js';
import type { SessionThread } from './session-thread.js';

/** Accelerators may choose other kernels for other batches, and compute them with ten bits. */
const SAME_ON_ACCELERATORS = 0.01;

export interface Probed {
  /** Pictures that a run shall take. */
  readonly batch: number;
  readonly dim: number;
}

/**
 * How many pictures the model can take at once so that each vector is its picture's alone, and how long a vector is: found
 * by running it on patterns.
 *
 * The declared shape does not decide this. A model may declare a free batch and yet reshape to one row: its vectors then
 * come out in the wrong shape, without an error. Or it may scale by what it finds in the whole batch (dynamic quantisation,
 * batch statistics): then a vector would depend on its neighbours. Both are run one picture at a time.
 * @param batch pictures in one run, as asked for; a model with a fixed batch keeps its own
 * @throws UserError E_MODEL_OUTPUT, E_MODEL_RUN, E_MODEL_MIXES (69)
 */
export async function probe(
  thread: SessionThread,
  shape: ModelShape,
  device: Device,
  batch: number,
): Promise<Probed> {
  const { fixedBatch } = shape;
  const least = fixedBatch ?? 1;
  const few = await vectorsFor(thread, shape, patterns(least, 1));
  const dim = rowLength(few.dims, least, shape);
  const alike = (one: Float32Array, other: Float32Array) =>
    isSame(
      one.subarray(0, dim),
      other.subarray(0, dim),
      device === 'cpu' ? 0 : SAME_ON_ACCELERATORS,
    );
  if (fixedBatch === 1) return { batch: 1, dim };
  if (fixedBatch !== undefined) {
    const others = await vectorsFor(thread, shape, patterns(fixedBatch, 2));
    if (alike(few.vectors, others.vectors)) return { batch: fixedBatch, dim };
    throw unusable(
      'E_MODEL_MIXES',
      `in this model's batch of ${fixedBatch} the vector of a picture depends on the other pictures`,
      'export it with a free batch, or a batch of 1',
    );
  }
  if (batch === 1) return { batch, dim };
  const many = await vectorsFor(thread, shape, patterns(batch, 1)).catch(() => undefined);
  const agree = many?.dims[0] === batch && many.dims[1] === dim && alike(few.vectors, many.vectors);
  return { batch: agree ? batch : 1, dim };
}

async function vectorsFor(thread: SessionThread, shape: ModelShape, pictures: readonly number[]) {
  const planes = inputFor(shape, pictures.length);
  const encode = encoderOf(shape.type);
  pictures.forEach((pattern, slot) => {
    for (let i = 0; i < PICTURE; i++) {
      const byte = patternAt(pattern, i);
      planes[slot * PICTURE + i] = encode(shape.type === 'uint8' ? byte : byte / 128 - 1);
    }
  });
  const ran = await runModel(thread, shape, pictures.length, planes);
  return { dims: ran.dims, vectors: vectorsOf(ran, ran.data.length) };
}

/** Patterns 0, `step`, 2 `step`, ..: the first picture is the same whatever the step. */
function patterns(count: number, step: number): readonly number[] {
  return Array.from({ length: count }, (_, slot) => slot * step);
}

/** How often a pattern's bytes are halved. The first is not the brightest: its neighbours must widen the batch's range. */
const HALVINGS = [1, 0, 2, 3] as const;

/** Byte `i` of a pattern, without much order in it. */
function patternAt(pattern: number, i: number): number {
  return ((i * 73 + ((i * i) >>> 5)) % 251) >>> HALVINGS[pattern % 4]!;
}

function rowLength(dims: readonly number[], rows: number, { output }: ModelShape): number {
  const [found, dim] = dims;
  if (dims.length === 2 && found === rows && dim !== undefined && dim > 1) return dim;
  throw unusable(
    'E_MODEL_OUTPUT',
    `output "${output}" has the shape [${dims.join(',')}] for ${rows} pictures, not [${rows},d]`,
    'name the output that holds the embedding with --output',
  );
}

/** Whether no number differs by more than `tolerance` of the greatest; NaN equals NaN. */
function isSame(one: Float32Array, other: Float32Array, tolerance: number): boolean {
  const greatest = one.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return one.every(
    (value, i) => Object.is(value, other[i]) || Math.abs(value - other[i]!) <= tolerance * greatest,
  );
}
