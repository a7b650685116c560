import { FormatError } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import { quote } from '../files/quote.js';
import { linesOf, type Line } from '../files/text-lines.js';
import { qualityCsv } from './quality-csv.js';
import type { QualityFormat } from './quality-format.js';
import { tableOf, type QualityTable } from './quality-table.js';
import { scoreList } from './score-list.js';
import { xqlfw } from './xqlfw.js';

/** Every grammar that is read, in the order in which a file's first line is held against them. */
export const QUALITY_FORMATS: readonly QualityFormat[] = [xqlfw, qualityCsv, scoreList];

/**
 * The qualities of pictures that a file states; which grammar it has is told by its first line.
 *
 * @param column name of the column to read, where a table has several
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND, E_FILE_READ; FormatError (65) E_TEXT_... and, with line and column,
 *   E_QUALITY_FORMAT, E_QUALITY_COLUMN, E_QUALITY_FIELDS, E_QUALITY_QUOTE, E_QUALITY_NUMBER, E_QUALITY_TWICE, E_QUALITY_EMPTY
 */
export function readQualityFile(path: string, column?: string): QualityTable {
  return readQualities(chunksOf(path), path, column);
}

/**
 * As {@link readQualityFile}, from bytes that are there.
 * @param chunks the file in any cut
 * @param file name for messages
 */
export function readQualities(
  chunks: Iterable<Uint8Array>,
  file: string,
  column?: string,
): QualityTable {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const lines = linesOf(withoutPickle(chunks, file), file);
  const first = lines.next();
  if (first.done === true) return tableOf([], file, warnings);
  const format = QUALITY_FORMATS.find(({ fits }) => fits(first.value.text));
  if (format === undefined) throw unknownGrammar(first.value, file);
  const rows = format.rows(followedBy(first.value, lines), { file, column, warn });
  return tableOf(rows, file, warnings);
}

function* followedBy(first: Line, rest: Iterable<Line>): Generator<Line, void> {
  yield first;
  yield* rest;
}

function unknownGrammar({ number, text }: Line, file: string): FormatError {
  return new FormatError(
    'E_QUALITY_FORMAT',
    { file, line: number, column: 1 },
    text === ''
      ? 'the first line is empty'
      : `${quote(text)} is neither a header with a picture nor a picture with its quality`,
    'begin with a header such as path,quality, or write PATH SCORE on each line',
  );
}

/** @throws FormatError E_QUALITY_FORMAT where the bytes are a Python pickle, as eDifFIQA writes */
function* withoutPickle(chunks: Iterable<Uint8Array>, file: string): Generator<Uint8Array, void> {
  let first = true;
  for (const chunk of chunks) {
    if (first && chunk[0] === 0x80 && (chunk[1] ?? 6) <= 5) {
      throw new FormatError(
        'E_QUALITY_FORMAT',
        { file },
        'the file is a Python pickle, which is not read',
        'write what it holds as text, PATH SCORE on each line',
      );
    }
    first &&= chunk.length === 0;
    yield chunk;
  }
}
