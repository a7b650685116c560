import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';

/** What a path of a picture must not hold, in the order in which it is looked for. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'an empty path'],
  [/^\//, 'an absolute path'],
  [/^[a-z]:/i, 'a path with a drive'],
  [/\\/, 'a path with a backslash'],
  [/\p{Cc}/u, 'a path with a control character'],
  [/(^|\/)\.\.(\/|$)/, 'a path that climbs with ".."'],
  [/(^|\/)\.?(\/|$)/, 'a path with an empty part or "."'],
];

/** Most paths: nothing in them is looked for below, which takes a tenth of the time for half a million of them. */
const PLAIN = /^[\w @-][\w @.-]*(?:\/[\w @-][\w @.-]*)*$/;

/** What makes `path` no path below a folder, in words; undefined where nothing does. */
export function pathFault(path: string): string | undefined {
  if (PLAIN.test(path)) return undefined;
  return FAULTS.find(([pattern]) => pattern.test(path))?.[1];
}

const [SLASH, DOT] = [47, 46];

/** 1 for the bytes that may begin a part of a path that `PLAIN` takes, but for the space. */
export const PATH_BEGINS = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w@-]/.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0,
);

/**
 * Where the path that begins at `at` ends, as far as it is one that holds nothing but ASCII letters, digits, `_`, `@`, `-`, dots
 * within its parts and single slashes between them: `at` itself where none begins there. Such a path is one that `insidePath` takes.
 */
export function plainPathEnd(bytes: Uint8Array, at: number): number {
  let begins = true;
  for (let i = at; ; i++) {
    const byte = bytes[i];
    if (byte !== undefined && PATH_BEGINS[byte] === 1) begins = false;
    else if (byte === DOT && !begins) continue;
    else if (byte === SLASH && !begins) begins = true;
    else return begins ? at : i;
  }
}

/**
 * The path of a picture below its folder, as written.
 * @throws FormatError E_PATH_TRAVERSAL for a path that is absolute or could leave the folder, or has a second spelling
 */
export function insidePath(field: Field): string {
  const fault = pathFault(field.text);
  if (fault === undefined) return field.text;
  throw new FormatError(
    'E_PATH_TRAVERSAL',
    field,
    `${fault}, ${quote(field.text)}`,
    'write paths below the folder of the pictures, with forward slashes',
  );
}

/**
 * A name that is one folder, as written.
 * @throws FormatError E_PATH_TRAVERSAL for a name that is empty, holds a slash or could leave its folder
 */
export function plainName(field: Field): string {
  const name = insidePath(field);
  if (!name.includes('/')) return name;
  throw new FormatError(
    'E_PATH_TRAVERSAL',
    field,
    `a name with a slash, ${quote(name)}`,
    'write the name of one folder',
  );
}
