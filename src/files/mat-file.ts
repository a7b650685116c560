import {
  inflated,
  matBytes,
  MI,
  MOST_BYTES,
  nextElement,
  numbersOf,
  within,
  type MatBytes,
  type MatElement,
} from './mat-elements.js';
import type { FormatError } from '../errors.js';

/** A variable of a MATLAB file, or part of one. Values stand column by column. */
export type MatArray = (MatNumbers | MatText | MatCells | MatStructs) & {
  /** Rows, columns, and what further there is. */
  readonly shape: readonly number[];
  /** The error for this place of the file. */
  readonly refuse: (code: `E_${string}`, what: string) => FormatError;
};

export interface MatNumbers {
  readonly kind: 'numbers';
  readonly values: Float64Array;
}

export interface MatText {
  readonly kind: 'text';
  /** Each row of characters, with the spaces that fill it. */
  readonly rows: readonly string[];
}

export interface MatCells {
  readonly kind: 'cells';
  readonly cells: readonly MatArray[];
}

export interface MatStructs {
  readonly kind: 'structs';
  /** Names of the fields in their order. */
  readonly fields: readonly string[];
  /** The fields of each structure, by name. */
  readonly structs: readonly ReadonlyMap<string, MatArray>[];
}

/** Classes of arrays, "MAT-File Level 5 File Format", table 1-3. */
const [CELL, STRUCT, CHAR, FIRST_NUMERIC, LAST_NUMERIC] = [1, 2, 4, 6, 15];
const OTHERS: Readonly<Record<number, string>> = {
  3: 'an object',
  5: 'a sparse matrix',
  16: 'a function',
  17: 'an object',
};
const COMPLEX = 0x0800;

/** Arrays within arrays; real files have four or five. */
const DEEPEST = 32;

/**
 * The variables of a MATLAB v5 file (what MATLAB calls -v6 or, compressed, -v7) by name, in its order: cells, structures, text
 * and real numbers, in either order of bytes.
 *
 * Source: MathWorks, "MAT-File Level 5 File Format".
 * @param file name for messages
 * @throws FormatError E_MAT_HEADER, E_MAT_VERSION, E_MAT_SHORT, E_MAT_TYPE, E_MAT_KIND, E_MAT_SHAPE, E_MAT_TEXT, E_MAT_NUMBER,
 *   E_MAT_ZLIB, E_MAT_LARGE, E_MAT_DEEP, E_MAT_TWICE, each with the byte
 */
export function readMat(bytes: Buffer, file: string): ReadonlyMap<string, MatArray> {
  const all = matBytes(bytes, file);
  const variables = new Map<string, MatArray>();
  let left = MOST_BYTES;
  while (all.at < all.end) {
    let [from, element] = [all, nextElement(all)];
    if (element.type === MI.compressed) {
      from = inflated(all, file, element, left);
      left -= from.end;
      element = nextElement(from);
    }
    const { name, array } = arrayOf(from, element, 0);
    if (variables.has(name)) {
      throw from.refuse(
        'E_MAT_TWICE',
        element.tag,
        `the variable ${JSON.stringify(name)} stands twice`,
      );
    }
    variables.set(name, array);
  }
  return variables;
}

function arrayOf(
  outer: MatBytes,
  element: MatElement,
  depth: number,
): { readonly name: string; readonly array: MatArray } {
  const { tag } = element;
  if (element.type !== MI.matrix) {
    throw outer.refuse('E_MAT_TYPE', tag, `expected an array, found type ${element.type}`);
  }
  if (depth > DEEPEST)
    throw outer.refuse('E_MAT_DEEP', tag, `arrays within arrays, ${DEEPEST} deep`);
  const place = {
    refuse: (code: `E_${string}`, what: string) => outer.refuse(code as 'E_MAT_KIND', tag, what),
  };
  // An array of no bytes at all is how MATLAB writes [] within a cell.
  if (element.size === 0) {
    const nothing = { kind: 'numbers', values: new Float64Array(0), shape: [0, 0] } as const;
    return { name: '', array: { ...nothing, ...place } };
  }
  const from = within(outer, element);
  const [flags] = numbersOf(from, nextElement(from), 2);
  const shape = shapeOf(from);
  const count = shape.reduce((product, side) => product * side, 1);
  const name = asciiOf(from, nextElement(from));
  const kind = flags! & 0xff;
  const about = { shape, ...place };
  if (kind === CELL) return { name, array: { ...about, ...cellsOf(from, tag, count, depth) } };
  if (kind === STRUCT) return { name, array: { ...about, ...structsOf(from, tag, count, depth) } };
  if (kind === CHAR) {
    const characters = charactersOf(from, nextElement(from), count);
    return { name, array: { ...about, kind: 'text', rows: rowsOf(characters, shape) } };
  }
  if (kind < FIRST_NUMERIC || kind > LAST_NUMERIC) {
    throw from.refuse('E_MAT_KIND', tag, OTHERS[kind] ?? `an array of class ${kind}`);
  }
  if ((flags! & COMPLEX) !== 0) throw from.refuse('E_MAT_KIND', tag, 'complex numbers');
  return {
    name,
    array: { ...about, kind: 'numbers', values: numbersOf(from, nextElement(from), count) },
  };
}

