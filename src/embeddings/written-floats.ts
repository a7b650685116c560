import { toHalf } from '../float16.js';
import type { WriteAll } from '../files/durable-file.js';
import type { WrittenType } from './embedding-format.js';
import { bytesOf } from './npy.js';

/** NumPy's name of each type that is written. */
export const DTYPES = { f32: '<f4', f16: '<f2' } as const;

/** Bytes of one number. */
export const WIDTHS = { f32: 4, f16: 2 } as const;

const PIECE = 1 << 18;

/** Resolves when `values` are written: float32 out of the memory they lie in, float16 rounded to nearest, a piece at a time. */
export async function writeFloats(
  values: Float32Array,
  type: WrittenType,
  write: WriteAll,
): Promise<void> {
  for (const piece of floatPieces(values, type)) await write(piece);
}

/** The bytes of `values`, of which each piece is valid until the next is taken. */
export function* floatPieces(values: Float32Array, type: WrittenType): Generator<Uint8Array> {
  for (let at = 0; at < values.length; at += PIECE) {
    const part = values.subarray(at, at + PIECE);
    if (type === 'f32') {
      yield bytesOf(part);
      continue;
    }
    const halves = new Uint16Array(part.length);
    for (let i = 0; i < part.length; i++) halves[i] = toHalf(part[i]!);
    yield new Uint8Array(halves.buffer);
  }
}
