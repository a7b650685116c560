import { FormatError } from '../errors.js';
import type { ArchiveList, ArchiveMember } from './archive.js';
import { throughWindow, type ReadPart } from './file-part.js';

const BLOCK = 512;
/** Longer names, and longer lists of what pax says of a file, are no names. */
const LONGEST_TEXT = 1 << 16;

/** What stands in an archive beside regular files, by its type. Folders go without saying. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['1', 'hard links'],
  ['2', 'symbolic links'],
  ['3', 'devices'],
  ['4', 'devices'],
  ['6', 'pipes'],
  ['S', 'sparse files'],
]);

/**
 * What lies in a tar archive of `size` bytes: ustar, pax and GNU's long names. Nothing is extracted.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; GNU tar manual, "Basic Tar Format".
 * @param file name for messages
 * @throws FormatError E_TAR with the byte of the header; E_FILE_SHORT where the archive is cut
 */
export async function tarMembers(
  readAt: ReadPart,
  size: number,
  file: string,
): Promise<ArchiveList> {
  const read = throughWindow(readAt, size);
  const members: ArchiveMember[] = [];
  const passedOver = new Map<string, number>();
  let said: Said = {};
  for (let at = 0; at < size;) {
    const header = parseHeader(await read({ offset: at, length: BLOCK }), at, file);
    if (header === undefined) break;
    const { type } = header;
    // What pax says of sizes holds for the file that follows, not for the header in which it stands.
    const own = 'xgLK'.includes(type);
    const length = own ? header.length : (said.size ?? header.length);
    const part = { offset: at + BLOCK, length };
    const next = part.offset + Math.ceil(length / BLOCK) * BLOCK;
    if (next > size) {
      throw broken(file, at, `${length} bytes are said to follow where the archive ends before`);
    }
    if (own) {
      if (length > LONGEST_TEXT) throw broken(file, at, `a header of ${length} bytes`);
      const bytes = await read(part);
      if (type === 'x') said = { ...said, ...paxOf(bytes, at, file) };
      else if (type === 'L') said = { ...said, name: textOf(bytes, at, file) };
    } else {
      const name = (said.name ?? header.name).replace(/^(\.\/+)+/, '');
      const other = said.sparse === true ? OTHERS.get('S') : OTHERS.get(type);
      if (other !== undefined) {
        passedOver.set(other, (passedOver.get(other) ?? 0) + 1);
      } else if (type !== '5' && !name.endsWith('/')) {
        // An unknown type is to be read as a regular file, says POSIX.
        members.push({ name, size: length, byte: at, read: (from) => from(part) });
      }
      said = {};
    }
    at = next;
  }
  return { members, passedOver };
}

/** What the headers before a file say of it. */
interface Said {
  readonly name?: string;
  readonly size?: number;
  readonly sparse?: boolean;
}

interface Header {
  readonly name: string;
  readonly length: number;
  readonly type: string;
}

/** What a block says; undefined for the block of zeros that ends an archive. */
function parseHeader(block: Uint8Array, at: number, file: string): Header | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (at === 0 && block[0] === 0x1f && block[1] === 0x8b) {
    throw broken(
      file,
      at,
      'it is compressed by gzip, so that nothing in it can be found',
      'run gunzip',
    );
  }
  const sums = [0, 0];
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!;
    sums[0]! += byte;
    // Some old programs took bytes to be signed.
    sums[1]! += byte > 127 ? byte - 256 : byte;
  }
  const told = numberOf(block.subarray(148, 156));
  if (told === undefined || !sums.includes(told)) {
    throw broken(file, at, 'no header of a tar archive: its checksum does not agree');
  }
  const length = numberOf(block.subarray(124, 136));
  if (length === undefined) throw broken(file, at, 'a size that is no number');
  const type = String.fromCharCode(block[156]!);
  const name = textOf(block.subarray(0, 100), at, file);
  // GNU's own format keeps times where ustar has the beginning of the name.
  const ustar = textOf(block.subarray(257, 263), at, file) === 'ustar';
  const prefix = ustar ? textOf(block.subarray(345, 500), at, file) : '';
  return { name: prefix === '' ? name : `${prefix}/${name}`, length, type };
}

/** Octal digits, or GNU's binary where the first bit is set; undefined for neither. */
function numberOf(field: Uint8Array): number | undefined {
  if (field[0]! & 0x80) {
    const value = field.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = String.fromCharCode(...field)
    .replace(/[\0 ]+$/, '')
    .replace(/^ +/, '');
  return /^[0-7]*$/.test(text) ? parseInt(text || '0', 8) : undefined;
}

/** The records `LENGTH KEY=VALUE` of a pax header that matter here. */
function paxOf(bytes: Uint8Array, at: number, file: string): Said {
  let said: Said = {};
  for (let start = 0; start < bytes.length;) {
    const digits = /^(\d{1,6}) /.exec(
      String.fromCharCode(...bytes.subarray(start, start + 7)),
    )?.[1];
    const end = start + Number(digits);
    if (digits === undefined || !(end > start + digits.length + 1) || end > bytes.length) {
      throw broken(file, at, 'a pax header that cannot be read');
    }
    const text = textOf(bytes.subarray(start + digits.length + 1, end), at, file);
    const [key, value] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    const plain = value.replace(/\n$/, '');
    if (key === 'path') said = { ...said, name: plain };
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(plain)) throw broken(file, at, 'a size that is no number');
      said = { ...said, size: Number(plain) };
    }
    if (key.startsWith('GNU.sparse')) said = { ...said, sparse: true };
    start = end;
  }
  return said;
}

/** The text before the first NUL. */
function textOf(bytes: Uint8Array, at: number, file: string): string {
  const end = bytes.indexOf(0);
  try {
    return UTF8.decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    throw broken(file, at, 'a name that is not UTF-8');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function broken(
  file: string,
  byte: number,
  what: string,
  remedy = 'fetch or pack it again',
): FormatError {
  return new FormatError('E_TAR', { file }, `byte ${byte}: ${what}`, remedy);
}
