import { FormatError } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import type { Field } from '../files/fields.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';
import type { QualityRow } from './quality-table.js';

/** One grammar of files that state the qualities of pictures. */
export interface QualityFormat {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  /** Whether a file that begins with this line is written so. */
  readonly fits: (line: string) => boolean;
  /**
   * The rows of the file, as they are asked for.
   * @throws FormatError E_QUALITY_... with line and column
   */
  readonly rows: (lines: Iterable<Line>, file: QualityFile) => Generator<QualityRow, void>;
}

export interface QualityFile {
  readonly file: string;
  /** The column that was asked for by name. */
  readonly column?: string | undefined;
  /** Hears what a user should know. */
  readonly warn: (text: string) => void;
}

const NOT_FINITE = /^[+-]?(?:nan|inf|infinity|null|none|na|n\/a)?$/i;

/**
 * The number that a field holds.
 * @throws FormatError E_QUALITY_NUMBER for what is no decimal number, or has no end
 */
export function qualityIn(field: Field): number {
  const value = isDecimal(field.text) ? Number(field.text) : NaN;
  if (Number.isFinite(value)) return value;
  const absent = NOT_FINITE.test(field.text);
  throw new FormatError(
    'E_QUALITY_NUMBER',
    field,
    `expected a quality, a finite number, found ${quote(field.text)}`,
    absent ? 'leave out pictures whose quality is unknown' : 'write digits, with a point',
  );
}

/** @throws FormatError E_QUALITY_FIELDS where there is no name */
export function pictureIn(field: Field): string {
  if (field.text !== '') return field.text;
  throw new FormatError('E_QUALITY_FIELDS', field, 'no picture is named', 'name it');
}

/** @throws FormatError E_QUALITY_FIELDS for a line that does not have the shape of the others */
export function requireShape(
  found: number,
  expected: number,
  line: Line,
  { file }: QualityFile,
): void {
  if (found === expected) return;
  throw new FormatError(
    'E_QUALITY_FIELDS',
    { file, line: line.number, column: 1 },
    line.text === ''
      ? 'the line is empty'
      : `expected ${expected} fields, found ${found} in ${quote(line.text)}`,
    line.text === '' ? 'take it out' : 'write every line like the first',
  );
}

/**
 * Takes notice that a column was asked for.
 * @throws FormatError E_QUALITY_COLUMN, since the file's columns have no names
 */
export function refuseColumn({ file, column }: QualityFile): void {
  if (column === undefined) return;
  throw new FormatError(
    'E_QUALITY_COLUMN',
    { file, line: 1, column: 1 },
    `there is no column ${quote(column)}: the file has one quality and no names of columns`,
    'leave the column out',
  );
}
