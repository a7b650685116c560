import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOfTemporary } from '../files/durable-file.js';
import { isGone } from '../files/process-name.js';
import { lengthOfRow, requireUsable } from './embedding-set.js';
import { checksumOf, Journal, ownerOfJournal, readJournal, recordBytes } from './journal.js';
import { bytesOf } from './npy.js';
import { RowBatch } from './row-batch.js';
import { readRows, readSegments, writeSegment } from './segment.js';
import type { Segment, WantedRow } from './segment.js';
import { openSpace, storeUnreadable } from './space.js';
import type { Space } from './space.js';

export type { Space } from './space.js';

/**
 * The vectors of one space that were ever computed, by the sha256 of their pictures: what a run takes up again after it
 * was stopped, and what the next run need not compute.
 *
 * Any number of processes may use one store at once, without locks: each appends to a journal of its own and publishes
 * segments that are never changed.
 */
export interface Store {
  /** Folder of the space. */
  readonly folder: string;
  /** Number of vectors at hand. */
  readonly size: number;
  /** What was found on opening that a user should hear once, such as rows lost to damage. */
  readonly remarks: readonly string[];
  /** Row of each picture, or -1 where its vector is not there; rows keep their numbers while the store is open. */
  lookup(digests: readonly string[]): Int32Array;
  /**
   * The raw vectors of these pictures, float32, one row each, in this order. Each is checked as it is read.
   * @throws RangeError for a picture that is not there; UserError E_STORE_DAMAGED (exit 65), E_STORE_READ (exit 74)
   */
  vectors(digests: readonly string[]): Promise<Float32Array>;
  /**
   * Keeps a vector: when this returns, the end of the process does not lose it. A picture that is there already is left
   * as it is.
   * @param digest sha256 of the picture's bytes, 64 lower-case hex digits
   * @param id name of the picture, for people who read the files
   * @throws UserError E_EMBED_ZERO, E_EMBED_NONFINITE (exit 65), E_STORE_WRITE (exit 73 or 74)
   */
  add(digest: string, vector: Float32Array, id: string): void;
  /**
   * Resolves when all rows at hand lie in segments, forced to the disk, and this process's journals are gone. Frees their
   * memory, so that a long run publishes now and then.
   * @param names id of each digest, for rows taken over from a journal, which holds none
   * @throws UserError E_STORE_WRITE (exit 73 or 74); nothing is lost, and it may be called again
   */
  publish(names?: ReadonlyMap<string, string>): Promise<void>;
  /** Ends the journal; what was not published waits in it for the next opening. */
  close(): void;
}

/**
 * The vectors of `space` kept below the folder `store`, which is made where there is none.
 *
 * Reads the indexes of all segments and takes over the longest sound beginning of every journal, whoever wrote it. A
 * store that is all there is read from a read-only disk.
 * @throws UserError E_STORE_SPACE, E_STORE_DAMAGED (exit 65), E_STORE_READ (exit 74), E_STORE_WRITE (exit 73 or 74)
 */
export async function openStore(store: string, space: Space): Promise<Store> {
  const folder = await openSpace(store, space);
  const journals = (await list(folder)).filter((name) => ownerOfJournal(name) !== undefined);
  const opened = new FolderStore(folder, space.dim);
  await opened.holdSegments();
  const all = await opened.takeOver(journals);
  // Who published in between deleted his journal after his segment was there to be read.
  if (!all) await opened.holdSegments();
  return opened;
}

/** A journal as it was on opening. */
interface Leftover {
  readonly path: string;
  readonly owner: string;
  readonly size: number;
}

/** Rows with numbers from `first`: in memory at first, in a segment later. */
interface Holder {
  readonly first: number;
  readonly rows: RowBatch | Segment;
}

