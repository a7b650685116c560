import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FormatError } from '../errors.js';
import type { ArchiveList, ArchiveMember } from './archive.js';
import { errorCode, messageOf, readFailure } from './file-failure.js';
import type { ReadPart } from './file-part.js';

const LOCAL_HEADER = 30;
const SIGNATURE = 0x04034b50;
const inflate = promisify(inflateRaw);

/**
 * What lies in the zip archive at `path`. Nothing is extracted, and the archive is closed again.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_ZIP, E_PATH_TRAVERSAL
 */
export async function zipMembers(path: string): Promise<ArchiveList> {
  const archive = await new Promise<ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, opened) => {
      if (error === null) resolve(opened);
      else
        reject(errorCode(error) === '' ? broken(path, messageOf(error)) : readFailure(path, error));
    });
  });
  return listed(archive, path);
}

/** As `zipMembers`, of an archive in memory that messages call `file`. */
export async function zipMembersOf(bytes: Buffer, file: string): Promise<ArchiveList> {
  const archive = await new Promise<ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => {
      if (error === null) resolve(opened);
      else reject(broken(file, messageOf(error)));
    });
  });
  return listed(archive, file);
}

async function listed(archive: ZipFile, file: string): Promise<ArchiveList> {
  const members: ArchiveMember[] = [];
  let links = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      archive.on('entry', (entry: Entry) => {
        if (isLink(entry)) links++;
        else if (!entry.fileName.endsWith('/')) members.push(memberOf(entry, file));
        archive.readEntry();
      });
      archive.on('end', resolve);
      archive.on('error', (error: unknown) => {
        reject(refusalOf(file, messageOf(error)));
      });
      archive.readEntry();
    });
  } finally {
    archive.close();
  }
  return { members, passedOver: new Map(links === 0 ? [] : [['symbolic links', links]]) };
}

/** Unix keeps the kind of a file in the upper half of its attributes. */
function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  return versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function memberOf(entry: Entry, file: string): ArchiveMember {
  const { relativeOffsetOfLocalHeader: byte, uncompressedSize: size } = entry;
  const name = entry.fileName.replace(/^(\.\/+)+/, '');
  return { name, size, byte, read: (read) => bytesOf(entry, read, file) };
}

/** The bytes of an entry, never more than its size, whose checksum agrees. */
async function bytesOf(entry: Entry, read: ReadPart, file: string): Promise<Uint8Array> {
  const { relativeOffsetOfLocalHeader: byte, compressionMethod: method } = entry;
  const { compressedSize, uncompressedSize } = entry;
  const refuse = (what: string) => broken(`${file}(${entry.fileName})`, `byte ${byte}: ${what}`);
  if ((entry.generalPurposeBitFlag & 1) === 1) throw refuse('it is encrypted');
  if (method !== 0 && method !== 8) throw refuse(`compressed by method ${method}, not by deflate`);
  const header = Buffer.from(await read({ offset: byte, length: LOCAL_HEADER }));
  if (header.readUInt32LE(0) !== SIGNATURE) throw refuse('there is no header of a file');
  const offset = byte + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await read({ offset, length: compressedSize });
  const bytes =
    method === 0 || uncompressedSize === 0
      ? packed
      : await inflate(packed, { maxOutputLength: uncompressedSize }).catch((error: unknown) => {
          throw refuse(`cannot be decompressed to ${uncompressedSize} bytes (${messageOf(error)})`);
        });
  if (bytes.length !== uncompressedSize) {
    throw refuse(`${bytes.length} bytes where ${uncompressedSize} are promised`);
  }
  if (crc32(bytes) !== entry.crc32) throw refuse('the checksum does not agree');
  return bytes;
}

function refusalOf(file: string, said: string): FormatError {
  if (!/absolute path|relative path|invalid characters/.test(said)) return broken(file, said);
  return new FormatError(
    'E_PATH_TRAVERSAL',
    { file },
    shown(said),
    'pack it again, with paths below one folder',
  );
}

function broken(file: string, what: string): FormatError {
  return new FormatError('E_ZIP', { file: shown(file) }, shown(what), 'fetch or pack it again');
}

/** A text in which nothing can move a terminal's cursor; names in archives may hold anything. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
