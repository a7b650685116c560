import { createHash } from 'node:crypto';
import { open, readFile, readdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { EXIT, UserError } from '../errors.js';
import { formatFloat32 } from '../files/decimal.js';
import { createFile } from '../files/durable-file.js';
import { errorCode, writeFailure } from '../files/file-failure.js';
import { npyHeader } from '../files/npy-header.js';
import { lengthOfRow } from './embedding-set.js';
import { checksumOf } from './journal.js';
import { bytesOf, writeNpy } from './npy.js';
import { storeUnreadable } from './space.js';

/**
 * A part of the store that is never changed: `<name>.npy`, the vectors, and `<name>.csv`, one line for each row with the
 * picture's sha256, the magnitude, a crc32 of sha256 and vector, and the picture's name.
 *
 * The name is the beginning of the csv's own sha256, and the csv holds a checksum of every row: no damage to either file
 * goes unseen, and equal rows are equal files.
 */
export interface Segment {
  readonly folder: string;
  readonly name: string;
  readonly dim: number;
  /** sha256 (hex) of the picture of each row. */
  readonly digests: readonly string[];
  readonly checksums: Uint32Array;
}

/** Rows on their way into a segment. */
export interface Rows {
  readonly digests: readonly string[];
  /** Names for people to read; empty where none is known. */
  readonly ids: readonly string[];
  readonly checksums: Uint32Array;
  /** The vectors, whole rows in each block. */
  readonly blocks: readonly Float32Array[];
}

const COLUMNS = 'sha256,magnitude,crc32,id\n';

/**
 * The segment of `rows`, on the disk when this resolves. Equal rows that another process published at the same time are
 * the same segment.
 * @throws UserError E_STORE_WRITE (exit 73 or 74), E_STORE_DAMAGED where a file of that name differs
 */
export async function writeSegment(folder: string, dim: number, rows: Rows): Promise<Segment> {
  const csv = Buffer.from(COLUMNS + describeRows(rows, dim), 'utf8');
  const name = nameOf(csv);
  const { digests, checksums } = rows;
  const segment: Segment = { folder, name, dim, digests, checksums };
  const vectors = join(folder, `${name}.npy`);
  const index = join(folder, `${name}.csv`);
  let createdVectors: boolean;
  let createdIndex: boolean;
  try {
    createdVectors = await createFile(vectors, async (all) => {
      const writer = await writeNpy(all, [digests.length, dim]);
      for (const block of rows.blocks) await writer.append(block);
      writer.finish();
    });
    // Checked before the index makes it count.
    if (!createdVectors) await verify(segment);
    createdIndex = await createFile(index, (all) => all(csv));
  } catch (error) {
    throw errorCode(error) === '' ? error : writeFailure('E_STORE_WRITE', vectors, error);
  }
  if (!createdIndex && !csv.equals(await readWhole(index)))
    throw damaged(index, 'its content changed');
  return segment;
}

function describeRows({ digests, ids, checksums, blocks }: Rows, dim: number): string {
  const lengths = blocks.flatMap((block) =>
    Array.from({ length: block.length / dim }, (_, row) => lengthOfRow(block, row * dim, dim)),
  );
  const lines = digests.map((digest, row) => [
    digest,
    formatFloat32(Math.fround(lengths[row]!)),
    hex32(checksums[row]!),
    ids[row]!,
  ]);
  // A spreadsheet must not take a picture's name for a formula.
  return stringify(lines, { escape_formulas: true });
}

function nameOf(csv: Uint8Array): string {
  return createHash('sha256').update(csv).digest('hex').slice(0, 16);
}

/**
 * Every segment in `folder`, in the order of their names. Vectors without an index are unfinished and left out.
 * @throws UserError E_STORE_DAMAGED naming the file whose content or size is wrong, E_STORE_READ (exit 74)
 */
export async function readSegments(folder: string, dim: number): Promise<Segment[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    throw storeUnreadable(folder, error);
  });
  const names = files.flatMap((file) => /^([0-9a-f]{16})\.csv$/.exec(file)?.[1] ?? []).sort();
  const segments: Segment[] = [];
  for (const name of names) segments.push(await readSegment(folder, name, dim));
  return segments;
}

async function readSegment(folder: string, name: string, dim: number): Promise<Segment> {
  const index = join(folder, `${name}.csv`);
  const csv = await readWhole(index);
  if (nameOf(csv) !== name) throw damaged(index, 'its content does not give its name');
  const { digests, checksums } = parseIndex(index, csv);
  const segment: Segment = { folder, name, dim, digests, checksums };
  await withVectors(segment, () => Promise.resolve());
  return segment;
}

const LINE = /^([0-9a-f]{64}),[^,\n]*,([0-9a-f]{8}),/;
const LONGEST_PREFIX = 120;