class FolderStore implements Store {
  readonly remarks: string[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #holders: Holder[] = [];
  /** The batch that takes new rows, when there is one the last holder. */
  #current: RowBatch | undefined;
  #rows = 0;
  #leftovers: Leftover[] = [];
  #publishing: Promise<void> = Promise.resolve();

  constructor(
    readonly folder: string,
    readonly dim: number,
  ) {}

  async holdSegments(): Promise<void> {
    const held = new Set(this.#holders.map(({ rows }) => ('name' in rows ? rows.name : '')));
    for (const segment of await readSegments(this.folder, this.dim)) {
      if (held.has(segment.name)) continue;
      this.#hold(segment);
      for (const digest of segment.digests) this.#number(digest);
    }
  }

  /** True when all of these journals were there; rows that lie in a segment already are passed over. */
  async takeOver(names: readonly string[]): Promise<boolean> {
    let all = true;
    for (const name of names) {
      const path = join(this.folder, name);
      const read = await readJournal(path, this.dim, (bytes, vector, checksum) => {
        const digest = Buffer.from(bytes).toString('hex');
        if (!this.#rowOf.has(digest)) this.#append(digest, vector, checksum, '');
      });
      if (read === undefined) {
        all = false;
        continue;
      }
      this.#leftovers.push({ path, owner: ownerOfJournal(name)!, size: read.size });
      const lost = read.size - read.rows * recordBytes(this.dim);
      if (lost > 0)
        this.remarks.push(
          `${path}: ${read.rows} rows are sound, the ${lost} bytes after them are not`,
        );
    }
    return all;
  }

  get size(): number {
    return this.#rowOf.size;
  }

  lookup(digests: readonly string[]): Int32Array {
    return Int32Array.from(digests, (digest) => this.#rowOf.get(digest) ?? -1);
  }

  async vectors(digests: readonly string[]): Promise<Float32Array> {
    const rows = this.lookup(digests);
    const absent = rows.indexOf(-1);
    if (absent >= 0) throw new RangeError(`no vector for the picture ${digests[absent]!}`);
    const out = new Float32Array(digests.length * this.dim);
    const order = Uint32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
    // A copy, for what is published meanwhile can be read where it was.
    const holders = [...this.#holders];
    let i = 0;
    for (const [h, { first, rows: held }] of holders.entries()) {
      const end = holders[h + 1]?.first ?? Infinity;
      const wanted: WantedRow[] = [];
      for (; i < order.length && rows[order[i]!]! < end; i++) {
        wanted.push({ row: rows[order[i]!]! - first, to: order[i]! });
      }
      if (wanted.length === 0) continue;
      if (held instanceof RowBatch) held.read(wanted, out);
      else await readRows(held, wanted, out);
    }
    return out;
  }

  add(digest: string, vector: Float32Array, id: string): void {
    if (!/^[0-9a-f]{64}$/.test(digest)) throw new RangeError(`${digest} is no sha256 in hex`);
    if (vector.length !== this.dim) {
      throw new RangeError(`a vector of ${vector.length} in a space of ${this.dim}`);
    }
    requireUsable(lengthOfRow(vector, 0, this.dim), id);
    if (this.#rowOf.has(digest)) return;
    const bytes = Buffer.from(digest, 'hex');
    const checksum = checksumOf(bytes, bytesOf(vector));
    const { journals } = this.#batch();
    if (journals.at(-1)?.isOpen !== true) journals.push(new Journal(this.folder, this.dim));
    journals.at(-1)!.append(bytes, vector, checksum);
    this.#append(digest, vector, checksum, id);
  }

  async publish(names: ReadonlyMap<string, string> = new Map()): Promise<void> {
    const before = this.#publishing.catch(() => undefined);
    this.#publishing = before.then(() => this.#publishAll(names));
    return this.#publishing;
  }

  close(): void {
    for (const { rows } of this.#holders) {
      if (rows instanceof RowBatch) for (const journal of rows.journals) journal.close();
    }
  }

  #batch(): RowBatch {
    return this.#current ?? this.#begin();
  }

  #begin(): RowBatch {
    const batch = new RowBatch(this.dim);
    this.#hold(batch);
    this.#current = batch;
    return batch;
  }

  /** What is held last has the highest numbers, so that a batch may grow only while nothing is held after it. */
  #hold(rows: RowBatch | Segment): void {
    this.#holders.push({ first: this.#rows, rows });
    this.#current = undefined;
  }

  #append(digest: string, vector: Float32Array, checksum: number, id: string): void {
    this.#batch().append(digest, vector, checksum, id);
    this.#number(digest);
  }

  /** Gives the next row to `digest`. A picture that is in two segments, published at once, keeps its first. */
  #number(digest: string): void {
    const row = this.#rows++;
    if (!this.#rowOf.has(digest)) this.#rowOf.set(digest, row);
  }

  async #publishAll(names: ReadonlyMap<string, string>): Promise<void> {
    this.#current = undefined;
    let complete = true;
    for (const [h, { first, rows }] of [...this.#holders].entries()) {
      if (!(rows instanceof RowBatch)) continue;
      for (const journal of rows.journals) journal.close();
      if (rows.digests.length > 0) {
        try {
          const segment = await writeSegment(this.folder, this.dim, rows.rows(names));
          this.#holders[h] = { first, rows: segment };
        } catch (error) {
          // Rows that were all taken over stay in their journals: a read-only store need not fail.
          if (rows.journals.length > 0) throw error;
          complete = false;
        }
      }
      // Left behind it would do no harm: its rows are found in the segment.
      for (const { path } of rows.journals) await unlink(path).catch(() => undefined);
    }
    if (complete) await this.#sweep();
  }

  /**
   * Deletes what processes that are gone left behind: journals of which every sound row is in a segment by now and to
   * which nothing was added since they were read, and unfinished files.
   */
  async #sweep(): Promise<void> {
    for (const { path, owner, size } of this.#leftovers) await deleteIfGone(path, owner, size);
    this.#leftovers = [];
    for (const name of await list(this.folder)) {
      const owner = ownerOfTemporary(name);
      if (owner !== undefined) await deleteIfGone(join(this.folder, name), owner);
    }
  }
}

async function deleteIfGone(path: string, owner: string, size?: number): Promise<void> {
  try {
    const found = await stat(path);
    if (size !== undefined && size !== found.size) return;
    if (isGone(owner, found.mtimeMs)) await unlink(path);
  } catch {
    // Another process tidied up, or must: this is no reason to fail.
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw storeUnreadable(folder, error);
  }
}