function shapeOf(from: MatBytes): number[] {
  const element = nextElement(from);
  const shape = Array.from(numbersOf(from, element));
  const count = shape.reduce((product, side) => product * side, 1);
  if (shape.length < 2 || shape.some((side) => side < 0) || !Number.isSafeInteger(count)) {
    throw from.refuse(
      'E_MAT_SHAPE',
      element.tag,
      `an array of the shape ${shape.slice(0, 8).join('x')}`,
    );
  }
  return shape;
}

function asciiOf({ bytes, refuse }: MatBytes, { tag, type, start, size }: MatElement): string {
  const text = bytes.toString('latin1', start, start + size);
  if ((type === 1 || type === 2 || type === MI.utf8) && /^\w*$/.test(text)) return text;
  throw refuse('E_MAT_TEXT', tag, 'expected a name of letters and digits');
}

function cellsOf(from: MatBytes, tag: number, count: number, depth: number): MatCells {
  requireRoom(from, tag, count);
  const cells = Array.from(
    { length: count },
    () => arrayOf(from, nextElement(from), depth + 1).array,
  );
  return { kind: 'cells', cells };
}

function structsOf(from: MatBytes, tag: number, count: number, depth: number): MatStructs {
  const [length] = numbersOf(from, nextElement(from), 1);
  const names = nextElement(from);
  if (length! < 1 || names.size % length! !== 0) {
    throw from.refuse(
      'E_MAT_SHAPE',
      names.tag,
      `names of fields in ${names.size} bytes, ${length!} each`,
    );
  }
  const fields = Array.from({ length: names.size / length! }, (_, i) => {
    const start = names.start + i * length!;
    const end = from.bytes.subarray(start, start + length!).indexOf(0);
    return asciiOf(from, { ...names, start, size: end < 0 ? length! : end });
  });
  requireRoom(from, tag, fields.length === 0 ? count : count * fields.length);
  const structs = Array.from({ length: count }, () => {
    return new Map(
      fields.map((field) => [field, arrayOf(from, nextElement(from), depth + 1).array]),
    );
  });
  return { kind: 'structs', fields, structs };
}

/** Every array within takes a tag of eight bytes: more cannot be promised, and so no count asks for too much memory. */
function requireRoom({ at, end, refuse }: MatBytes, tag: number, count: number): void {
  if (count * 8 <= end - at) return;
  throw refuse('E_MAT_SHORT', tag, `${count} arrays are promised, ${end - at} bytes are left`);
}

/** The characters of an array of text, as many as its shape says. */
function charactersOf(from: MatBytes, element: MatElement, count: number): readonly string[] {
  const { type, tag, start, size } = element;
  let characters: readonly string[];
  if (type === MI.utf8 || type === MI.utf16 || type === MI.utf32) {
    characters = decoded(from, element);
  } else {
    characters = Array.from(numbersOf(from, element), (code) => {
      if (code < 0 || code > 0xffff) throw from.refuse('E_MAT_TEXT', tag, `a character ${code}`);
      return String.fromCharCode(code);
    });
  }
  if (characters.length === count) return characters;
  throw from.refuse(
    'E_MAT_SHAPE',
    tag,
    `expected ${count} characters, found ${characters.length} in the ${size} bytes from ${start}`,
  );
}

function decoded({ bytes, little, refuse }: MatBytes, element: MatElement): readonly string[] {
  const { type, tag, start, size } = element;
  const part = bytes.subarray(start, start + size);
  try {
    // MATLAB counts characters of UTF-16 by their code units.
    if (type === MI.utf8) return Array.from(new TextDecoder('utf-8', { fatal: true }).decode(part));
    if (type === MI.utf16) {
      const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(part);
      return Array.from({ length: text.length }, (_, i) => text[i]!);
    }
    if (size % 4 !== 0) throw new RangeError('half a character');
    return Array.from({ length: size / 4 }, (_, i) =>
      String.fromCodePoint(little ? part.readUInt32LE(4 * i) : part.readUInt32BE(4 * i)),
    );
  } catch (cause) {
    throw refuse('E_MAT_TEXT', tag, `text that cannot be decoded (${(cause as Error).message})`);
  }
}

function rowsOf(characters: readonly string[], shape: readonly number[]): string[] {
  const rows = shape[0]!;
  if (characters.length === 0) return [];
  return Array.from({ length: rows }, (_, row) => {
    let text = '';
    for (let at = row; at < characters.length; at += rows) text += characters[at]!;
    return text;
  });
}
