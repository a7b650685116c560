import { toHalf, fromHalf } from '../float16.js';
import { SIDE, unusable, type ModelShape } from './model-shape.js';
import type { Ran } from './session-messages.js';
import type { SessionThread } from './session-thread.js';

/** Numbers in one picture as a model takes it: three planes. */
export const PICTURE = 3 * SIDE * SIDE;

/** Pictures as a model takes them: float32, the 16 bits of float16, or bytes. */
export type ModelInput = Float32Array | Uint16Array | Uint8Array;

/** Room for `batch` pictures, all zero. */
export function inputFor({ type }: Pick<ModelShape, 'type'>, batch: number): ModelInput {
  if (type === 'float32') return new Float32Array(batch * PICTURE);
  return type === 'float16' ? new Uint16Array(batch * PICTURE) : new Uint8Array(batch * PICTURE);
}

/**
 * What a type of input makes of a number: itself, or the bits of its half.
 * Models that take bytes do their own arithmetic, so theirs are the bytes.
 */
export function encoderOf(type: ModelShape['type']): (value: number) => number {
  return type === 'float16' ? toHalf : (value) => value;
}

/**
 * The model's answer to the first `rows` pictures in `planes`, whose memory moves to the thread and back.
 * @throws UserError E_MODEL_RUN (69)
 */
export async function runModel(
  thread: SessionThread,
  { input, output, type }: ModelShape,
  rows: number,
  planes: ModelInput,
): Promise<Ran> {
  const answer = await thread.ask(
    {
      run: {
        input,
        output,
        type,
        dims: [rows, 3, SIDE, SIDE],
        data: planes.subarray(0, rows * PICTURE),
      },
    },
    [planes.buffer as ArrayBuffer],
  );
  if ('ran' in answer) return answer.ran;
  const said = 'failed' in answer ? firstLine(answer.failed) : 'it was closed';
  throw unusable(
    'E_MODEL_RUN',
    `the model failed on ${rows} pictures: ${said}`,
    'try --batch 1, or export the model again',
  );
}

/** The first `length` numbers of an answer, as float32. */
export function vectorsOf({ data }: Ran, length: number): Float32Array {
  const wanted = data.subarray(0, length);
  return wanted instanceof Uint16Array
    ? Float32Array.from(wanted, fromHalf)
    : Float32Array.from(wanted);
}

/** Memory that came back from the thread, as the model's input again. */
export function inputOver(memory: ArrayBuffer, type: ModelShape['type']): ModelInput {
  if (type === 'float32') return new Float32Array(memory);
  return type === 'float16' ? new Uint16Array(memory) : new Uint8Array(memory);
}

/** The first line of what the runtime says: the rest is where in its C++ it stood. */
export const firstLine = (text: string) => text.split('\n')[0]!;
