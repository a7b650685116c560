import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode, writeFailure } from '../files/file-failure.js';
import { processName } from '../files/process-name.js';
import { bytesOf } from './npy.js';
import { storeUnreadable } from './space.js';

const DIGEST_BYTES = 32;
const CHECKSUM_BYTES = 4;
/** Forcing the disk costs about 3 ms; after so many rows or so long it is worth that not to lose more to a power cut. */
const ROWS_UNFORCED = 256;
const MILLISECONDS_UNFORCED = 2000;

/**
 * Rows of one process as they are made: records of equal size, `sha256 of the picture (32 bytes) | vector (float32) |
 * crc32 of both`, only ever appended, in a file no other process writes. A row survives the end of the process when
 * `append` returns, and a power cut when it was forced to the disk.
 */
export class Journal {
  readonly path: string;
  readonly #handle: number;
  readonly #record: Buffer;
  #unforced = 0;
  #unforcedSince = 0;
  #open = true;

  /**
   * Begins `folder/<host>.<pid>.<attempt>.journal`.
   * @throws UserError E_STORE_WRITE (exit 73 or 74)
   */
  constructor(folder: string, dim: number) {
    const { path, handle } = create(folder);
    this.path = path;
    this.#handle = handle;
    this.#record = Buffer.alloc(recordBytes(dim));
  }

  /**
   * Appends one row.
   * @throws UserError E_STORE_WRITE (exit 74); the journal is then closed, with what was appended before intact
   */
  append(digest: Uint8Array, vector: Float32Array, checksum: number): void {
    this.#record.set(digest, 0);
    this.#record.set(bytesOf(vector), DIGEST_BYTES);
    this.#record.writeUInt32LE(checksum, this.#record.length - CHECKSUM_BYTES);
    this.#attempt(() => {
      // A nearly full disk takes a part without an error; the error comes with the rest.
      for (let done = 0; done < this.#record.length;) {
        done += writeSync(this.#handle, this.#record, done);
      }
      if (this.#unforced++ === 0) this.#unforcedSince = performance.now();
      const waited = performance.now() - this.#unforcedSince;
      if (this.#unforced >= ROWS_UNFORCED || waited >= MILLISECONDS_UNFORCED) this.#force();
    });
  }

  /** Ends the journal, all of it forced to the disk. Again is no error. */
  close(): void {
    if (!this.#open) return;
    this.#attempt(() => {
      this.#force();
    });
    this.#abandon();
  }

  get isOpen(): boolean {
    return this.#open;
  }

  #force(): void {
    if (this.#unforced > 0) fdatasyncSync(this.#handle);
    this.#unforced = 0;
  }

  /** A record cut short must stay the last one, so that no failure is followed by more. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#abandon();
      throw writeFailure('E_STORE_WRITE', this.path, error);
    }
  }

  #abandon(): void {
    this.#open = false;
    closeSync(this.#handle);
  }
}

function create(folder: string): { path: string; handle: number } {
  for (let attempt = 0; ; attempt++) {
    const path = join(folder, `${processName()}.${attempt}.journal`);
    try {
      return { path, handle: openSync(path, 'wx') };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw writeFailure('E_STORE_WRITE', path, error);
    }
  }
}

/** Host and process that write the journal of this name; undefined for files of other kinds. */
export function ownerOfJournal(name: string): string | undefined {
  return /^([A-Za-z0-9-]+\.\d+)\.\d+\.journal$/.exec(name)?.[1];
}

/** crc32 of a picture's sha256 and its vector: what a journal and a segment both keep of each row. */
export function checksumOf(digest: Uint8Array, vector: Uint8Array): number {
  return crc32(vector, crc32(digest));
}

export interface JournalRead {
  /** Number of sound rows before the end or the first damage. */
  readonly rows: number;
  /** Bytes of the file when it was read. */
  readonly size: number;
}

const ROWS_AT_A_TIME = 512;

/**
 * How many rows of the journal were sound; each was handed to `take`, in order, its vector valid until `take` returns.
 *
 * Reading ends at the first row whose checksum is wrong: what follows a torn or changed place may have shifted, so that
 * only the longest sound beginning counts. Undefined when there is no such file any more.
 * @throws UserError E_STORE_READ (exit 74)
 */
export async function readJournal(
  path: string,
  dim: number,
  take: (digest: Uint8Array, vector: Float32Array, checksum: number) => void,
): Promise<JournalRead | undefined> {
  const size = recordBytes(dim);
  try {
    const handle = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(size * ROWS_AT_A_TIME);
      const vector = new Float32Array(dim);
      let rows = 0;
      let position = 0;
      let held = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, held, buffer.length - held, position);
        if (bytesRead === 0) return { rows, size: position };
        position += bytesRead;
        held += bytesRead;
        let at = 0;
        for (; at + size <= held; at += size) {
          const record = buffer.subarray(at, at + size);
          const digest = record.subarray(0, DIGEST_BYTES);
          const values = record.subarray(DIGEST_BYTES, size - CHECKSUM_BYTES);
          const checksum = record.readUInt32LE(size - CHECKSUM_BYTES);
          if (checksumOf(digest, values) !== checksum) {
            return { rows, size: (await handle.stat()).size };
          }
          bytesOf(vector).set(values);
          take(digest, vector, checksum);
          rows++;
        }
        buffer.copyWithin(0, at, held);
        held -= at;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw errorCode(error) === '' ? error : storeUnreadable(path, error);
  }
}

/** Bytes of a record for vectors of `dim` components. */
export function recordBytes(dim: number): number {
  return DIGEST_BYTES + 4 * dim + CHECKSUM_BYTES;
}
