import { FormatError } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import { quote } from '../files/quote.js';
import { linesOf, type Line } from '../files/text-lines.js';
import { fivePointList } from './five-point-list.js';
import { landmarksCsv } from './landmarks-csv.js';
import type { LandmarksFormat } from './landmarks-format.js';
import { tableOf, type LandmarksTable } from './landmarks-table.js';

/** Every grammar that is read, in the order in which a file's first line is held against them. */
export const LANDMARKS_FORMATS: readonly LandmarksFormat[] = [landmarksCsv, fivePointList];

/**
 * The landmarks of pictures that a file states; which grammar it has is told by its first line.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND, E_FILE_READ; FormatError (65) E_TEXT_... and, with line and column,
 *   E_LANDMARKS_FORMAT, E_LANDMARKS_COLUMN, E_LANDMARKS_FIELDS, E_LANDMARKS_QUOTE, E_LANDMARKS_NUMBER, E_LANDMARKS_TWICE,
 *   E_LANDMARKS_EMPTY
 */
export function readLandmarksFile(path: string): LandmarksTable {
  return readLandmarks(chunksOf(path), path);
}

/**
 * As {@link readLandmarksFile}, from bytes that are there.
 * @param chunks the file in any cut
 * @param file name for messages
 */
export function readLandmarks(chunks: Iterable<Uint8Array>, file: string): LandmarksTable {
  const lines = linesOf(chunks, file);
  const first = lines.next();
  if (first.done === true) return tableOf([], file);
  const format = LANDMARKS_FORMATS.find(({ fits }) => fits(first.value.text));
  if (format === undefined) throw unknownGrammar(first.value, file);
  return tableOf(format.rows(followedBy(first.value, lines), file), file);
}

function* followedBy(first: Line, rest: Iterable<Line>): Generator<Line, void> {
  yield first;
  yield* rest;
}

function unknownGrammar({ number, text }: Line, file: string): FormatError {
  return new FormatError(
    'E_LANDMARKS_FORMAT',
    { file, line: number, column: 1 },
    text === ''
      ? 'the first line is empty'
      : `${quote(text)} is neither a header with a picture nor a picture with ten coordinates`,
    'begin with a header such as path,x1,y1,..,x5,y5, or write NAME X1 Y1 .. X5 Y5 on each line',
  );
}