function parseIndex(file: string, csv: Buffer) {
  const text = csv.toString('latin1');
  if (!text.startsWith(COLUMNS)) throw damaged(file, 'its columns are others');
  const digests: string[] = [];
  const checksums: number[] = [];
  for (let at = COLUMNS.length; at < text.length;) {
    const match = LINE.exec(text.slice(at, at + LONGEST_PREFIX));
    if (match === null)
      throw damaged(file, `row ${digests.length} (from 0) is no row of a segment`);
    digests.push(match[1]!);
    checksums.push(parseInt(match[2]!, 16));
    at = afterLastField(text, at + match[0].length);
  }
  return { digests, checksums: Uint32Array.from(checksums) };
}

/** Where the line after the field at `at` begins; a quoted field may hold line breaks, and quotes twice. */
function afterLastField(text: string, at: number): number {
  let end = at;
  if (text[end] === '"') {
    end++;
    while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) {
      end += text[end] === '"' ? 2 : 1;
    }
  }
  const lineFeed = text.indexOf('\n', end);
  return lineFeed < 0 ? text.length : lineFeed + 1;
}

/** A row that is wanted and the row of the result it goes to. */
export interface WantedRow {
  readonly row: number;
  readonly to: number;
}

const SPAN = 1 << 22;
/** Rows between two wanted ones that are read rather than skipped: one long read is quicker than two short ones. */
const GAP = 8;

/**
 * Resolves when each of `wanted`, ascending, lies in its row of `out`, found sound by its checksum.
 * @throws UserError E_STORE_DAMAGED naming the file and the row (exit 65), E_STORE_READ (exit 74)
 */
export async function readRows(
  segment: Segment,
  wanted: readonly WantedRow[],
  out: Float32Array,
): Promise<void> {
  const { dim, digests, checksums } = segment;
  const rowBytes = dim * 4;
  const rowsInSpan = Math.max(1, Math.floor(SPAN / rowBytes));
  const target = bytesOf(out);
  await withVectors(segment, async (handle, file, dataOffset) => {
    const buffer = new Uint8Array(rowsInSpan * rowBytes);
    for (let i = 0; i < wanted.length;) {
      const first = wanted[i]!.row;
      let j = i;
      while (
        j + 1 < wanted.length &&
        wanted[j + 1]!.row - wanted[j]!.row <= GAP &&
        wanted[j + 1]!.row - first < rowsInSpan
      ) {
        j++;
      }
      const span = buffer.subarray(0, (wanted[j]!.row - first + 1) * rowBytes);
      await readExactly(handle, file, span, dataOffset + first * rowBytes);
      for (; i <= j; i++) {
        const { row, to } = wanted[i]!;
        const bytes = span.subarray((row - first) * rowBytes, (row - first + 1) * rowBytes);
        if (checksumOf(Buffer.from(digests[row]!, 'hex'), bytes) !== checksums[row]) {
          throw damaged(file, `the checksum of row ${row} (from 0) does not agree`);
        }
        target.set(bytes, to * rowBytes);
      }
    }
  });
}

/** Resolves when every row of the segment was found sound. */
async function verify(segment: Segment): Promise<void> {
  const sink = new Float32Array(segment.dim);
  const every = Array.from(segment.digests.keys(), (row) => ({ row, to: 0 }));
  await readRows(segment, every, sink);
}

/** What `use` makes of the segment's vectors, after their header and number of bytes were found right. */
async function withVectors<T>(
  { folder, name, dim, digests }: Segment,
  use: (handle: FileHandle, file: string, dataOffset: number) => Promise<T>,
): Promise<T> {
  const file = join(folder, `${name}.npy`);
  const header = npyHeader('<f4', [digests.length, dim]);
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const expected = header.length + digests.length * dim * 4;
      if (size !== expected) throw damaged(file, `it has ${size} bytes in place of ${expected}`);
      const found = new Uint8Array(header.length);
      await readExactly(handle, file, found, 0);
      if (!Buffer.from(found).equals(header)) throw damaged(file, 'its header is another');
      return await use(handle, file, header.length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw damaged(file, 'it is gone, its index is not');
    throw errorCode(error) === '' ? error : storeUnreadable(file, error);
  }
}

async function readExactly(
  handle: FileHandle,
  file: string,
  into: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw damaged(file, 'it ends before its last row');
    done += bytesRead;
  }
}

async function readWhole(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw storeUnreadable(file, error);
  });
}

function damaged(file: string, what: string): UserError {
  return new UserError(
    'E_STORE_DAMAGED',
    `${file} is damaged: ${what}`,
    'delete the .npy and the .csv of that name and run again: its pictures are embedded anew',
    EXIT.badData,
  );
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
