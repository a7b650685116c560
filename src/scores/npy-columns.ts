import { FormatError } from '../errors.js';
import type { ByteSource } from '../files/byte-source.js';
import { failing, readNpyHeader, type NpyHeader } from '../files/npy-header.js';
import { numbersBehind } from '../files/npy-numbers.js';
import { eachText, textType } from '../files/npy-texts.js';
import type { Scores } from '../types.js';
import { NameTable } from '../files/name-table.js';

/** Where a column of values stands, for messages. */
export interface ColumnPlace {
  readonly file: string;
  /** Such as `column 1` or `genuine`. */
  readonly column: string;
}

/** The error for value `row`, from 0, of a column. */
export function refusing({ file, column }: ColumnPlace) {
  return (code: `E_SCORES_${string}`, row: number, what: string, remedy: string): FormatError =>
    new FormatError(code, { file }, `row ${row} (from 0), ${column}: ${what}`, remedy);
}

/** @throws FormatError E_SCORES_INFINITE for the first value that is infinite */
export function requireFinite(values: Scores, place: ColumnPlace): void {
  for (let row = 0; row < values.length; row++) {
    if (Math.abs(values[row]!) !== Infinity) continue;
    throw refusing(place)(
      'E_SCORES_INFINITE',
      row,
      `${values[row]!} is infinite`,
      'give finite numbers, and NaN where a comparison failed',
    );
  }
}

/**
 * The labels as 1 and 0.
 * @throws FormatError E_SCORES_LABEL for a value that is not 1, 0 or -1
 */
export function labelsOf(values: Scores, place: ColumnPlace): Uint8Array {
  // A loop: TypedArray.from lays all values out as objects first.
  const labels = new Uint8Array(values.length);
  for (let row = 0; row < labels.length; row++) {
    const value = values[row]!;
    if (value === 1) labels[row] = 1;
    else if (value !== 0 && value !== -1) {
      throw refusing(place)('E_SCORES_LABEL', row, `${value} is no label`, 'write 1 or 0');
    }
  }
  return labels;
}

/**
 * The folds as whole numbers.
 * @throws FormatError E_SCORES_FOLD for a value that is no whole number from 0 to 65535
 */
export function foldsOf(values: Scores, place: ColumnPlace): Uint16Array {
  return Uint16Array.from(values, (value, row) => {
    if (Number.isInteger(value) && value >= 0 && value <= 0xffff) return value;
    const what = `${value} is no fold, a whole number from 0 to 65535`;
    throw refusing(place)('E_SCORES_FOLD', row, what, 'number the folds from 0');
  });
}

/** Names numbered from 0 by first use, of which several columns may share one numbering. */
export interface NpyNames {
  readonly names: string[];
  /** The number of each whole number of `values`. */
  readonly numbers: (values: Scores, place: ColumnPlace) => Uint32Array;
  /** The number of each text behind `header`. */
  readonly texts: (source: ByteSource, header: NpyHeader, column: string) => Promise<Uint32Array>;
}

export function npyNames(): NpyNames {
  const names: string[] = [];
  const numberOf = new Map<number, number>();
  const table = new NameTable();
  let kind: 'numbers' | 'texts' | undefined;
  const requireKind = (wanted: 'numbers' | 'texts', { file, column }: ColumnPlace) => {
    kind ??= wanted;
    if (kind === wanted) return;
    const what = `${column} holds ${wanted}, the other side ${kind}`;
    throw new FormatError('E_SCORES_NAME', { file }, what, 'name both sides in the same way');
  };
  return {
    names,
    numbers: (values, place) => {
      requireKind('numbers', place);
      const numbers = new Uint32Array(values.length);
      for (let row = 0; row < numbers.length; row++) {
        const value = values[row]!;
        const known = numberOf.get(value);
        if (known !== undefined) {
          numbers[row] = known;
          continue;
        }
        if (!Number.isSafeInteger(value)) {
          const what = `${value} is no whole number below 2^53`;
          throw refusing(place)(
            'E_SCORES_NAME',
            row,
            what,
            'number them, or save texts in an .npz',
          );
        }
        numberOf.set(value, names.length);
        numbers[row] = names.push(String(value)) - 1;
      }
      return numbers;
    },
    texts: async (source, header, column) => {
      const place = { file: source.file, column };
      requireKind('texts', place);
      const numbers = new Uint32Array(header.shape[0]!);
      let row = 0;
      await eachText(source, header, textType(header.dtype)!, 'name', (item, decode) => {
        if (item.length === 0) {
          throw refusing(place)('E_SCORES_NAME', row, 'a name is empty', 'name it');
        }
        const number = table.numberOf(item, 0, item.length);
        if (number === names.length) names.push(decode());
        numbers[row++] = number;
      });
      return numbers;
    },
  };
}

/** The numbers of a one-dimensional array of `rows` values; any number of them where that is undefined. */
export async function readVector(
  source: ByteSource,
  column: string,
  rows: number | undefined,
): Promise<Scores> {
  return numbersBehind(source, await vectorHeader(source, column, rows));
}

/** The number of each name of a one-dimensional array of `rows` texts or whole numbers. */
export async function readNames(
  source: ByteSource,
  names: NpyNames,
  column: string,
  rows: number,
): Promise<Uint32Array> {
  const header = await vectorHeader(source, column, rows);
  if (textType(header.dtype) !== undefined) return names.texts(source, header, column);
  return names.numbers(await numbersBehind(source, header), { file: source.file, column });
}

async function vectorHeader(
  source: ByteSource,
  column: string,
  rows: number | undefined,
): Promise<NpyHeader> {
  const header = await readNpyHeader(source);
  const [length, ...more] = header.shape;
  const fail = failing(source.file);
  const shape = `shape (${header.shape.join(', ')})`;
  if (length === undefined || more.length > 0) {
    throw fail('E_NPY_SHAPE', 10, `${shape} is not one-dimensional`, `save ${column} as a vector`);
  }
  if (rows !== undefined && length !== rows) {
    const what = `${shape} where there are ${rows} scores`;
    throw fail('E_NPY_SHAPE', 10, what, 'save one value a comparison');
  }
  return header;
}
