import { basename, dirname, extname, join } from 'node:path';
import { EXIT, FormatError, UserError } from '../../errors.js';
import { withFile } from '../../files/byte-source.js';
import { NUMBER_TYPES } from '../../files/npy-numbers.js';
import { quote } from '../../files/quote.js';
import { chunksOf } from '../../files/chunks.js';
import { linesOf } from '../../files/text-lines.js';
import type { EmbeddingFormat, ReadWish } from '../embedding-format.js';
import { readRows, openRows, type EmbeddingRows } from '../embedding-rows.js';
import { readIds } from '../ids-file.js';
import { writeFloats } from '../written-floats.js';
import { beside, exists, requireSingle, writeNamesBeside } from './names-beside.js';

export const RAW: EmbeddingFormat = {
  name: 'raw',
  summary:
    'float32 and nothing else; the rows told by NAME.ids.txt, NAME.meta or ../labels/NAME.meta',
  reference: "learn-to-cluster's features/NAME.bin with labels/NAME.meta; `ndarray.tofile`",
  extensions: ['.bin', '.f32'],
  fits: () => false,
  open: rawRows,
  read: async (path, wish) => readRows(await rawRows(path, wish)),
  write: async (path, embeddings, type) => {
    requireSingle(type, 'raw');
    const names = await writeNamesBeside(path, embeddings);
    return {
      files: [...names, { path, write: (all) => writeFloats(embeddings.raw, 'f32', all) }],
    };
  },
};

/**
 * The vectors in a file of little-endian float32. How many components a vector has is told by `dim`, or by the number of names
 * (NAME.ids.txt) or labels (NAME.meta) that stand beside it, one a row.
 * @throws UserError E_RAW_DIM (usage) where nothing tells; FormatError E_RAW_SIZE where the numbers are not so many whole rows,
 *   E_RAW_META for a label that is no whole number, E_RAW_KIND for a Python pickle
 */
async function rawRows(path: string, { dim: asked }: ReadWish): Promise<EmbeddingRows> {
  const names = beside(path, 'ids.txt');
  const ids = (await exists(names)) ? await readIds(names) : undefined;
  const list = ids === undefined ? await labelled(path) : { file: names, rows: ids.length };
  const refuse = (code: `E_${string}`, what: string, remedy: string) =>
    new FormatError(code, { file: path }, what, remedy);
  return openRows(
    (use) => withFile(path, use, 'E_EMBED_FILE'),
    async (source) => {
      const count = source.size / 4;
      if (!Number.isInteger(count)) {
        throw refuse(
          'E_RAW_SIZE',
          `${source.size} bytes are no whole number of float32`,
          'copy or write it again',
        );
      }
      const width =
        asked ?? (list === undefined || list.rows === 0 ? undefined : count / list.rows);
      if (width === undefined) {
        const start = new Uint8Array(Math.min(2, source.size));
        await source.fill(start);
        if (start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5) {
          throw refuse(
            'E_RAW_KIND',
            'it is a Python pickle, such as a pack of pictures, and holds no vectors',
            'name a file of vectors',
          );
        }
        throw new UserError(
          'E_RAW_DIM',
          `${path} holds ${count} numbers and does not say how many a vector has`,
          'put NAME.ids.txt or NAME.meta beside it, or run magface convert with --dim N',
          EXIT.usage,
        );
      }
      const rows = count / width;
      if (!Number.isInteger(width) || width < 1 || !Number.isInteger(rows)) {
        const by =
          asked === undefined ? `the ${list!.rows} lines of ${list!.file}` : `vectors of ${asked}`;
        throw refuse('E_RAW_SIZE', `${count} numbers do not divide into ${by}`, 'check both');
      }
      if (list !== undefined && list.rows !== rows) {
        throw refuse(
          'E_RAW_SIZE',
          `${rows} vectors of ${width}, ${list.file} has ${list.rows} lines`,
          'check both',
        );
      }
      return { ids, rows, dim: width, type: NUMBER_TYPES['<f4']!, warnings: [] };
    },
  );
}

/** The file of labels that belongs to `path`, and its number of lines; undefined where there is none. */
async function labelled(path: string): Promise<{ file: string; rows: number } | undefined> {
  const name = `${basename(path, extname(path))}.meta`;
  for (const file of [beside(path, 'meta'), join(dirname(path), '..', 'labels', name)]) {
    if (!(await exists(file))) continue;
    let rows = 0;
    for (const { number, text } of linesOf(chunksOf(file), file)) {
      rows++;
      if (/^-?\d{1,18}$/.test(text.trim())) continue;
      const what = `${quote(text)} is no label`;
      throw new FormatError(
        'E_RAW_META',
        { file, line: number, column: 1 },
        what,
        'write one whole number a line',
      );
    }
    return { file, rows };
  }
  return undefined;
}
