import { FormatError, type Position } from '../../errors.js';
import type { Line } from './text-lines.js';

/** One field of a line, with where it begins. */
export interface Field {
  readonly text: string;
  readonly position: Position;
}

/** The fields of a line between single separators, with their columns. Empty fields are kept: the grammar refuses them. */
export function fieldsOf({ number, text }: Line, separator: string, file: string): Field[] {
  let column = 1;
  return text.split(separator).map((field) => {
    const position = { file, line: number, column };
    column += field.length + separator.length;
    return { text: field, position };
  });
}

/**
 * The whole number a field holds, in its one canonical form: digits without sign, leading zero, point or exponent.
 * @throws FormatError E_NUMBER
 */
export function wholeNumber({ text, position }: Field, what: string, least = 1): number {
  const value = /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  throw new FormatError(
    'E_NUMBER',
    position,
    `expected ${what}, a whole number from ${least}, found ${JSON.stringify(text)}`,
    'write plain digits',
  );
}

/**
 * A path of a picture inside the dataset, as written.
 * @throws FormatError E_PATH for one that is empty, absolute, climbs with `..`, or holds a backslash
 */
export function insidePath({ text, position }: Field): string {
  const wrong =
    text === ''
      ? 'an empty path'
      : /^([a-z]:|\/|~)/i.test(text)
        ? 'an absolute path'
        : text.includes('\\')
          ? 'a backslash'
          : text.split('/').some((part) => part === '..' || part === '.' || part === '')
            ? 'a path that climbs or is not in its shortest form'
            : undefined;
  if (wrong === undefined) return text;
  throw new FormatError(
    'E_PATH',
    position,
    `${wrong}: ${JSON.stringify(text)}`,
    'write paths below the folder of the pictures, with forward slashes',
  );
}

/**
 * A name that becomes a folder.
 * @throws FormatError E_PATH for one that is empty or could leave its folder
 */
export function plainName(field: Field): string {
  const name = insidePath(field);
  if (!name.includes('/')) return name;
  throw new FormatError(
    'E_PATH',
    field.position,
    `a name with a slash: ${JSON.stringify(name)}`,
    'write the name of one folder',
  );
}
