import { FormatError, type Position } from '../errors.js';
import { quote } from '../files/quote.js';

/** What one line of a file says of one picture. */
export interface QualityRow {
  /** As the file names it. */
  readonly picture: string;
  readonly value: number;
  /** Where the picture is named. */
  readonly at: Required<Position>;
}

/** The qualities that a file states; entry `k` of each column is one picture, which is named once. */
export interface QualityTable {
  readonly file: string;
  readonly pictures: readonly string[];
  /** Finite. */
  readonly values: Float64Array;
  /** The line that names the picture first. */
  readonly lines: Uint32Array;
  /** Remarks a user should hear once. */
  readonly warnings: readonly string[];
}

/**
 * The table of `rows`. A picture that stands several times with one value, as where a list was appended to, counts once.
 * @throws FormatError E_QUALITY_TWICE for a picture with two values, E_QUALITY_EMPTY where there is no row
 */
export function tableOf(
  rows: Iterable<QualityRow>,
  file: string,
  warnings: readonly string[],
): QualityTable {
  const indices = new Map<string, number>();
  const [values, lines]: [number[], number[]] = [[], []];
  let repeated = 0;
  for (const { picture, value, at } of rows) {
    const before = indices.get(picture);
    if (before === undefined) {
      indices.set(picture, values.length);
      values.push(value);
      lines.push(at.line);
    } else if (values[before] === value) {
      repeated++;
    } else {
      throw new FormatError(
        'E_QUALITY_TWICE',
        at,
        `${quote(picture)} has the quality ${value} here and ${values[before]!} in line ${lines[before]!}`,
        'keep one of them',
      );
    }
  }
  if (values.length === 0) {
    const remedy = 'check that it is whole';
    throw new FormatError('E_QUALITY_EMPTY', { file }, 'the file names no picture', remedy);
  }
  return {
    file,
    pictures: [...indices.keys()],
    values: Float64Array.from(values),
    lines: Uint32Array.from(lines),
    warnings:
      repeated === 0
        ? warnings
        : [...warnings, `${file}: ${repeated} lines repeat what was said before`],
  };
}
