import { closeSync, openSync, readSync } from 'node:fs';
import { FormatError } from '../errors.js';
import { readFailure } from '../files/file-failure.js';
import { NUMBER_TYPES } from '../files/npy-numbers.js';
import { lengthOfRow, requireUsable } from './embedding-set.js';

/** Where directions are kept that are read again and again, by several threads. */
export type StoredRows =
  | {
      /** Unit rows in memory that threads share, in the order of their positions. */
      readonly kind: 'memory';
      readonly directions: Float32Array;
    }
  | {
      /** Raw vectors in an .npy file, which are made unit as they are read. */
      readonly kind: 'npy';
      readonly path: string;
      readonly dtype: string;
      readonly dataOffset: number;
      /** The row of the file at each position. */
      readonly rowAt: Uint32Array;
    };

/** Unit rows by their position. */
export interface DirectionRows {
  /** Puts the rows at positions `from` to `to - 1` at the beginning of `into`. */
  read(from: number, to: number, into: Float32Array): void;
  close(): void;
}

/**
 * The rows of `stored`, each `dim` values, to the same bytes as `fromRaw` gives.
 *
 * @throws UserError, also from `read`: E_EMBED_FILE for a file that cannot be read, E_EMBED_ZERO and E_EMBED_NONFINITE for a
 *   vector without a direction; FormatError E_FILE_SHORT
 */
export function openRows(stored: StoredRows, dim: number): DirectionRows {
  if (stored.kind === 'memory') {
    const { directions } = stored;
    return {
      read: (from, to, into) => {
        into.set(directions.subarray(from * dim, to * dim));
      },
      close: () => undefined,
    };
  }
  return openFile(stored, dim);
}

function openFile(
  { path, dtype, dataOffset, rowAt }: Extract<StoredRows, { kind: 'npy' }>,
  dim: number,
): DirectionRows {
  const { itemSize, decode } = NUMBER_TYPES[dtype]!;
  const size = itemSize * dim;
  const call = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw readFailure(path, error, 'E_EMBED_FILE');
    }
  };
  const file = call(() => openSync(path, 'r'));
  let bytes = new Uint8Array(0);
  const fill = (row: number, count: number): Uint8Array => {
    if (bytes.length < count * size) bytes = new Uint8Array(count * size);
    const part = bytes.subarray(0, count * size);
    for (let done = 0; done < part.length;) {
      const at = dataOffset + row * size + done;
      const read = call(() => readSync(file, part, done, part.length - done, at));
      if (read === 0) {
        throw new FormatError(
          'E_FILE_SHORT',
          { file: path },
          'ends before its last value',
          'copy or write it again',
        );
      }
      done += read;
    }
    return part;
  };
  return {
    read: (from, to, into) => {
      for (let position = from; position < to;) {
        const row = rowAt[position]!;
        let count = 1;
        while (position + count < to && rowAt[position + count] === row + count) count++;
        const start = (position - from) * dim;
        decode(fill(row, count), into.subarray(start, start + count * dim));
        for (let k = 0; k < count; k++)
          makeUnit(into, start + k * dim, dim, `${path}, row ${row + k}`);
        position += count;
      }
    },
    close: () => {
      closeSync(file);
    },
  };
}

function makeUnit(values: Float32Array, start: number, dim: number, name: string): void {
  const length = lengthOfRow(values, start, dim);
  requireUsable(length, name);
  for (let i = start; i < start + dim; i++) values[i] = values[i]! / length;
}
