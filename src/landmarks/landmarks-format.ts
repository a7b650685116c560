import { FormatError, type Position } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import type { Field } from '../files/fields.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';

/** Coordinates of five points: x before y. */
export const COORDINATES = 10;

/** What one line of a file says of one picture. */
export interface LandmarksRow {
  /** As the file names it. */
  readonly picture: string;
  /** x1 y1 .. x5 y5 in pixels: left eye, right eye, nose, left and right corner of the mouth, as seen in the picture. */
  readonly points: readonly number[];
  /** Where the picture is named. */
  readonly at: Required<Position>;
}

/** One grammar of files that say where eyes, nose and mouth are. */
export interface LandmarksFormat {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  /** Whether a file that begins with this line is written so. */
  readonly fits: (line: string) => boolean;
  /**
   * The rows of the file, as they are asked for.
   * @param file name for messages
   * @throws FormatError E_LANDMARKS_... with line and column
   */
  readonly rows: (lines: Iterable<Line>, file: string) => Generator<LandmarksRow, void>;
}

/** No picture that is decoded is wider or higher by far; what is greater is no coordinate. */
const GREATEST = 65_535;

/**
 * The coordinate that `text` writes; it may lie outside of the picture.
 * @param field where it stands, asked for only where it is refused
 * @throws FormatError E_LANDMARKS_NUMBER for what is no decimal number, or beyond 65,535
 */
export function coordinateIn(text: string, field: () => Field): number {
  const value = isDecimal(text) ? Number(text) : NaN;
  if (Math.abs(value) <= GREATEST) return value;
  throw new FormatError(
    'E_LANDMARKS_NUMBER',
    field(),
    `expected a coordinate in pixels, found ${quote(text)}`,
    Number.isNaN(value) ? 'write digits, with a point' : `none is beyond ${GREATEST}`,
  );
}

/** @throws FormatError E_LANDMARKS_FIELDS for a line that does not have the shape of the others */
export function requireFields(found: number, expected: number, line: Line, file: string): void {
  if (found === expected) return;
  throw new FormatError(
    'E_LANDMARKS_FIELDS',
    { file, line: line.number, column: 1 },
    line.text.trim() === ''
      ? 'the line is empty'
      : `expected ${expected} fields, found ${found} in ${quote(line.text)}`,
    line.text.trim() === '' ? 'take it out' : 'write every line like the first',
  );
}
