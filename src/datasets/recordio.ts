import { FormatError } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import { fieldsOf } from '../files/fields.js';
import { throughWindow, withParts, type ReadPart } from '../files/file-part.js';
import { quote } from '../files/quote.js';
import { imageRecord, recordAt, type ImageRecord } from '../files/recordio.js';
import { linesOf, type Line } from '../files/text-lines.js';
import type { PictureArchive } from './picture-archive.js';
import { isFile } from './protocol-file.js';

/** Where each record of a file begins, by its key. */
export type RecordOffsets = ReadonlyMap<number, number>;

/**
 * The pictures of MXNet's `path` (`.rec`), called by their keys in the `.idx` beside it, or where there is none by the ids in
 * the records. Of InsightFace's face datasets the records that hold no picture are left out.
 *
 * Source: MXNet's python/mxnet/recordio.py; insightface's recognition/arcface_mxnet/image_iter.py for record 0.
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_RECORD, E_RECORD_LARGE, E_RECORD_INDEX with place
 */
export async function openRecords(path: string, largest: number): Promise<PictureArchive> {
  const index = path.replace(/rec$/i, (ending) => (ending === 'REC' ? 'IDX' : 'idx'));
  const offsets = (await isFile(index))
    ? recordOffsets(linesOf(chunksOf(index), index), index)
    : await withParts(path, (read, size) => scannedOffsets(read, size, path, largest));
  return withParts(path, async (read) => {
    const end = await pictureEnd(offsets, recordReader(read, path, largest));
    return recordPictures(path, offsets, end, (use) =>
      withParts(path, (part) => use(recordReader(part, path, largest))),
    );
  });
}

type ReadRecord = (offset: number) => Promise<ImageRecord>;

function recordReader(read: ReadPart, file: string, largest: number): ReadRecord {
  return async (offset) => {
    const { bytes } = await recordAt(read, offset, file, largest);
    return imageRecord(bytes, offset, file);
  };
}

/**
 * The offsets that an `.idx` tells: lines `KEY<tab>OFFSET`.
 * @throws FormatError E_RECORD_INDEX with line and column
 */
export function recordOffsets(lines: Iterable<Line>, file: string): RecordOffsets {
  const offsets = new Map<number, number>();
  for (const line of lines) {
    const fields = fieldsOf(line, '\t', file);
    const [key, offset] = fields.map(({ text }) => (/^\d{1,15}$/.test(text) ? Number(text) : NaN));
    const fault = (what: string) =>
      new FormatError(
        'E_RECORD_INDEX',
        { file, line: line.number, column: 1 },
        what,
        'make it again',
      );
    if (fields.length !== 2 || !(key! >= 0) || !(offset! >= 0)) {
      throw fault(`expected KEY<tab>OFFSET, found ${quote(line.text)}`);
    }
    if (offsets.has(key!)) throw fault(`the key ${key!} stands twice`);
    offsets.set(key!, offset!);
  }
  return offsets;
}

/** As `recordOffsets`, from the records themselves. */
export async function scannedOffsets(
  readAt: ReadPart,
  size: number,
  file: string,
  largest: number,
): Promise<RecordOffsets> {
  const read = throughWindow(readAt, size);
  const offsets = new Map<number, number>();
  for (let at = 0; at < size;) {
    const { bytes, next } = await recordAt(read, at, file, largest);
    const { id } = imageRecord(bytes, at, file);
    if (offsets.has(id)) {
      const what = `byte ${at}: a second record of the id ${id}`;
      throw new FormatError('E_RECORD', { file }, what, 'put its .idx beside it');
    }
    offsets.set(id, at);
    at = next;
  }
  return offsets;
}

/**
 * The key before which InsightFace's face datasets keep their pictures, from 1: record 0 holds no picture but this key, and the
 * key behind the records that tell which pictures are of one person. Infinity for other files.
 */
async function pictureEnd(offsets: RecordOffsets, read: ReadRecord): Promise<number> {
  const zero = offsets.get(0);
  if (zero === undefined) return Infinity;
  const { several, labels, data } = await read(zero);
  const [pictures, persons] = labels;
  const theirs = several && data.length === 0 && pictures !== undefined && persons !== undefined;
  return theirs && Number.isInteger(pictures) && persons >= pictures ? pictures : Infinity;
}

/** The pictures among the records of `path`. @param end as `pictureEnd` gives it */
export function recordPictures(
  path: string,
  offsets: RecordOffsets,
  end: number,
  within: <T>(use: (read: ReadRecord) => Promise<T>) => Promise<T>,
): PictureArchive {
  const keys = [...offsets.keys()].filter((key) => end === Infinity || (key > 0 && key < end));
  const numbers = new Map(keys.map((key, number) => [key, number]));
  return {
    path,
    names: keys.map(String),
    remarks: [],
    // Lists call a record by its key, alone or as the name of a picture.
    find: (name) => {
      const key = /^(0|[1-9]\d{0,14})(\.(jpe?g|png|webp))?$/i.exec(name)?.[1];
      return key === undefined ? undefined : numbers.get(Number(key));
    },
    persons: () =>
      within(async (read) => {
        const persons: string[] = [];
        for (const key of keys) persons.push(String((await read(offsets.get(key)!)).labels[0]));
        return persons;
      }),
    read: async (index) => {
      const offset = offsets.get(keys[index]!)!;
      return within(async (read) => (await read(offset)).data);
    },
  };
}
