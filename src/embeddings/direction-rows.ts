import { closeSync, openSync, readSync } from 'node:fs';
import { FormatError } from '../errors.js';
import { readFailure } from '../files/file-failure.js';
import { NUMBER_TYPES } from '../files/npy-numbers.js';
import { requireUsable } from './embedding-set.js';
import { plainUnitRows, type UnitRows } from './unit-rows.js';

/** Rows of a file that are read together: their memory is used again and again. */
const AT_ONCE = 256;

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
 * @param unitRows another implementation of what makes them unit; undefined where it is not there
 * @throws UserError, also from `read`: E_EMBED_FILE for a file that cannot be read, E_EMBED_ZERO and E_EMBED_NONFINITE for a
 *   vector without a direction; FormatError E_FILE_SHORT
 */
export function openRows(
  stored: StoredRows,
  dim: number,
  unitRows: (...size: Parameters<typeof plainUnitRows>) => UnitRows | undefined = plainUnitRows,
): DirectionRows {
  if (stored.kind === 'memory') {
    const { directions } = stored;
    return {
      read: (from, to, into) => {
        into.set(directions.subarray(from * dim, to * dim));
      },
      close: () => undefined,
    };
  }
  return openFile(stored, dim, unitRows(dim, AT_ONCE) ?? plainUnitRows(dim, AT_ONCE));
}

function openFile(
  { path, dtype, dataOffset, rowAt }: Extract<StoredRows, { kind: 'npy' }>,
  dim: number,
  { rows, lengths, makeUnit }: UnitRows,
): DirectionRows {
  const { itemSize, view, decode } = NUMBER_TYPES[dtype]!;
  const size = itemSize * dim;
  const call = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw readFailure(path, error, 'E_EMBED_FILE');
    }
  };
  const file = call(() => openSync(path, 'r'));
  // Floats are read where they are wanted.
  const bytes =
    view === Float32Array
      ? new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)
      : new Uint8Array(AT_ONCE * size);
  const fill = (row: number, count: number): void => {
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
    if (view !== Float32Array) decode(part, rows.subarray(0, count * dim));
  };
  return {
    read: (from, to, into) => {
      for (let position = from; position < to;) {
        const row = rowAt[position]!;
        const most = Math.min(to - position, AT_ONCE);
        let count = 1;
        while (count < most && rowAt[position + count] === row + count) count++;
        fill(row, count);
        makeUnit(count);
        for (let k = 0; k < count; k++) requireUsable(lengths[k]!, `${path}, row ${row + k}`);
        into.set(rows.subarray(0, count * dim), (position - from) * dim);
        position += count;
      }
    },
    close: () => {
      closeSync(file);
    },
  };
}
