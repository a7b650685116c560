import { UserError } from '../../src/errors.js';
import { linesOf, type Line } from '../../src/files/text-lines.js';

/** The lines of a text or of bytes, given in chunks of `size` bytes. */
export function lines(text: string | Uint8Array, size = 1 << 16): Generator<Line, void> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    chunks.push(bytes.subarray(start, start + size));
  }
  return linesOf(chunks, 'file.txt');
}

/** The message of the UserError that `run` throws; any other error, or none, fails the test. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The UserError that `promise` is rejected with; any other outcome fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<UserError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
