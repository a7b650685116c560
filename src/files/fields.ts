import type { Line } from './text-lines.js';

/** One field of a line; with where it begins it serves as the position of an error. */
export interface Field {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** The fields of a line between single separators. Empty fields are kept: the grammar refuses them. */
export function fieldsOf({ number, text }: Line, separator: string, file: string): Field[] {
  let column = 1;
  return text.split(separator).map((part) => {
    const field = { text: part, file, line: number, column };
    column += part.length + separator.length;
    return field;
  });
}
